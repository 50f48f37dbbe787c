#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/guidance_study.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// A ratio of VMs to replicas that somebody publishes.
struct PublishedRatio {
    std::int64_t vms_per_replica;
    std::string_view source;
};
/// 20, 40, 50, 300, 600, 1,000.
[[nodiscard]] const std::array<PublishedRatio, 6>& published_ratios();

/// VMs per replica by arithmetic for one image, storage type, way of routing and patience.
struct Regime {
    std::string image;
    core::StorageType storage = core::StorageType::standard_lrs;
    core::Routing routing = core::Routing::round_robin;  ///< even, or random
    double timeout_s = 0.0;
    double vms_per_replica = 0.0;
};

/// All regimes of the study's images and storage types: an even split, and random routing over 10 replicas, for
/// timeouts of 20, 40 and 90 min. Storage types with the same figures count once.
[[nodiscard]] std::vector<Regime> regimes_of(const core::Scenario& scenario, const GuidanceStudy& study);

/// The regime whose VMs per replica are nearest to the ratio (by their quotient). REQUIRES: some regime above 0.
[[nodiscard]] const Regime& nearest_regime(const std::vector<Regime>& regimes, std::int64_t vms_per_replica);

}  // namespace gallerysim::analysis
