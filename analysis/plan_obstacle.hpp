#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/plan_targets.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// What keeps a group of VMs from its objectives.
enum class ObstacleKind {
    none,
    replicas_per_region,   ///< more replicas than a region may have would do
    replicas_per_version,  ///< so many in all regions together are not allowed
    shallow,               ///< the version refers to its source and cannot have more replicas
    no_zones,              ///< the margin asks for zones that the region does not have
    control_plane,         ///< throttled, or held up by it
    allocation,            ///< no room, or placements take too long
    gallery_rule,          ///< refused
    horizon,               ///< the experiment ends before the VMs do
    client,                ///< it works on too few at a time
    boot,                  ///< a VM alone on a replica takes too long
    storage_account,       ///< its replicas together may not serve more
};
[[nodiscard]] std::string_view to_string(ObstacleKind kind);  ///< replicas_per_region

struct Obstacle {
    ObstacleKind kind = ObstacleKind::none;
    std::string text;  ///< a sentence with the numbers of this case
};

/// Why the VMs of a target's group miss the objectives with as many replicas as the limits allow. Simulates them with
/// a replica for each VM: if that is of no use either, something else binds, and the runs tell what; else the limit on
/// replicas does, which is `limit` in a region, and `replicas_needed` is asked how many it would take (0: more than it
/// looked at).
[[nodiscard]] Obstacle find_obstacle(const core::Scenario& scenario, const PlanTargets& targets, std::size_t target,
                                     std::span<const core::Objective> objectives, std::int64_t limit,
                                     const std::function<std::int64_t()>& replicas_needed);

}  // namespace gallerysim::analysis
