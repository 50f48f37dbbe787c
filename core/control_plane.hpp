#pragma once

#include <memory>
#include <vector>

#include "core/control_call.hpp"
#include "core/ideal_line.hpp"
#include "core/regional_limits.hpp"
#include "core/throttle_policies.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// Resource Manager and the resource providers behind it, as the throttles that they are: who may call when,
/// and who gets 429. Answers cost no time. What the limits are and how they stand behind each other:
/// core/regional_limits.hpp.
///
/// Limits are made at the first call of a subscription in a region; a call is O(1). Belongs to one
/// simulation; not thread-safe. `policies` must outlive it, and it the simulation's processes.
class ControlPlane {
public:
    ControlPlane(sim::Simulation& simulation, const ThrottlePolicies& policies)
        : simulation_(&simulation), policies_(&policies) {}

    /// Makes the call: accepted, or 429.
    Answer call(const Call& call) { return regional(call).limits.call(call); }

    /// For the ideal client: see core/ideal_line.hpp.
    Limit try_pass(const Call& call) { return regional(call).line.try_pass(call); }
    [[nodiscard]] IdealLine::Pass pass(const Call& call) { return regional(call).line.pass(call); }

    /// Over all subscriptions and regions.
    [[nodiscard]] ThrottleCounts counts() const;
    /// How full the emptiest bucket of every limit is now. O(buckets).
    [[nodiscard]] FillLevels fill_levels() const;

private:
    struct Regional {
        Regional(sim::Simulation& simulation, const ThrottlePolicies& policies)
            : limits(simulation, policies), line(simulation, limits) {}
        RegionalLimits limits;
        IdealLine line;
    };

    [[nodiscard]] Regional& regional(const Call& call) {
        if (call.subscription < by_subscription_.size()) {
            const auto& by_region = by_subscription_[call.subscription];
            if (call.region < by_region.size() && by_region[call.region]) return *by_region[call.region];
        }
        return make_regional(call);
    }
    Regional& make_regional(const Call& call);

    sim::Simulation* simulation_;
    const ThrottlePolicies* policies_;
    std::vector<std::vector<std::unique_ptr<Regional>>> by_subscription_;  ///< and by region
};

}  // namespace gallerysim::core
