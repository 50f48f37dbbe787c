#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "analysis/plan_margin.hpp"
#include "analysis/plan_obstacle.hpp"
#include "analysis/plan_targets.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

struct PlanTerms {
    /// Standard_ZRS is looked at only where the region has zones.
    std::vector<core::StorageType> storage{core::StorageType::standard_lrs, core::StorageType::standard_zrs,
                                           core::StorageType::premium_lrs};
    std::vector<core::Objective> objectives;  ///< one of them on failed_fraction, as study_objectives() sees to
    Margin margin;
    unsigned threads = 0;  ///< 0: one per core
    /// Called from any of the threads, one call at a time, now and then: searches done, searches, runs so far.
    std::function<void(std::size_t, std::size_t, std::uint64_t)> on_progress;
};

/// One target on one kind of storage.
struct StorageOption {
    core::StorageType storage = core::StorageType::standard_lrs;
    std::int64_t least = 0;     ///< shown to meet the objectives; 0: none was
    std::int64_t misses = 0;    ///< the most that were shown to miss one; 0: none
    std::int64_t replicas = 0;  ///< with the margin
    double usd_per_month = 0.0; ///< what these cost, by the bill's prices
    /// The closed forms for a burst, if all VMs began to read at the same time: on an even split, and by random
    /// routing so that 99 % of the VMs have no more beside them than can be; 0: none applies.
    std::int64_t by_arithmetic = 0;
    Obstacle obstacle;          ///< why not, where it is not possible

    [[nodiscard]] bool is_possible() const { return obstacle.kind == ObstacleKind::none; }
};

struct PlannedTarget {
    PlanTarget target;
    std::vector<StorageOption> options;
    std::optional<std::size_t> chosen;  ///< of the options; nothing: impossible
    Obstacle obstacle;                  ///< why nothing is chosen

    [[nodiscard]] const StorageOption& choice() const { return options[*chosen]; }
};

/// The least replicas for all targets of a scenario, and the cheapest storage for each.
struct ReplicaPlan {
    PlanTerms terms;
    double confidence = 0.95;
    std::vector<PlannedTarget> targets;
    std::size_t error_parts = 1;  ///< searches and confirmations that share the error 1 - confidence
    std::uint64_t runs = 0;
    std::uint64_t vms = 0;

    [[nodiscard]] bool is_possible() const;
};

/// Searches the least replicas for each kind of storage (the same on all targets, find_least_replicas), and of those
/// that are possible within the limits chooses the cheapest for each target: of equally dear ones the zone-redundant
/// one, then the one with fewer replicas. Choices that mix searches are tested once more, together.
///
/// The claim is: with the chosen replicas every group of deployments meets every objective. It is wrong with a
/// probability of at most 1 - confidence. The whole scenario is simulated, so clients, control plane and allocators are
/// shared as they are; VM applications and target regions that no deployment uses stay as they are.
/// Deterministic whatever the number of threads.
///
/// REQUIRES: a deployment; objectives that can be shown; a margin in VMs for arrivals that can be made larger.
[[nodiscard]] ReplicaPlan plan_replicas(const core::Scenario& scenario, PlanTerms terms);

/// The scenario with replicas and storage as planned. Targets without a choice stay as they are.
[[nodiscard]] core::Scenario as_planned(const core::Scenario& scenario, const ReplicaPlan& plan);

}  // namespace gallerysim::analysis
