#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/intervals.hpp"
#include "core/metric.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

struct PointResult;
struct ExperimentOptions;

/// What one fault of the scenario did, over all runs. A fault of each zone, replica or account counts them all.
struct FaultTally {
    std::uint64_t times = 0;        ///< that it happened
    double broken_s = 0.0;          ///< from its beginnings to its ends, or to the ends of the runs
    std::uint64_t reads_lost = 0;   ///< image reads and background loading that it broke off
    std::uint64_t places_lost = 0;  ///< VMs that were being provisioned in what it took
};

/// Of every fault of the scenario, in its order; faults behind the last one that happened are left out.
[[nodiscard]] std::vector<FaultTally> tally_faults(std::span<const core::RunResult> runs);

/// One metric with the faults and without them: the mean over the runs in which both have a value.
struct FaultCost {
    core::Metric metric;
    core::Statistic statistic;
    double without = 0.0;
    double with = 0.0;
    Interval difference;  ///< with - without, run by run on the same random numbers: Student's t
};

/// Simulates the same runs without the scenario's faults and compares: the fraction of VMs that fail, and time to running
/// (mean and p95) and makespan of those that run. Empty where the scenario has no faults.
[[nodiscard]] std::vector<FaultCost> compute_fault_costs(const core::Scenario& scenario, std::uint64_t runs,
                                                         const ExperimentOptions& options);

/// What happened and what it cost, for reading; empty where the scenario has no faults.
[[nodiscard]] std::string fault_table(const core::Scenario& scenario, const PointResult& result);
/// The same as JSON.
[[nodiscard]] nlohmann::ordered_json fault_json(const core::Scenario& scenario, const PointResult& result);

}  // namespace gallerysim::analysis
