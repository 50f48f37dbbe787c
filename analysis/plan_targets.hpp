#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/image_reference.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// An image version in a region whose replicas a scenario's deployments read: what a plan counts replicas for.
struct PlanTarget {
    core::ImageReference image;  ///< with its target region
    std::string version;         ///< prod/win2022/1.0.0
    std::string region;
    std::size_t group = 0;       ///< of the deployments that read from it
    double vms = 0.0;            ///< that these deployments create, on average where it is random
    int zones = 0;               ///< of the region
    bool is_shallow = false;     ///< refers to its source: always one replica
};

/// The targets of a scenario, in the order in which its deployments name them, and its deployments in groups: two that
/// read from the same target are in one group, so that each target serves one.
struct PlanTargets {
    std::vector<PlanTarget> targets;
    std::vector<std::size_t> group_of;  ///< by deployment
};
[[nodiscard]] PlanTargets plan_targets(const core::Scenario& scenario);

/// The target region of the scenario that the target stands for.
[[nodiscard]] core::TargetRegion& region_of(core::Scenario& scenario, const PlanTarget& target);
[[nodiscard]] const core::TargetRegion& region_of(const core::Scenario& scenario, const PlanTarget& target);

}  // namespace gallerysim::analysis
