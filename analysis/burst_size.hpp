#pragma once

#include <cstdint>
#include <optional>

#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// VMs created at the same time per replica, as the article advises at most.
inline constexpr std::int64_t kGuidedVmsPerReplica = 20;

/// The VMs that come at once, and the replicas that they find in their region.
struct BurstSize {
    std::int64_t vms = 0;
    std::int64_t replicas = 0;

    [[nodiscard]] double per_replica() const { return static_cast<double>(vms) / static_cast<double>(replicas); }
    [[nodiscard]] bool keeps_guidance() const { return vms <= kGuidedVmsPerReplica * replicas; }
};

/// Of a scenario with one deployment whose VMs all come at once; nullopt for others.
[[nodiscard]] std::optional<BurstSize> burst_size(const core::Scenario& scenario);

}  // namespace gallerysim::analysis
