#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// One run with so many replicas on each target: a result for every group of VMs whose objectives are to be met. Must
/// depend on nothing else.
using ReplicaTrial =
    std::function<std::vector<core::RunResult>(std::span<const std::int64_t> replicas, std::uint32_t run)>;

struct LeastReplicasTerms {
    /// By target: the group that reads from it. A group may read from several targets, a target serves one group.
    std::vector<std::size_t> group_of;
    std::vector<std::int64_t> first_guess;  ///< by target, such as a closed form
    std::vector<std::int64_t> limit;        ///< by target: no more are looked at
    double confidence = 0.95;
    double vms_per_run = 1.0;  ///< what a run costs
    /// VMs that one test, one look of the pilot may cost.
    double test_budget = 400'000.0;
    double pilot_budget = 40'000.0;
};

/// The fewest replicas that meet the objectives, by target.
struct LeastReplicas {
    std::vector<std::int64_t> replicas;  ///< of a group that cannot: its limit
    std::vector<std::int64_t> misses;    ///< the most that were shown to miss, the other targets as above; 0: none
    std::vector<bool> group_is_shown;    ///< by group: shown to meet the objectives
    int attempts = 0;                    ///< vectors tested until one was shown
    std::uint64_t runs = 0;
    std::uint64_t vms = 0;

    [[nodiscard]] bool is_shown() const;  ///< all groups
};

/// Searches the fewest replicas on which every group meets all objectives.
///
/// 1. A pilot looks for them by point estimates: each target outwards from its guess, then by bisection; one run serves
///    all groups at the same time. The targets of one group are gone through one after the other, those to come at
///    their limit, so each is the least given the others.
/// 2. The whole vector is tested on runs that no earlier step has seen. To say that all groups meet their objectives
///    each has to be shown to (an intersection-union test), so the error is not divided among groups. Of the error
///    1 - confidence the k-th vector that is tested gets the part 2^-k; after a failure the groups that were not shown
///    get more replicas.
/// 3. Fewer on one target are tested for missing an objective, in ascending order up to the first that is not shown to
///    (a fixed sequence). Each target has an equal part of the error, so all of `misses` hold together.
///
/// Right if more replicas never hurt. The same run number draws the same random numbers everywhere.
[[nodiscard]] LeastReplicas find_least_replicas(const ReplicaTrial& trial, std::span<const core::Objective> objectives,
                                                const LeastReplicasTerms& terms);

/// Steps 2 and 3 alone, from this vector on.
[[nodiscard]] LeastReplicas confirm_replicas(const ReplicaTrial& trial, std::span<const core::Objective> objectives,
                                             const LeastReplicasTerms& terms, std::vector<std::int64_t> replicas);

/// Step 1 alone: an estimate. `group_is_shown` then says which groups seem to meet the objectives.
[[nodiscard]] LeastReplicas estimate_least_replicas(const ReplicaTrial& trial,
                                                    std::span<const core::Objective> objectives,
                                                    const LeastReplicasTerms& terms);

}  // namespace gallerysim::analysis
