#include "core/replica_set.hpp"

#include <algorithm>
#include <utility>

#include "sim/assert.hpp"
#include "sim/contended_law.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

namespace {

constexpr double kRoundingUp = 1.0 + 1e-9;

sim::Process load_in_background(sim::Simulation&, ReplicaSet& replicas, std::uint32_t replica,
                                HydrationDemand hydration) {
    const auto outcome = co_await replicas.capacity_of(replica).read(hydration.demand_s, hydration.cap);
    if (outcome != sim::Outcome::done) replicas.hydrate(replica);
}

/// One of 0..n-1 without `than`, each with equal probability.
std::size_t draw_but(std::size_t than, std::size_t n, sim::RandomStream& stream) {
    const std::size_t drawn = stream.below(n - 1);
    return drawn >= than ? drawn + 1 : drawn;
}

}  // namespace

ReplicaSet::ReplicaSet(sim::Simulation& simulation, const StorageFigures& storage,
                       const ServiceDemand& demand, const ReplicaSetTerms& terms)
    : simulation_(&simulation),
      demand_(demand),
      hydration_(terms.hydration),
      contention_{.sigma = storage.contention.value, .kappa = storage.coherency.value},
      burst_duration_(storage.burst_duration.value),
      per_account_(static_cast<std::uint32_t>(storage.replicas_per_account.value)),
      most_replicas_(static_cast<std::uint32_t>(std::max(terms.replicas, terms.most_replicas))),
      zones_(storage.zone_redundant ? 0 : terms.zones),
      accounts_can_bind_(std::min(per_account_, most_replicas_) * demand.burst_rate > demand.account_rate),
      hold_ups_(terms.hold_ups),
      routing_(terms.routing) {
    if (terms.readers) most_readers_ = static_cast<std::uint32_t>(*terms.readers);
    if (routing_ == Routing::same_zone_first) in_zone_.resize(static_cast<std::size_t>(zones_));
    for (std::int64_t i = 0; i < terms.replicas; ++i) add_replica();
}

std::uint32_t ReplicaSet::add_replica() {
    const auto replica = static_cast<std::uint32_t>(replicas_.size());
    GALLERYSIM_ASSERT(replica < most_replicas_, "no more replicas than the terms say");
    const std::uint32_t account = account_of(replica);
    if (account == account_speeds_.size()) {
        account_speeds_.push_back(1.0);
        if (accounts_can_bind_) {
            accounts_.push_back(std::make_unique<sim::SharedCapacity>(*simulation_, demand_.account_rate));
        }
    }
    const double rate = account_speeds_[account];
    replicas_.push_back(accounts_.empty()
                            ? std::make_unique<sim::SharedCapacity>(*simulation_, rate)
                            : std::make_unique<sim::SharedCapacity>(*simulation_, rate, *accounts_[account]));
    set_law(*replicas_.back());
    readers_.push_back(0);
    speeds_.push_back(1.0);
    states_.push_back(State::available);
    available_.push_back(replica);
    if (!in_zone_.empty()) in_zone_[replica % in_zone_.size()].push_back(replica);
    return replica;
}

void ReplicaSet::set_law(sim::SharedCapacity& replica) {
    const bool contends = contention_.sigma > 0.0 || contention_.kappa > 0.0;
    if (burst_duration_ > sim::SimTime::zero() && demand_.burst_rate > 1.0) {
        auto burst = std::make_unique<sim::BurstCredits>(sim::BurstCredits::Terms{
            .base = 1.0, .burst = demand_.burst_rate, .burst_time = burst_duration_});
        credits_.push_back(burst.get());
        if (contends) {
            replica.set_law(std::make_unique<sim::ContendedLaw>(std::move(burst), contention_));
        } else {
            replica.set_law(std::move(burst));
        }
    } else if (contends) {
        replica.set_law(std::make_unique<sim::UslLaw>(contention_));
    }
}

void ReplicaSet::set_state(std::uint32_t replica, State state) {
    states_[replica] = state;
    available_.clear();
    for (auto& near : in_zone_) near.clear();
    for (std::uint32_t i = 0; i < states_.size(); ++i) {
        if (states_[i] != State::available) continue;
        available_.push_back(i);
        if (!in_zone_.empty()) in_zone_[i % in_zone_.size()].push_back(i);
    }
}

void ReplicaSet::retire(std::uint32_t replica) {
    set_state(replica, is_lost(replica) ? State::lost_and_retired : State::retired);
}

sim::SharedCapacity::BrokenOff ReplicaSet::lose(std::uint32_t replica) {
    if (is_lost(replica)) return {};
    set_state(replica, states_[replica] == State::retired ? State::lost_and_retired : State::lost);
    const auto broken_off = replicas_[replica]->break_off();
    reads_lost_ += broken_off.flows;
    broken_off_ += broken_off.work;
    return broken_off;
}

void ReplicaSet::restore(std::uint32_t replica) {
    if (!is_lost(replica)) return;
    set_state(replica, states_[replica] == State::lost ? State::available : State::retired);
}

void ReplicaSet::set_speed(std::uint32_t replica, double fraction) {
    const HeldUp before = held_up(replica);
    speeds_[replica] = fraction;
    note_held_up(before, held_up(replica));
    apply_speed(replica);
}

void ReplicaSet::set_account_speed(std::uint32_t account, double fraction) {
    const std::uint32_t first = account * per_account_;
    const auto last = std::min(first + per_account_, static_cast<std::uint32_t>(replicas_.size()));
    const auto held_up_there = [&] {
        if (!accounts_.empty()) return held_up_on_account(first);
        HeldUp sum;
        for (std::uint32_t i = first; i < last; ++i) sum.by_replica += held_up(i).by_replica;
        return sum;
    };
    const HeldUp before = held_up_there();
    account_speeds_[account] = fraction;
    note_held_up(before, held_up_there());
    if (!accounts_.empty()) accounts_[account]->set_rate(demand_.account_rate * fraction);
    for (std::uint32_t i = first; i < last; ++i) apply_speed(i);
}

void ReplicaSet::apply_speed(std::uint32_t replica) {
    const double speed = speed_of(replica);
    if (replicas_[replica]->rate() != speed) replicas_[replica]->set_rate(speed);
}

bool ReplicaSet::admit(std::uint32_t replica) {
    if (replica == kNoReplica || readers_[replica] >= most_readers_) {
        ++busy_answers_;
        return false;
    }
    change_readers(replica, readers_[replica] + 1);
    peak_ = std::max(peak_, readers_[replica]);
    ++begun_;
    return true;
}

void ReplicaSet::change_readers(std::uint32_t replica, std::uint32_t readers) {
    if (hold_ups_ == nullptr) {
        readers_[replica] = readers;
        return;
    }
    const HeldUp before = held_up(replica);
    readers_[replica] = readers;
    note_held_up(before, held_up(replica));
}

void ReplicaSet::note_held_up(const HeldUp& before, const HeldUp& after) {
    if (hold_ups_ == nullptr) return;
    const sim::SimTime now = simulation_->now();
    hold_ups_->move(now, HoldUp::none, HoldUp::replica, after.by_replica - before.by_replica);
    hold_ups_->move(now, HoldUp::none, HoldUp::account, after.by_account - before.by_account);
}

double ReplicaSet::nominal_capacity(std::uint32_t replica) const {
    return has_credits(replica) ? demand_.burst_rate : 1.0;
}

/// What its readers would take if each had the replica to itself, at full speed.
double ReplicaSet::wanted_rate(std::uint32_t replica) const {
    return readers_[replica] * std::min(demand_.reader_cap, nominal_capacity(replica));
}

/// All readers of a replica, if it cannot serve each of them as fast as it would serve one alone at full speed. With
/// accounts, of all replicas of the same one.
ReplicaSet::HeldUp ReplicaSet::held_up(std::uint32_t replica) const {
    if (!accounts_.empty()) return held_up_on_account(replica);
    const double capacity = nominal_capacity(replica) * speed_of(replica);
    return {wanted_rate(replica) > capacity * kRoundingUp ? readers_[replica] : 0, 0};
}

ReplicaSet::HeldUp ReplicaSet::held_up_on_account(std::uint32_t replica) const {
    const std::uint32_t first = account_of(replica) * per_account_;
    const auto last = std::min(first + per_account_, static_cast<std::uint32_t>(readers_.size()));
    HeldUp by_replicas;
    double wanted = 0.0;
    std::int64_t readers = 0;
    for (std::uint32_t i = first; i < last; ++i) {
        const double capacity = nominal_capacity(i) * speed_of(i);
        wanted += std::min(wanted_rate(i), capacity);
        readers += readers_[i];
        if (wanted_rate(i) > capacity * kRoundingUp) by_replicas.by_replica += readers_[i];
    }
    const double most = demand_.account_rate * account_speeds_[account_of(replica)];
    if (wanted > most * kRoundingUp) return {0, readers};
    return by_replicas;
}

void ReplicaSet::hydrate(std::uint32_t replica) {
    if (!is_available(replica)) {
        if (available_.empty()) return;
        const std::size_t place = place_of(replica);
        replica = available_[place < available_.size() ? place : 0];
    }
    ++hydrations_;
    simulation_->spawn(load_in_background(*simulation_, *this, replica, hydration_));
}

/// Where the replica stands among the available ones, or the first after it.
std::size_t ReplicaSet::place_of(std::uint32_t replica) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(available_, replica) - available_.begin());
}

/// The available replicas in the VM's zone where they come first; nullptr: the zone makes no difference.
const std::vector<std::uint32_t>* ReplicaSet::near(int zone) const {
    if (zone <= 0 || static_cast<std::size_t>(zone) > in_zone_.size()) return nullptr;
    const auto& near = in_zone_[static_cast<std::size_t>(zone) - 1];
    return near.empty() ? nullptr : &near;
}

std::uint32_t ReplicaSet::route(int zone, sim::RandomStream& stream) {
    const std::size_t count = available_.size();
    if (count <= 1) return count == 0 ? kNoReplica : available_.front();
    switch (routing_) {
        case Routing::round_robin: {
            std::size_t place = place_of(next_);
            if (place == count) place = 0;
            next_ = available_[place] + 1;
            return available_[place];
        }
        case Routing::least_loaded: return least_loaded_but(kNoReplica);
        case Routing::power_of_two: {
            const std::size_t first = stream.below(count);
            return less_loaded(available_[first], available_[draw_but(first, count, stream)]);
        }
        case Routing::same_zone_first:
            if (const auto* replicas = near(zone)) return (*replicas)[stream.below(replicas->size())];
            break;
        case Routing::random: break;
    }
    return available_[stream.below(count)];
}

std::uint32_t ReplicaSet::route_elsewhere(std::uint32_t than, int zone, sim::RandomStream& stream) {
    const std::size_t count = available_.size();
    if (count <= 1 || than == kNoReplica || !is_available(than)) return route(zone, stream);
    if (routing_ == Routing::least_loaded) return least_loaded_but(than);
    if (routing_ == Routing::round_robin) {
        const std::uint32_t replica = route(zone, stream);
        return replica == than ? route(zone, stream) : replica;
    }
    const std::size_t place = place_of(than);
    if (routing_ == Routing::power_of_two && count > 2) {
        const std::size_t first = draw_but(place, count, stream);
        std::size_t second = place;  // drawn until it is one of the rest: twice on average at worst
        while (second == place) second = draw_but(first, count, stream);
        return less_loaded(available_[first], available_[second]);
    }
    if (const auto* replicas = near(zone)) {
        const auto at = static_cast<std::size_t>(std::ranges::find(*replicas, than) - replicas->begin());
        if (at == replicas->size()) return (*replicas)[stream.below(replicas->size())];
        if (replicas->size() > 1) return (*replicas)[draw_but(at, replicas->size(), stream)];
    }
    return available_[draw_but(place, count, stream)];
}

/// The first among equals. REQUIRES: another one than `than` is available.
std::uint32_t ReplicaSet::least_loaded_but(std::uint32_t than) const {
    std::uint32_t best = kNoReplica;
    for (const std::uint32_t i : available_) {
        if (i != than) best = best == kNoReplica ? i : less_loaded(best, i);
    }
    return best;
}

double ReplicaSet::work_done() const {
    double work = 0.0;
    for (const auto& replica : replicas_) work += replica->work_done();
    return work;
}

StorageUse ReplicaSet::use() const {
    StorageUse use;
    use.busy_answers = busy_answers_;
    use.reads_lost = reads_lost_;
    use.bytes_read = static_cast<double>(ended_) * demand_.bytes.value;
    use.work_demanded_s = static_cast<double>(begun_) * demand_.demand_s +
                          static_cast<double>(hydrations_) * hydration_.demand_s + copied_;
    use.work_served_s = work_done();
    use.work_left_s = broken_off_;
    for (const auto& replica : replicas_) use.work_left_s += replica->work_left();
    return use;
}

}  // namespace gallerysim::core
