#include "analysis/plan_obstacle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/objective_test.hpp"
#include "core/scenario_names.hpp"
#include "core/service_demand.hpp"
#include "core/world.hpp"

namespace gallerysim::analysis {

namespace {

using core::VmOutcome;

constexpr std::uint32_t kRuns = 40;
constexpr std::uint32_t kFirstRun = 3U << 24;
constexpr double kMostReplicas = 4'000.0;

/// Nobody shares a replica, as far as numbers of them can do.
core::Scenario uncontended(core::Scenario scenario, const PlanTargets& targets) {
    scenario.platform.routing.value = core::Routing::round_robin;
    scenario.catalogue.limits.replicas_per_version.value = 1'000'000;
    scenario.catalogue.limits.replicas_per_version_region.value = 1'000'000;
    for (const PlanTarget& target : targets.targets) {
        region_of(scenario, target).replicas =
            static_cast<std::int64_t>(std::clamp(std::ceil(1.2 * target.vms), 1.0, kMostReplicas));
    }
    return scenario;
}

struct Seen {
    double requested = 0.0;
    double running = 0.0;
    std::array<std::uint64_t, core::kVmOutcomes> outcomes{};
    core::BottleneckSeconds bottleneck;

    [[nodiscard]] double share_of(VmOutcome outcome) const {
        return requested > 0.0 ? static_cast<double>(outcomes[static_cast<std::size_t>(outcome)]) / requested : 0.0;
    }
};

std::string minutes(double seconds) { return value_text(seconds, display_unit(core::MetricUnit::seconds, seconds)); }

Obstacle boot_obstacle(const core::Scenario& scenario, const PlanTarget& target) {
    const core::BootProfile& boot = scenario.boot_of(target.image);
    const core::ImageVersion& version = scenario.version_of(target.image);
    const core::StorageType storage = region_of(scenario, target).storage;
    const core::ServiceDemand demand = core::service_demand(
        scenario.catalogue.storage_of(storage), core::boot_reads(boot, version), scenario.catalogue.vm_disk);
    return {ObstacleKind::boot,
            fmt::format("a VM that has a replica of {} to itself reads for {} and boots for {} on average, and the "
                        "provisioning timeout is {}: replicas do not help",
                        core::to_string(storage), minutes(demand.solo_read_time().seconds()),
                        minutes(boot.cpu_time.value.build().mean()),
                        minutes(boot.provisioning_timeout.value.seconds()))};
}

/// The outcome that most of the failed VMs have, where failures are what the objectives miss.
Obstacle obstacle_of_failures(const core::Scenario& scenario, const PlanTarget& target, const Seen& seen,
                              const core::RunResult& last) {
    static constexpr std::array kFailures{VmOutcome::throttled,           VmOutcome::rejected,
                                          VmOutcome::allocation_failed,   VmOutcome::storage_unavailable,
                                          VmOutcome::provisioning_timed_out, VmOutcome::unfinished};
    const VmOutcome most = *std::ranges::max_element(kFailures, {}, [&](VmOutcome o) { return seen.share_of(o); });
    const std::string share = fmt::format("{} %", percent_number(seen.share_of(most)));
    switch (most) {
        case VmOutcome::throttled:
            return {ObstacleKind::control_plane,
                    fmt::format("the client gives up on {} of the VMs after answers 429 of the control plane, whatever "
                                "the replicas: create fewer at a time, or retry for longer",
                                share)};
        case VmOutcome::rejected: {
            const auto rule = std::ranges::max_element(last.rejected) - last.rejected.begin();
            const core::RuleInfo& info = core::all_rules()[static_cast<std::size_t>(rule)];
            return {ObstacleKind::gallery_rule,
                    fmt::format("{} of the VMs are refused by the rule {}, whatever the replicas", share, info.id)};
        }
        case VmOutcome::allocation_failed:
            return {ObstacleKind::allocation, fmt::format("there is no room for {} of the VMs, whatever the replicas", share)};
        case VmOutcome::unfinished:
            return {ObstacleKind::horizon,
                    fmt::format("{} of the VMs have not ended when the experiment's horizon comes, whatever the replicas", share)};
        case VmOutcome::storage_unavailable:
            return {ObstacleKind::storage_account, fmt::format("no replica could serve {} of the VMs", share)};
        default: break;
    }
    if (seen.bottleneck.contention_s > seen.bottleneck.solo_read_s) {
        return {ObstacleKind::storage_account,
                fmt::format("{} of the VMs time out even with a replica for each: the storage accounts serve less than "
                            "their replicas could",
                            share)};
    }
    return boot_obstacle(scenario, target);
}

/// The largest part of the VMs' time, where they run but too late.
Obstacle obstacle_of_times(const core::Scenario& scenario, const PlanTarget& target, const Seen& seen) {
    core::BottleneckSeconds mean = seen.bottleneck;
    if (seen.running > 0.0) mean /= seen.running;
    const double own = mean.solo_read_s + mean.boot_s + mean.lost_s;
    const double others = std::max({mean.throttled_s, mean.client_s, mean.allocation_s, mean.contention_s});
    if (others <= 0.0 || own > others) return boot_obstacle(scenario, target);
    const auto text = [](std::string_view what, double seconds) {
        return fmt::format("{} holds a VM up for {} on average, whatever the replicas", what, minutes(seconds));
    };
    if (others == mean.throttled_s) return {ObstacleKind::control_plane, text("the control plane", others)};
    if (others == mean.client_s) return {ObstacleKind::client, text("the client, which works on few VMs at a time,", others)};
    if (others == mean.allocation_s) return {ObstacleKind::allocation, text("the allocator", others)};
    return {ObstacleKind::storage_account, text("the storage account", others)};
}

}  // namespace

std::string_view to_string(ObstacleKind kind) {
    switch (kind) {
        case ObstacleKind::replicas_per_region: return "replicas_per_region";
        case ObstacleKind::replicas_per_version: return "replicas_per_version";
        case ObstacleKind::shallow: return "shallow";
        case ObstacleKind::no_zones: return "no_zones";
        case ObstacleKind::control_plane: return "control_plane";
        case ObstacleKind::allocation: return "allocation";
        case ObstacleKind::gallery_rule: return "gallery_rule";
        case ObstacleKind::horizon: return "horizon";
        case ObstacleKind::client: return "client";
        case ObstacleKind::boot: return "boot";
        case ObstacleKind::storage_account: return "storage_account";
        case ObstacleKind::none: break;
    }
    return "none";
}

Obstacle find_obstacle(const core::Scenario& scenario, const PlanTargets& targets, std::size_t target,
                       std::span<const core::Objective> objectives, std::int64_t limit,
                       const std::function<std::int64_t()>& replicas_needed) {
    const PlanTarget& of = targets.targets[target];
    const core::Scenario ideal = uncontended(scenario, targets);
    ObjectiveTests tests(objectives);
    ObjectiveTest failures(*std::ranges::find(objectives, std::string("failed_fraction"), &core::Objective::metric));
    Seen seen;
    core::RunResult last;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
        last = core::simulate_groups(ideal, kFirstRun + run, targets.group_of)[of.group];
        tests.add(last);
        failures.add(last);
        seen.requested += static_cast<double>(last.requested);
        seen.running += static_cast<double>(last.count(VmOutcome::running));
        for (std::size_t i = 0; i < core::kVmOutcomes; ++i) seen.outcomes[i] += last.outcomes[i];
        seen.bottleneck += last.bottleneck;
    }
    if (tests.slack() < 0.0) {
        return failures.slack() < 0.0 ? obstacle_of_failures(scenario, of, seen, last)
                                      : obstacle_of_times(scenario, of, seen);
    }
    if (of.is_shallow) {
        return {ObstacleKind::shallow, "the version is Shallow: it refers to its source and has one replica, which is not "
                                       "enough; publish it with replication mode Full"};
    }
    const std::int64_t needed = replicas_needed();
    const std::string storage(core::to_string(region_of(scenario, of).storage));
    return {ObstacleKind::replicas_per_region,
            needed > 0 ? fmt::format("about {} replicas of {} would do, and a region may have {}", needed, storage, limit)
                       : fmt::format("{} replicas of {}, as many as a region may have, are far from enough", limit, storage)};
}

}  // namespace gallerysim::analysis
