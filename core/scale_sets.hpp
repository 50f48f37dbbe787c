#pragma once

#include <cstdint>
#include <optional>

#include "core/image_reference.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

enum class Orchestration { uniform, flexible };

/// What scale sets are made of: a gallery's image with its replicas, or a managed image, which is a single copy.
enum class ImageKind { gallery, managed };

/// A scale set that has grown to `to` instances later.
struct ScaleOut {
    sim::SimTime at;  ///< after the deployment's start
    std::int64_t to = 0;

    bool operator==(const ScaleOut&) const = default;
};

/// All instances get a new image, one batch after the other: each reads the new image and boots where it stands.
struct RollingUpgrade {
    sim::SimTime at;  ///< after the deployment's start
    ImageReference image;
    double batch = 0.2;  ///< part of the instances, rounded up to whole ones
    sim::SimTime pause;  ///< between batches
    double max_unhealthy = 0.2;  ///< stops when more than this part of the instances has failed in the upgrade

    bool operator==(const RollingUpgrade&) const = default;
};

/// Scale sets that are created at the same time, all alike.
struct ScaleSets {
    std::int64_t count = 1;
    std::int64_t capacity = 0;  ///< instances of each
    Orchestration orchestration = Orchestration::uniform;
    bool overprovision = true;  ///< Uniform only: more are begun than asked for, and the last ones are deleted
    bool single_placement_group = false;
    ImageKind image_kind = ImageKind::gallery;
    std::optional<ScaleOut> scale_out;
    std::optional<RollingUpgrade> upgrade;

    /// Of one scale set at the end.
    [[nodiscard]] std::int64_t final_capacity() const { return scale_out ? scale_out->to : capacity; }

    bool operator==(const ScaleSets&) const = default;
};

}  // namespace gallerysim::core
