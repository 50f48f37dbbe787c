#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/least_replicas.hpp"
#include "analysis/plan_targets.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The search for the least replicas of a scenario's targets, each on a given kind of storage. The whole scenario is
/// simulated. One thread at a time; the targets and objectives must outlive it.
class StorageSearch {
public:
    /// `storage` by target. `on_run` is called before every run, and may throw; may be empty.
    StorageSearch(const core::Scenario& scenario, const PlanTargets& targets,
                  std::span<const core::StorageType> storage, std::span<const core::Objective> objectives,
                  std::function<void()> on_run);

    /// Within the limit of a region; that of all regions together is not looked at.
    [[nodiscard]] LeastReplicas run(double confidence);
    /// confirm_replicas() from these on.
    [[nodiscard]] LeastReplicas confirm(double confidence, std::vector<std::int64_t> replicas);
    /// About how many replicas the group of this target would need, beyond the limit; 0: more than are looked at.
    [[nodiscard]] std::int64_t needed(std::size_t target);
    /// The closed form for a burst, StorageOption::by_arithmetic; 0: none applies.
    [[nodiscard]] std::int64_t by_arithmetic(const PlanTarget& target) const;

    /// With that storage, and without limits on replicas.
    [[nodiscard]] const core::Scenario& scenario() const { return scenario_; }

private:
    [[nodiscard]] std::int64_t per_replica(const PlanTarget& target) const;
    [[nodiscard]] std::int64_t replicas_for(double vms, std::int64_t each) const;
    [[nodiscard]] std::optional<double> all_at_once(const PlanTarget& target) const;
    [[nodiscard]] std::int64_t guess(const PlanTarget& target) const;
    [[nodiscard]] std::vector<const core::Deployment*> readers_of(const PlanTarget& target) const;
    [[nodiscard]] ReplicaTrial trial();

    core::Scenario scenario_;
    const PlanTargets& targets_;
    std::span<const core::Objective> objectives_;
    std::function<void()> on_run_;
    LeastReplicasTerms search_;
};

}  // namespace gallerysim::analysis
