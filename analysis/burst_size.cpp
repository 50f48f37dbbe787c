#include "analysis/burst_size.hpp"

#include <variant>

namespace gallerysim::analysis {

std::optional<BurstSize> burst_size(const core::Scenario& scenario) {
    if (scenario.deployments.size() != 1) return std::nullopt;
    const core::Deployment& deployment = scenario.deployments.front();
    const auto* burst = std::get_if<core::BurstArrivals>(&deployment.arrivals);
    if (burst == nullptr) return std::nullopt;
    return BurstSize{burst->vms, scenario.target_of(deployment).replicas};
}

}  // namespace gallerysim::analysis
