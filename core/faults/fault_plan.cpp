#include "core/faults/fault_plan.hpp"

#include <algorithm>

#include "core/gallery/resource_path.hpp"
#include "core/named.hpp"
#include "core/replication/replication_figures.hpp"
#include "core/stream_purpose.hpp"
#include "sim/distribution.hpp"

namespace gallerysim::core {

namespace {

const ImageVersion* version_of(const Scenario& scenario, const FaultSpec& fault) {
    const auto path = ResourcePath::parse(fault.image);
    if (!path) return nullptr;
    const Gallery* gallery = find_named(scenario.galleries, path->gallery);
    const ImageDefinition* image = gallery == nullptr ? nullptr : find_named(gallery->images, path->item);
    return image == nullptr ? nullptr : find_named(image->versions, path->version);
}

sim::SimTime draw(sim::SimTime mean, sim::RandomStream& stream) {
    constexpr double kLongest_s = 3e9;  // no overflow, however unlikely the draw
    return sim::SimTime::from_seconds(std::min(kLongest_s, sim::Distribution::exponential(mean.seconds()).sample(stream)));
}

/// Later than any run, and without overflow.
sim::SimTime later(sim::SimTime now, sim::SimTime span) {
    return span < sim::SimTime::never() - now ? now + span : sim::SimTime::never();
}

}  // namespace

std::int64_t parts_of(const Scenario& scenario, const FaultSpec& fault) {
    if (!has_parts(fault.kind)) return 1;
    if (fault.kind == FaultKind::zone_lost) return zones_of(scenario.catalogue.regions, fault.region);
    const ImageVersion* version = version_of(scenario, fault);
    const TargetRegion* target = version == nullptr ? nullptr : find_named(version->target_regions, fault.region);
    if (target == nullptr) return 0;
    if (fault.kind == FaultKind::replica_lost) return target->replicas;
    const std::int64_t per_account = scenario.catalogue.storage_of(target->storage).replicas_per_account.value;
    return (target->replicas + per_account - 1) / per_account;
}

sim::SimTime rebuild_time(const Scenario& scenario, const FaultSpec& fault) {
    if (fault.rebuild) return *fault.rebuild;
    const ReplicationFigures& figures = scenario.catalogue.replication;
    const double bytes = version_of(scenario, fault)->occupied().value;
    return figures.setup.value + sim::SimTime::from_seconds(bytes / figures.stream.value.value);
}

FaultPlan::FaultPlan(const Scenario& scenario, const sim::Simulation& simulation) : scenario_(&scenario) {
    constexpr int kPartBits = 32;
    for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
        const FaultSpec& fault = scenario.faults[i];
        const std::int64_t parts = parts_of(scenario, fault);
        const std::int64_t first = fault.part.value_or(has_parts(fault.kind) ? 1 : 0);
        const std::int64_t last = has_parts(fault.kind) ? fault.part.value_or(parts) : 0;
        for (std::int64_t part = first; part <= last; ++part) {
            const auto entity = std::uint64_t{i} << kPartBits | static_cast<std::uint64_t>(part);
            Element element{.fault = i,
                            .part = part,
                            .state = State::whole,
                            .changes = fault.at,
                            .ends = sim::SimTime::never(),
                            .stream = simulation.stream(static_cast<std::uint16_t>(StreamPurpose::fault), entity)};
            if (fault.random) element.changes = draw(fault.random->to_failure, element.stream);
            elements_.push_back(element);
        }
    }
}

sim::SimTime FaultPlan::next_change() const {
    sim::SimTime next = sim::SimTime::never();
    for (const Element& element : elements_) next = std::min(next, element.changes);
    return next;
}

void FaultPlan::change(Element& element, sim::SimTime now) {
    const FaultSpec& fault = scenario_->faults[element.fault];
    if (element.state == State::whole) {
        element.ends = sim::SimTime::never();
        if (fault.random) {
            element.ends = later(now, draw(fault.random->to_repair, element.stream));
        } else if (fault.duration) {
            element.ends = later(now, *fault.duration);
        }
        if (fault.kind == FaultKind::replica_lost && element.ends < sim::SimTime::never()) {
            element.ends = later(element.ends, rebuild_time(*scenario_, fault));
        }
        const bool fails_over =
            fault.kind == FaultKind::zone_lost && fault.failover.value > sim::SimTime::zero();
        element.state = fails_over ? State::failing_over : State::broken;
        element.changes = fails_over ? std::min(element.ends, later(now, fault.failover.value)) : element.ends;
    } else if (now < element.ends) {
        element.state = State::broken;
        element.changes = element.ends;
    } else {
        element.state = State::whole;
        element.changes =
            fault.random ? later(now, draw(fault.random->to_failure, element.stream)) : sim::SimTime::never();
    }
}

}  // namespace gallerysim::core
