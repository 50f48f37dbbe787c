#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "core/control_call.hpp"
#include "core/resource_buckets.hpp"
#include "core/throttle_policies.hpp"
#include "core/throttle_stage.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// All limits that the calls of one subscription in one region meet. No limit reaches further.
///
/// A call passes two stages. Resource Manager takes its token of the principal and of the subscription, both
/// or neither; the provider takes its own, all or none. A call that the provider refuses has spent Resource
/// Manager's token: that is how the two stand behind each other. So in any window of time t Resource Manager
/// passes at most capacity + rate x t calls, and a provider accepts at most capacity + refill x (boundaries
/// in t).
///
/// A refusal closes the stage to that principal (Resource Manager: for that type of call; provider: for that
/// operation) until its Retry-After is over: a call before then is refused whatever the buckets hold, and
/// does not put the time off. One resource's own limit closes nothing, for it concerns that resource alone.
///
/// Principals' buckets are made at their first call, resources' ones as core/resource_buckets.hpp says. O(1)
/// per call. Belongs to one simulation; not thread-safe. `policies` must outlive it.
class RegionalLimits {
public:
    RegionalLimits(sim::Simulation& simulation, const ThrottlePolicies& policies);
    RegionalLimits(const RegionalLimits&) = delete;
    RegionalLimits& operator=(const RegionalLimits&) = delete;

    Answer call(const Call& call);
    /// What would refuse the call now. Takes nothing.
    [[nodiscard]] Obstacle obstacle(const Call& call);
    /// Counts a 429 for a call that was not made, because its client knew what it would meet.
    void note_foreseen_refusal(Limit limit) { ++counts_.throttled[static_cast<std::size_t>(limit)]; }

    [[nodiscard]] const ThrottleCounts& counts() const { return counts_; }
    /// Lowers the levels to those of these limits' buckets. O(buckets).
    void lower_to_fill(FillLevels& levels) const;

private:
    /// Closed to one principal until its Retry-After is over.
    struct Door {
        sim::SimTime closed_until;
        Limit closed_by = Limit::none;
    };
    struct Principal {
        std::array<ThrottleStage, kCallTypes> manager;
        std::array<Door, kCallTypes> manager_doors;
        std::array<Door, kApiOperations> provider_doors;
    };

    template <class Refill>
    SharedLimit& add_limit(Limit limit, const Refill& refill);
    SharedLimit& add_manager_limit(Limit limit, std::size_t type, std::int64_t factor);
    void add_token_buckets();
    void add_legacy_windows();

    [[nodiscard]] Principal& principal_of(const Call& call);
    [[nodiscard]] Answer ask(ThrottleStage& stage, Door& door, std::uint64_t resource);
    [[nodiscard]] Obstacle obstacle_at(const ThrottleStage& stage, const Door& door,
                                       std::uint64_t resource) const;

    sim::Simulation* simulation_;
    const ThrottlePolicies* policies_;
    std::deque<SharedLimit> shared_;  ///< every bucket but those of single resources; they must stay put
    std::deque<ResourceBuckets> per_resource_;
    std::array<SharedLimit*, kCallTypes> manager_of_all_{};
    std::array<ThrottleStage, kApiOperations> provider_;
    std::vector<std::unique_ptr<Principal>> principals_;
    ThrottleCounts counts_;
};

}  // namespace gallerysim::core
