#include "core/replication/replication.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/quantity.hpp"
#include "core/stream_purpose.hpp"
#include "sim/delay.hpp"

namespace gallerysim::core {

using sim::operator co_await;  // transfers are operations of this namespace

namespace {

/// The number of a copy for random streams: by names, so that it is the same whatever else a scenario lists. FNV-1a,
/// folded to the 48 bits that there are.
std::uint64_t entity_of(const ReplicationPlan& plan, const std::string& region, std::int64_t replica) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : fmt::format("{}/{}/{}/{}", plan.version, region, plan.operation, replica)) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    constexpr std::uint64_t kMask = (std::uint64_t{1} << 48U) - 1;
    return ((hash >> 48U) ^ hash) & kMask;
}

}  // namespace

Replication::Replication(sim::Simulation& simulation, CopyNetwork& network, const ReplicationFigures& figures,
                         ReplicationPlan plan, ReplicationHost* host)
    : simulation_(&simulation),
      network_(&network),
      figures_(&figures),
      plan_(std::move(plan)),
      host_(host),
      regions_(plan_.regions.size()) {
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        regions_[i].status.region = plan_.regions[i].name;
        regions_[i].status.replicas = plan_.regions[i].replicas;
        begin_with_what_is_there(i);
    }
}

void Replication::start() {
    simulation_->at(std::max(plan_.published, simulation_->now()), [this] {
        has_begun_ = true;
        if (has_ended()) return;  // all its regions were withdrawn
        if (plan_.is_shallow) {  // the replicas refer to the source
            for (std::size_t i = 0; i < regions_.size(); ++i) {
                if (is_over(i)) continue;
                regions_[i].status.started = regions_[i].status.first_replica = simulation_->now();
                regions_[i].status.replicas_done = regions_[i].status.replicas;
                regions_[i].status.source = plan_.regions[plan_.source].name;
                end_region(i, ReplicationState::completed);
            }
            return;
        }
        if (regions_[plan_.source].sources.empty()) {
            regions_[plan_.source].sources.push_back(
                &add_source(plan_.source, Source::Kind::image, "the source image"));
        }
        begin_phase();
    });
}

/// The replicas of a region that had some before are sources; it has nothing to wait for if they are enough.
void Replication::begin_with_what_is_there(std::size_t region) {
    const PlannedRegion& planned = plan_.regions[region];
    RegionState& state = regions_[region];
    state.next_replica = state.status.replicas_done = planned.present;
    const std::int64_t most = plan_.policy.within_region.value == WithinRegion::doubling ? planned.present : 1;
    for (std::int64_t i = 0; i < std::min(planned.present, most); ++i) {
        state.sources.push_back(&add_source(region, Source::Kind::replica, i == 0 ? "the first replica" : "a replica"));
    }
    if (planned.is_asked()) return;
    state.status.state = ReplicationState::completed;
    state.status.progress = 100;
    state.status.started = state.status.first_replica = state.status.ended = simulation_->now();
}

void Replication::begin_phase() {
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        if (plan_.regions[i].phase == phase_ && !is_over(i)) begin_region(i);
    }
    relay();
}

void Replication::begin_region(std::size_t region) {
    RegionReplication& status = regions_[region].status;
    status.state = ReplicationState::replicating;
    status.started = simulation_->now();
    struct Fail {
        Replication* self;
        std::size_t region;
    };
    const Fail here{this, region};
    regions_[region].limit = simulation_->after(
        figures_->time_limit.value,
        [here] {
            here.self->fail_region(here.region, fmt::format("not complete within {}",
                                                            to_text(here.self->figures_->time_limit.value)));
        },
        sim::Priority::late);  // what is complete at the limit is complete in time
    if (const auto& fails_after = plan_.regions[region].fails_after) {
        regions_[region].fault = simulation_->at(
            std::max(simulation_->now(), plan_.published + *fails_after),
            [here] { here.self->fail_region(here.region, "the copy failed for good (fails_after)"); });
    }
    if (plan_.regions[region].present > 0) {
        status.first_replica = simulation_->now();
        status.source = status.region;
        note(region, "copies more replicas from its own");
        begin_others(region);
    } else {
        place_first(region);
    }
}

/// Begins the first copy of a region, or sees to it that it begins when its source is there.
void Replication::place_first(std::size_t region) {
    if (region == plan_.source) {
        begin_first(region, *regions_[region].sources.front());
        return;
    }
    if (plan_.policy.strategy.value == CopyStrategy::relay) {
        unplaced_.push_back(region);
        return;
    }
    RegionState& parent = regions_[plan_.regions[region].parent];
    if (!parent.sources.empty()) {
        begin_first(region, *parent.sources.front());
    } else if (is_over(plan_.regions[region].parent)) {  // it has failed, or has nothing to give
        begin_first(region, *regions_[plan_.source].sources.front());
    } else {
        parent.waiting.push_back(region);
        regions_[region].status.details = "waits for " + parent.status.region;
        note(region, regions_[region].status.details);
    }
}

/// Gives regions without a source the nearest one that has a stream to spare, nearest pairs first.
void Replication::relay() {
    while (!unplaced_.empty()) {
        Source* best = nullptr;
        std::size_t best_place = 0;
        auto best_time = sim::SimTime::never();
        for (std::size_t place = 0; place < unplaced_.size(); ++place) {
            for (const RegionState& state : regions_) {
                if (state.sources.empty()) continue;
                Source& source = *state.sources.front();
                const double streams =
                    plan_.regions[source.region].reads.value / figures_->stream_across.value.value;
                if (source.across >= std::max<std::int64_t>(1, static_cast<std::int64_t>(streams))) continue;
                const sim::SimTime time = plan_.graph.round_trip(unplaced_[place], source.region);
                if (time < best_time) {
                    best = &source;
                    best_place = place;
                    best_time = time;
                }
            }
        }
        if (best == nullptr) return;
        const std::size_t region = unplaced_[best_place];
        unplaced_.erase(unplaced_.begin() + static_cast<std::ptrdiff_t>(best_place));
        begin_first(region, *best);
    }
}

void Replication::begin_first(std::size_t region, Source& source) {
    RegionReplication& status = regions_[region].status;
    status.source = plan_.regions[source.region].name;
    status.details.clear();
    note(region, "copies its first replica from " + status.source);
    begin_copy(region, source, true);
}

/// Begins as many of the other copies of a region as there are sources for.
void Replication::begin_others(std::size_t region) {
    RegionState& state = regions_[region];
    // The image itself is read for first replicas only.
    const bool has_image = !state.sources.empty() && state.sources.front()->kind == Source::Kind::image;
    const std::size_t first = has_image ? 1 : 0;
    for (std::size_t i = first; i < state.sources.size() && state.next_replica < state.status.replicas; ++i) {
        Source& source = *state.sources[i];
        const bool all_at_once = plan_.policy.within_region.value == WithinRegion::one_source;
        if (all_at_once) {
            while (state.next_replica < state.status.replicas) begin_copy(region, source, false);
        } else if (source.within == 0) {
            begin_copy(region, source, false);
        }
    }
}

void Replication::begin_copy(std::size_t region, Source& source, bool is_first) {
    RegionState& state = regions_[region];
    Copy& copy = copies_.emplace_back();
    copy.region = region;
    copy.replica = state.next_replica++;
    copy.source = &source;
    copy.is_first = is_first;
    copy.is_under_way = true;
    copy.path = network_->path(source.reads, plan_.regions[source.region].name, plan_.regions[region].name,
                               plan_.regions[region].zones_written);
    ++(source.region == region ? source.within : source.across);
    state.copies.push_back(&copy);
    copy.process = simulation_->spawn(run_copy(*simulation_, copy));
}

sim::Process Replication::run_copy(sim::Simulation& simulation, Copy& copy) {
    const std::size_t from = copy.source->region;
    const bool is_across = from != copy.region;
    const double cap = (is_across ? figures_->stream_across : figures_->stream).value.value;
    const sim::SimTime setup = figures_->setup.value + plan_.graph.round_trip(from, copy.region);
    sim::RandomStream draw =
        simulation.stream(static_cast<std::uint16_t>(StreamPurpose::copy_failure),
                          entity_of(plan_, plan_.regions[copy.region].name, copy.replica));
    sim::SimTime wait = figures_->retry_wait.value;
    for (std::int64_t attempt = 1;; ++attempt) {
        {
            const auto slot =
                co_await network_->slots(plan_.subscription, plan_.regions[from].name).acquire();
            if (is_over(copy.region)) break;
            co_await sim::delay(setup);
            if (is_over(copy.region)) break;
            const bool fails = draw.uniform() < figures_->failure_rate.value;
            const double share = draw.uniform();
            ServingReplica from_replica = serving(*copy.source);
            const bool is_lost = from_replica.replicas != nullptr && from_replica.replica == kNoReplica;
            if (is_lost) from_replica = {};
            copy.amount = is_lost ? 0.0 : fails ? share * plan_.bytes.value : plan_.bytes.value;
            double left = 0.0;
            const auto outcome = co_await network_->transfer(copy.amount, copy.path, cap, from_replica)
                                     .known_as(copy.transfer)
                                     .leaving(left);
            const bool is_done =
                !fails && !is_lost && outcome == sim::Outcome::done && !is_over(copy.region);
            end_attempt(copy, copy.amount - left, is_done);
            copy.amount = 0.0;
            if (is_done) {
                end_copy(copy);
                replica_done(copy);
                co_return;
            }
        }
        if (is_over(copy.region)) break;
        ++regions_[copy.region].status.failed_attempts;
        if (attempt == figures_->attempts.value) {
            end_copy(copy);
            fail_region(copy.region, fmt::format("a copy failed {} times", attempt));
            co_return;
        }
        note(copy.region, fmt::format("a copy failed, and is made anew in {}", to_text(wait)));
        co_await sim::delay(wait);
        if (is_over(copy.region)) break;
        wait += wait;
    }
    end_copy(copy);
}

void Replication::end_attempt(const Copy& copy, double carried, bool is_useful) {
    if (copy.source->region != copy.region) {
        egress_bytes_ += carried;
        egress_usd_ += carried / kGB * plan_.graph.usd_per_gb(copy.source->region, copy.region);
    }
    if (!is_useful) wasted_bytes_ += carried;
}

void Replication::end_copy(Copy& copy) {
    copy.is_under_way = false;
    Source& source = *copy.source;
    --(source.region == copy.region ? source.within : source.across);
    if (copy.source->region != copy.region) relay();
}

void Replication::replica_done(Copy& copy) {
    const std::size_t region = copy.region;
    RegionState& state = regions_[region];
    ++state.status.replicas_done;
    if (copy.is_first) state.status.first_replica = simulation_->now();
    if (copy.is_first || plan_.policy.within_region.value == WithinRegion::doubling) {
        state.sources.push_back(
            &add_source(region, Source::Kind::replica, copy.is_first ? "the first replica" : "a replica"));
    }
    if (plan_.regions[region].present > 0 && host_ != nullptr) host_->replica_made(region);
    if (state.status.replicas_done == state.status.replicas) {
        end_region(region, ReplicationState::completed);
    } else {
        if (copy.is_first) note(region, "has its first replica");
        begin_others(region);
    }
    if (!copy.is_first) return;
    place_waiting(state);
    relay();
}

/// Those that waited for the first replica of a region which is there now, or will never be.
void Replication::place_waiting(RegionState& parent) {
    const std::vector<std::size_t> waiting = std::exchange(parent.waiting, {});
    for (const std::size_t region : waiting) {
        if (!is_over(region)) place_first(region);
    }
}

void Replication::fail_region(std::size_t region, std::string why) {
    if (is_over(region)) return;
    RegionState& state = regions_[region];
    state.status.progress = progress(region);
    state.status.details = std::move(why);
    end_region(region, ReplicationState::failed);
}

void Replication::end_region(std::size_t region, ReplicationState state) {
    RegionState& ending = regions_[region];
    ending.status.state = state;
    ending.status.ended = simulation_->now();
    if (state == ReplicationState::completed) ending.status.progress = 100;
    note(region, state == ReplicationState::completed ? "is complete" : ending.status.details);
    break_off_copies(ending);
    std::erase(unplaced_, region);
    simulation_->cancel(ending.limit);
    simulation_->cancel(ending.fault);
    if (state == ReplicationState::failed) place_waiting(ending);  // from the source instead
    const auto is_busy = [this](std::size_t i) { return plan_.regions[i].phase <= phase_ && !is_over(i); };
    bool busy = false;
    bool more = false;
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        busy = busy || is_busy(i);
        more = more || plan_.regions[i].phase > phase_;
    }
    if (!busy && more) {
        ++phase_;
        begin_phase();
    } else if (!busy && std::ranges::all_of(regions_, [](const RegionState& r) {
                   return r.status.ended < sim::SimTime::never();
               })) {
        ended_ = simulation_->now();
    }
    if (host_ == nullptr || ending.is_withdrawn) return;
    host_->region_ended(region);
    if (state == ReplicationState::completed) share_sources(region);
    if (has_ended()) host_->ended();
}

void Replication::break_off_copies(RegionState& region) {
    for (Copy* copy : region.copies) {
        if (copy->is_under_way && copy->process) copy->process->interrupt();
    }
}

void Replication::withdraw(std::size_t region) {
    if (is_over(region)) return;
    regions_[region].is_withdrawn = true;
    fail_region(region, "removed from the version's regions");
    if (has_ended() && host_ != nullptr) host_->ended();
}

/// VMs read in the region from now on, and so from what is copied to other regions.
void Replication::share_sources(std::size_t region) {
    for (Copy& copy : copies_) {
        if (copy.is_under_way && copy.amount > 0.0 && copy.source->region == region) {
            network_->share(copy.transfer, serving(*copy.source));
        }
    }
}

ServingReplica Replication::serving(const Source& source) const {
    const bool is_read = source.kind == Source::Kind::replica &&
                         (plan_.regions[source.region].present > 0 || is_complete(source.region));
    return is_read && host_ != nullptr ? host_->replica_to_copy(source.region, source.number) : ServingReplica{};
}

Replication::Source& Replication::add_source(std::size_t region, Source::Kind kind, const std::string& what) {
    const PlannedRegion& planned = plan_.regions[region];
    Source& source = sources_.emplace_back();
    source.region = region;
    source.kind = kind;
    for (const Source* other : regions_[region].sources) {
        if (other->kind == Source::Kind::replica) ++source.number;
    }
    source.reads = network_->add_reads(planned.reads, what + " in " + planned.name);
    return source;
}

void Replication::note(std::size_t region, std::string what) {
    events_.push_back({.at = simulation_->now(),
                       .region = plan_.regions[region].name,
                       .state = regions_[region].status.state,
                       .progress = progress(region),
                       .what = std::move(what)});
}

int Replication::progress(std::size_t region) const {
    const RegionState& state = regions_[region];
    if (is_over(region)) return state.status.progress;
    const std::int64_t present = plan_.regions[region].present;
    double there = static_cast<double>(state.status.replicas_done - present) * plan_.bytes.value;
    for (const Copy* copy : state.copies) {
        if (copy->is_under_way && copy->amount > 0.0) {
            there += copy->amount - network_->remaining(copy->transfer);
        }
    }
    const double all = static_cast<double>(state.status.replicas - present) * plan_.bytes.value;
    return std::min(99, static_cast<int>(100.0 * there / all));
}

ReplicationStatus Replication::status() const {
    ReplicationStatus status;
    bool failed = false;
    bool busy = false;
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        if (!plan_.regions[i].is_asked() || regions_[i].is_withdrawn) continue;
        status.regions.push_back(regions_[i].status);
        status.regions.back().progress = progress(i);
        failed = failed || regions_[i].status.state == ReplicationState::failed;
        busy = busy || !is_over(i);
    }
    status.aggregated = !has_begun_ ? AggregatedState::unknown
                        : busy      ? AggregatedState::in_progress
                        : failed    ? AggregatedState::failed
                                    : AggregatedState::completed;
    return status;
}

ReplicationReport Replication::report() const {
    ReplicationReport report{.version = plan_.version,
                             .source = plan_.regions[plan_.source].name,
                             .strategy = fmt::format("{}, {}", to_string(plan_.policy.strategy.value),
                                                     to_string(plan_.policy.within_region.value)),
                             .bytes = plan_.bytes,
                             .published = plan_.published,
                             .ended = ended_,
                             .status = status(),
                             .events = events_,
                             .egress_bytes = egress_bytes_,
                             .egress_usd = egress_usd_,
                             .wasted_bytes = wasted_bytes_};
    CopiesMade made;
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        made.parents.emplace_back();
        for (const Copy* copy : regions_[i].copies) {
            if (copy->is_first && regions_[i].status.replicas_done > 0)
                made.parents.back() = copy->source->region;
        }
        made.replicas.push_back(regions_[i].status.replicas_done - plan_.regions[i].present);
    }
    const ReplicationBound bound =
        plan_.is_shallow ? ReplicationBound{} : lower_bound(plan_, *figures_, made);
    report.lower_bound = bound.time;
    report.binding = bound.binding;
    return report;
}

}  // namespace gallerysim::core
