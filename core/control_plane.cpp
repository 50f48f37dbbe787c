#include "core/control_plane.hpp"

#include <algorithm>

namespace gallerysim::core {

ControlPlane::Regional& ControlPlane::make_regional(const Call& call) {
    by_subscription_.resize(std::max(by_subscription_.size(), call.subscription + std::size_t{1}));
    auto& by_region = by_subscription_[call.subscription];
    by_region.resize(std::max(by_region.size(), call.region + std::size_t{1}));
    by_region[call.region] = std::make_unique<Regional>(*simulation_, *policies_);
    return *by_region[call.region];
}

ThrottleCounts ControlPlane::counts() const {
    ThrottleCounts sum;
    for (const auto& by_region : by_subscription_) {
        for (const auto& regional : by_region) {
            if (regional) sum += regional->limits.counts();
        }
    }
    return sum;
}

FillLevels ControlPlane::fill_levels() const {
    FillLevels levels;
    levels.fill(1.0);
    for (const auto& by_region : by_subscription_) {
        for (const auto& regional : by_region) {
            if (regional) regional->limits.lower_to_fill(levels);
        }
    }
    return levels;
}

}  // namespace gallerysim::core
