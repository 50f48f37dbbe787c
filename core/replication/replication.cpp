#include "core/replication/replication.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/quantity.hpp"
#include "core/stream_purpose.hpp"
#include "sim/delay.hpp"

namespace gallerysim::core {

Replication::Replication(sim::Simulation& simulation, CopyNetwork& network, const ReplicationFigures& figures,
                         ReplicationPlan plan, std::function<void()> on_change)
    : simulation_(&simulation),
      network_(&network),
      figures_(&figures),
      plan_(std::move(plan)),
      on_change_(std::move(on_change)),
      regions_(plan_.regions.size()) {
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        regions_[i].status.region = plan_.regions[i].name;
        regions_[i].status.replicas = plan_.regions[i].replicas;
    }
}

void Replication::start() {
    simulation_->at(std::max(plan_.published, simulation_->now()), [this] {
        has_begun_ = true;
        if (plan_.is_shallow) {  // the replicas refer to the source
            for (std::size_t i = 0; i < regions_.size(); ++i) {
                regions_[i].status.started = regions_[i].status.first_replica = simulation_->now();
                regions_[i].status.replicas_done = regions_[i].status.replicas;
                regions_[i].status.source = plan_.regions[plan_.source].name;
                end_region(i, ReplicationState::completed);
            }
            return;
        }
        regions_[plan_.source].sources.push_back(&add_source(plan_.source, "the source image"));
        begin_phase();
    });
}

void Replication::begin_phase() {
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        if (plan_.regions[i].phase == phase_) begin_region(i);
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
    place_first(region);
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
    } else if (parent.status.state == ReplicationState::failed) {
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
    const std::size_t first = region == plan_.source ? 1 : 0;
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
                          plan_.entity << 32U | static_cast<std::uint64_t>(copy.region) << 16U |
                              static_cast<std::uint64_t>(copy.replica));
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
            copy.amount = fails ? share * plan_.bytes.value : plan_.bytes.value;
            double left = 0.0;
            co_await network_->flows()
                .transfer(copy.amount, copy.path, cap)
                .known_as(copy.flow)
                .leaving(left);
            const bool is_done = !fails && !is_over(copy.region);
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
        state.sources.push_back(&add_source(region, copy.is_first ? "the first replica" : "a replica"));
    }
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
    for (Copy* copy : ending.copies) {
        if (copy->is_under_way && copy->process) copy->process->interrupt();
    }
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
    if (on_change_) on_change_();
}

Replication::Source& Replication::add_source(std::size_t region, const std::string& what) {
    const PlannedRegion& planned = plan_.regions[region];
    Source& source = sources_.emplace_back();
    source.region = region;
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
    double there = static_cast<double>(state.status.replicas_done) * plan_.bytes.value;
    for (const Copy* copy : state.copies) {
        if (copy->is_under_way && copy->amount > 0.0) {
            there += copy->amount - network_->flows().remaining(copy->flow);
        }
    }
    const double all = static_cast<double>(state.status.replicas) * plan_.bytes.value;
    return std::min(99, static_cast<int>(100.0 * there / all));
}

ReplicationStatus Replication::status() const {
    ReplicationStatus status;
    bool failed = false;
    bool busy = false;
    for (std::size_t i = 0; i < regions_.size(); ++i) {
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
        made.replicas.push_back(regions_[i].status.replicas_done);
    }
    const ReplicationBound bound =
        plan_.is_shallow ? ReplicationBound{} : lower_bound(plan_, *figures_, made);
    report.lower_bound = bound.time;
    report.binding = bound.binding;
    return report;
}

}  // namespace gallerysim::core
