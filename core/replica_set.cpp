#include "core/replica_set.hpp"

#include <algorithm>
#include <utility>

#include "sim/contended_law.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

namespace {

constexpr double kRoundingUp = 1.0 + 1e-9;

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

sim::Process load_in_background(sim::Simulation&, sim::SharedCapacity& replica, HydrationDemand hydration) {
    co_await replica.read(hydration.demand_s, hydration.cap);
}

/// One of 0..n-1 without `than`, each with equal probability.
std::uint32_t draw_but(std::uint32_t than, std::size_t n, sim::RandomStream& stream) {
    const auto drawn = static_cast<std::uint32_t>(stream.below(n - 1));
    return drawn >= than ? drawn + 1 : drawn;
}

}  // namespace

ReplicaSet::ReplicaSet(sim::Simulation& simulation, const StorageFigures& storage,
                       const ServiceDemand& demand, const ReplicaSetTerms& terms)
    : simulation_(&simulation),
      demand_(demand),
      hydration_(terms.hydration),
      readers_(static_cast<std::size_t>(terms.replicas), 0),
      per_account_(static_cast<std::uint32_t>(storage.replicas_per_account.value)),
      hold_ups_(terms.hold_ups),
      routing_(terms.routing) {
    if (terms.readers) most_readers_ = static_cast<std::uint32_t>(*terms.readers);
    add_accounts(simulation, storage);
    const auto per_account = static_cast<std::size_t>(storage.replicas_per_account.value);
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        replicas_.push_back(accounts_.empty() ? std::make_unique<sim::SharedCapacity>(simulation, 1.0)
                                              : std::make_unique<sim::SharedCapacity>(
                                                    simulation, 1.0, *accounts_[i / per_account]));
        set_law(*replicas_.back(), storage);
    }
    if (routing_ == Routing::same_zone_first && terms.zones > 0 && !storage.zone_redundant) {
        in_zone_.resize(static_cast<std::size_t>(terms.zones));
        for (std::uint32_t i = 0; i < readers_.size(); ++i) in_zone_[i % in_zone_.size()].push_back(i);
    }
}

void ReplicaSet::add_accounts(sim::Simulation& simulation, const StorageFigures& storage) {
    const auto per_account = static_cast<std::size_t>(storage.replicas_per_account.value);
    const auto most_together = static_cast<double>(std::min(per_account, readers_.size()));
    if (most_together * demand_.burst_rate <= demand_.account_rate) return;
    for (std::size_t first = 0; first < readers_.size(); first += per_account) {
        accounts_.push_back(std::make_unique<sim::SharedCapacity>(simulation, demand_.account_rate));
    }
}

void ReplicaSet::set_law(sim::SharedCapacity& replica, const StorageFigures& storage) {
    const sim::UslLaw::Coefficients usl{.sigma = storage.contention.value, .kappa = storage.coherency.value};
    const bool contends = usl.sigma > 0.0 || usl.kappa > 0.0;
    if (storage.burst_duration.value > sim::SimTime::zero() && demand_.burst_rate > 1.0) {
        auto burst = std::make_unique<sim::BurstCredits>(sim::BurstCredits::Terms{
            .base = 1.0, .burst = demand_.burst_rate, .burst_time = storage.burst_duration.value});
        credits_.push_back(burst.get());
        if (contends) {
            replica.set_law(std::make_unique<sim::ContendedLaw>(std::move(burst), usl));
        } else {
            replica.set_law(std::move(burst));
        }
    } else if (contends) {
        replica.set_law(std::make_unique<sim::UslLaw>(usl));
    }
}

bool ReplicaSet::admit(std::uint32_t replica) {
    if (readers_[replica] >= most_readers_) {
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
    const HeldUp after = held_up(replica);
    const sim::SimTime now = simulation_->now();
    hold_ups_->move(now, HoldUp::none, HoldUp::replica, after.by_replica - before.by_replica);
    hold_ups_->move(now, HoldUp::none, HoldUp::account, after.by_account - before.by_account);
}

double ReplicaSet::capacity_now(std::uint32_t replica) const {
    return has_credits(replica) ? demand_.burst_rate : 1.0;
}

/// What its readers would take if each had the replica to itself.
double ReplicaSet::wanted_rate(std::uint32_t replica) const {
    return readers_[replica] * std::min(demand_.reader_cap, capacity_now(replica));
}

/// All readers of a replica, if it cannot serve each of them as fast as it would serve one alone. With accounts, of all
/// replicas of the same one.
ReplicaSet::HeldUp ReplicaSet::held_up(std::uint32_t replica) const {
    if (!accounts_.empty()) return held_up_on_account(replica);
    return {wanted_rate(replica) > capacity_now(replica) * kRoundingUp ? readers_[replica] : 0, 0};
}

ReplicaSet::HeldUp ReplicaSet::held_up_on_account(std::uint32_t replica) const {
    const std::uint32_t first = replica / per_account_ * per_account_;
    const auto last = std::min(first + per_account_, static_cast<std::uint32_t>(readers_.size()));
    HeldUp by_replicas;
    double wanted = 0.0;
    std::int64_t readers = 0;
    for (std::uint32_t i = first; i < last; ++i) {
        const double capacity = capacity_now(i);
        wanted += std::min(wanted_rate(i), capacity);
        readers += readers_[i];
        if (wanted_rate(i) > capacity * kRoundingUp) by_replicas.by_replica += readers_[i];
    }
    if (wanted > demand_.account_rate * kRoundingUp) return {0, readers};
    return by_replicas;
}

void ReplicaSet::hydrate(std::uint32_t replica) {
    ++hydrations_;
    simulation_->spawn(load_in_background(*simulation_, *replicas_[replica], hydration_));
}

std::uint32_t ReplicaSet::route(int zone, sim::RandomStream& stream) {
    if (readers_.size() == 1) return 0;
    switch (routing_) {
        case Routing::round_robin: {
            const std::uint32_t replica = next_;
            next_ = next_ + 1 == readers_.size() ? 0 : next_ + 1;
            return replica;
        }
        case Routing::least_loaded: return least_loaded_but(kNone);
        case Routing::power_of_two: {
            const auto first = static_cast<std::uint32_t>(stream.below(readers_.size()));
            return less_loaded(first, draw_but(first, readers_.size(), stream));
        }
        case Routing::same_zone_first:
            if (zone > 0 && static_cast<std::size_t>(zone) <= in_zone_.size()) {
                const auto& near = in_zone_[static_cast<std::size_t>(zone) - 1];
                if (!near.empty()) return near[stream.below(near.size())];
            }
            break;
        case Routing::random: break;
    }
    return static_cast<std::uint32_t>(stream.below(readers_.size()));
}

std::uint32_t ReplicaSet::route_elsewhere(std::uint32_t than, int zone, sim::RandomStream& stream) {
    if (readers_.size() == 1) return 0;
    if (routing_ == Routing::least_loaded) return least_loaded_but(than);
    if (routing_ == Routing::round_robin) {
        const std::uint32_t replica = route(zone, stream);
        return replica == than ? route(zone, stream) : replica;
    }
    if (routing_ == Routing::power_of_two && readers_.size() > 2) {
        const std::uint32_t first = draw_but(than, readers_.size(), stream);
        std::uint32_t second = than;  // drawn until it is one of the rest: twice on average at worst
        while (second == than) second = draw_but(first, readers_.size(), stream);
        return less_loaded(first, second);
    }
    if (routing_ == Routing::same_zone_first && zone > 0 &&
        static_cast<std::size_t>(zone) <= in_zone_.size()) {
        const auto& near = in_zone_[static_cast<std::size_t>(zone) - 1];
        const auto place = static_cast<std::uint32_t>(std::ranges::find(near, than) - near.begin());
        if (place == near.size() && !near.empty()) return near[stream.below(near.size())];
        if (near.size() > 1) return near[draw_but(place, near.size(), stream)];
    }
    return draw_but(than, readers_.size(), stream);
}

/// The first among equals.
std::uint32_t ReplicaSet::least_loaded_but(std::uint32_t than) const {
    std::uint32_t best = than == 0 ? 1 : 0;
    for (std::uint32_t i = best + 1; i < readers_.size(); ++i) {
        if (i != than) best = less_loaded(best, i);
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
    use.bytes_read = static_cast<double>(ended_) * demand_.bytes.value;
    use.work_demanded_s = static_cast<double>(begun_) * demand_.demand_s +
                          static_cast<double>(hydrations_) * hydration_.demand_s;
    use.work_served_s = work_done();
    use.work_left_s = broken_off_;
    for (const auto& replica : replicas_) use.work_left_s += replica->work_left();
    return use;
}

}  // namespace gallerysim::core
