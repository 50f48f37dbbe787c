#include "analysis/storage_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/burst_bounds.hpp"
#include "core/service_demand.hpp"
#include "core/world.hpp"

namespace gallerysim::analysis {

namespace {

/// All VMs of the arrivals, if they are requested at the same time.
std::optional<double> burst_vms(const core::Scenario& scenario, const core::Deployment& deployment) {
    if (const auto* burst = std::get_if<core::BurstArrivals>(&deployment.arrivals)) return static_cast<double>(burst->vms);
    const auto* sets = std::get_if<core::ScaleSets>(&deployment.arrivals);
    if (sets == nullptr || sets->scale_out || sets->upgrade) return std::nullopt;
    const double more = sets->overprovision && sets->orchestration == core::Orchestration::uniform
                            ? scenario.catalogue.scale_sets.overprovision.value
                            : 0.0;
    return static_cast<double>(sets->count) * std::ceil(static_cast<double>(sets->capacity) * (1.0 + more));
}

/// VMs that the arrivals have reading at the same time, more or less: where a search begins.
double guessed_concurrency(const core::Scenario& scenario, const core::Deployment& deployment, double window_s) {
    if (const auto burst = burst_vms(scenario, deployment)) return *burst;
    if (const auto* batches = std::get_if<core::BatchArrivals>(&deployment.arrivals)) return static_cast<double>(batches->vms);
    if (const auto* pool = std::get_if<core::ClosedLoopArrivals>(&deployment.arrivals)) return static_cast<double>(pool->in_flight);
    const double vms = core::expected_vms(deployment.arrivals);
    if (const auto* stream = std::get_if<core::PoissonArrivals>(&deployment.arrivals)) {
        return std::min(vms, stream->rate.value * window_s);
    }
    return 0.5 * vms;
}

}  // namespace

StorageSearch::StorageSearch(const core::Scenario& scenario, const PlanTargets& targets,
                             std::span<const core::StorageType> storage, std::span<const core::Objective> objectives,
                             std::function<void()> on_run)
    : scenario_(scenario), targets_(targets), objectives_(objectives), on_run_(std::move(on_run)) {
    const std::int64_t limit = scenario.catalogue.limits.replicas_per_version_region.value;
    for (std::size_t t = 0; t < targets.targets.size(); ++t) {
        const PlanTarget& target = targets.targets[t];
        region_of(scenario_, target).storage = storage[t];
        search_.group_of.push_back(target.group);
        search_.limit.push_back(target.is_shallow ? 1 : limit);
    }
    // Whatever the search looks at is simulated, also beyond the limits.
    scenario_.catalogue.limits.replicas_per_version.value = 1'000'000;
    scenario_.catalogue.limits.replicas_per_version_region.value = 1'000'000;
    double vms = 0.0;
    for (const core::Deployment& d : scenario.deployments) vms += core::expected_vms(d.arrivals);
    search_.vms_per_run = std::max(1.0, vms);
    for (const PlanTarget& target : targets.targets) search_.first_guess.push_back(guess(target));
}

LeastReplicas StorageSearch::run(double confidence) {
    search_.confidence = confidence;
    return find_least_replicas(trial(), objectives_, search_);
}

LeastReplicas StorageSearch::confirm(double confidence, std::vector<std::int64_t> replicas) {
    search_.confidence = confidence;
    return confirm_replicas(trial(), objectives_, search_, std::move(replicas));
}

std::int64_t StorageSearch::needed(std::size_t target) {
    static constexpr std::int64_t kMost = 2'000;
    LeastReplicasTerms beyond = search_;
    const auto for_each_vm = static_cast<std::int64_t>(std::ceil(1.2 * targets_.targets[target].vms));
    beyond.limit[target] = std::max(std::min(kMost, for_each_vm), search_.limit[target]);
    beyond.first_guess[target] = std::max(beyond.first_guess[target], search_.limit[target] + 1);
    const LeastReplicas found = estimate_least_replicas(trial(), objectives_, beyond);
    return found.group_is_shown[search_.group_of[target]] ? found.replicas[target] : 0;
}

std::int64_t StorageSearch::by_arithmetic(const PlanTarget& target) const {
    const auto vms = all_at_once(target);
    const std::int64_t each = per_replica(target);
    return vms && each > 0 ? replicas_for(*vms, each) : 0;
}

/// VMs that one replica holds.
std::int64_t StorageSearch::per_replica(const PlanTarget& target) const {
    const core::BootProfile& boot = scenario_.boot_of(target.image);
    const core::StorageFigures& storage = scenario_.catalogue.storage_of(region_of(scenario_, target).storage);
    const core::ServiceDemand demand = core::service_demand(
        storage, core::boot_reads(boot, scenario_.version_of(target.image)), scenario_.catalogue.vm_disk);
    return most_readers_within(storage, demand,
                               boot.provisioning_timeout.value.seconds() - boot.cpu_time.value.build().mean());
}

/// The least replicas, of which each holds so many, that hold a burst.
std::int64_t StorageSearch::replicas_for(double vms, std::int64_t each) const {
    static constexpr double kShare = 0.01;
    const auto even = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(vms / static_cast<double>(each))));
    if (scenario_.platform.routing.value != core::Routing::random) return even;
    const auto holds = [&](std::int64_t r) {
        return static_cast<double>(largest_random_burst(each, r, kShare)) >= vms;
    };
    std::int64_t low = 0;
    std::int64_t high = even;
    while (!holds(high)) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (holds(middle) ? high : low) = middle;
    }
    return high;
}

std::vector<const core::Deployment*> StorageSearch::readers_of(const PlanTarget& target) const {
    std::vector<const core::Deployment*> readers;
    for (std::size_t d = 0; d < scenario_.deployments.size(); ++d) {
        if (targets_.group_of[d] == target.group) readers.push_back(&scenario_.deployments[d]);
    }
    return readers;
}

/// The burst that a target has to hold, where nothing but bursts at one time reads from it alone.
std::optional<double> StorageSearch::all_at_once(const PlanTarget& target) const {
    if (std::ranges::count(targets_.targets, target.group, &PlanTarget::group) > 1) return std::nullopt;
    const auto readers = readers_of(target);
    double vms = 0.0;
    for (const core::Deployment* deployment : readers) {
        const auto burst = burst_vms(scenario_, *deployment);
        if (!burst || deployment->at != readers.front()->at) return std::nullopt;
        vms += *burst;
    }
    return vms > 0.0 ? std::optional(vms) : std::nullopt;
}

std::int64_t StorageSearch::guess(const PlanTarget& target) const {
    const std::int64_t each = per_replica(target);
    if (each == 0) return 1;
    const double window = scenario_.boot_of(target.image).provisioning_timeout.value.seconds();
    double vms = 0.0;
    for (const core::Deployment* d : readers_of(target)) vms += guessed_concurrency(scenario_, *d, window);
    return replicas_for(vms, each);
}

ReplicaTrial StorageSearch::trial() {
    return [this](std::span<const std::int64_t> replicas, std::uint32_t run) {
        for (std::size_t t = 0; t < replicas.size(); ++t) {
            region_of(scenario_, targets_.targets[t]).replicas = replicas[t];
        }
        if (on_run_) on_run_();
        return core::simulate_groups(scenario_, run, targets_.group_of);
    };
}

}  // namespace gallerysim::analysis
