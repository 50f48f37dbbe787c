#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/guidance_fit.hpp"
#include "analysis/largest_load.hpp"
#include "analysis/point_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// What a guidance study goes through: every image of the scenario's deployments on every storage type under every
/// routing.
struct GuidanceTerms {
    std::vector<core::StorageType> storage{core::StorageType::standard_lrs, core::StorageType::standard_zrs,
                                           core::StorageType::premium_lrs};
    std::vector<core::Routing> routing{core::Routing::random, core::Routing::power_of_two,
                                       core::Routing::round_robin};
    std::vector<std::int64_t> replicas{1, 2, 3, 5, 10, 20, 50};  ///< ascending
    std::vector<core::Objective> objectives;
    std::int64_t most_vms = 2'500;  ///< no larger burst is looked at
    unsigned threads = 0;           ///< 0: one per core
    /// Called from any of the threads, one call at a time: points done, points, runs so far. May be empty.
    std::function<void(std::size_t, std::size_t, std::uint64_t)> on_progress;
};

/// n*(r): the largest burst that r replicas hold.
struct GuidancePoint {
    std::int64_t replicas = 0;
    LargestLoad burst;
    /// The limit that fewer replicas hold already: not searched again.
    bool is_implied = false;
    /// The closed form beside it: floor((timeout - boot) / D) VMs on each replica; by random routing the largest burst
    /// of which 99 % share a replica with no more. Absent for routings without one.
    std::optional<std::int64_t> by_arithmetic;
    PointResult at_burst;  ///< what a burst of n* looks like; no runs where n* = 0 or is_implied

    [[nodiscard]] bool is_capped(std::int64_t most_vms) const { return burst.is_capped(most_vms); }
};

/// One image on one storage type under one routing.
struct GuidanceCase {
    std::string image;  ///< prod/win2022
    core::OsType os = core::OsType::windows;
    core::StorageType storage = core::StorageType::standard_lrs;
    core::Routing routing = core::Routing::random;
    std::size_t deployment = 0;  ///< of the scenario
    std::int64_t per_replica = 0;  ///< most_vms_on_one_replica
    double demand_s = 0.0;       ///< of one boot on one replica
    std::string binding;         ///< what a lone replica runs out of first: "operations/s", ...
    std::vector<GuidancePoint> points;  ///< by replicas
    ThroughOrigin line;                 ///< n* = k r, over the points that are not capped
    PowerLaw power;                     ///< n* = k r^b
    std::optional<core::StorageType> same_as;  ///< the storage type whose figures, and so results, are the same
};

struct GuidanceStudy {
    std::vector<GuidanceCase> cases;
    GuidanceTerms terms;
    double confidence = 0.95;
};

/// Searches n*(r) for all cases and replicas. Each deployment is studied alone, as a burst, with its client, control
/// plane and allocator as the scenario has them. Deterministic whatever the number of threads.
///
/// REQUIRES: objectives that can be shown (ObjectiveTest::why_untestable).
[[nodiscard]] GuidanceStudy study_guidance(const core::Scenario& scenario, GuidanceTerms terms);

}  // namespace gallerysim::analysis
