#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/fault_report.hpp"
#include "analysis/intervals.hpp"
#include "core/metric.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// One metric over the runs of a point. Which law each number follows depends on the metric's scope:
///
///   vm     every statistic is taken within each run over its VMs; the estimate is its mean over the runs, with
///          Student's t interval. So p95 reads: "in a roll-out, 95 % of the VMs have at most this, on average".
///   share  the mean alone, over all VMs, with Wilson's interval for clustered trials (the runs are the clusters).
///   run    the mean over the runs with Student's t interval; quantiles over the runs with order-statistics intervals;
///          max is the largest run seen, with no upper bound.
///
/// NaN where no run had anything to measure.
struct MetricEstimate {
    std::array<Interval, core::kStatistics> statistics;
    std::uint64_t runs = 0;  ///< that had a value

    [[nodiscard]] const Interval& operator[](core::Statistic statistic) const {
        return statistics[static_cast<std::size_t>(statistic)];
    }
};

/// Where the time of the running VMs went, on average over all of them, in seconds.
using BottleneckShare = core::BottleneckSeconds;

struct ObjectiveResult {
    std::string text;
    Interval value;            ///< of the objective's metric and statistic
    bool ok = false;           ///< the value meets the objective; an undefined value never does
    bool is_certain = false;   ///< and so does, or does not, the whole interval
};

/// How the precision that the scenario asks for came out, for one entry of Experiment::precision_of.
struct PrecisionResult {
    enum class State { reached, not_reached, undefined };
    std::string metric;
    double half_width = 0.0;  ///< relative; absolute for shares
    State state = State::undefined;
};

/// What the runs of a steady state left out (core/steady_state.hpp).
struct SteadySummary {
    double from_s = 0.0;              ///< when the warm-up ends
    double to_s = 0.0;                ///< when the cool-down begins, on average
    std::uint64_t warm_up_vms = 0;    ///< over all runs
    std::uint64_t cool_down_vms = 0;  ///< over all runs
    std::uint64_t unsettled_runs = 0;  ///< by their own MSER-5
    std::uint64_t empty_runs = 0;  ///< with no VM in between
};

/// Names one run of an experiment.
struct RunId {
    std::uint64_t point = 0;  ///< number of the point in its sweep; 0 without a sweep
    std::uint64_t run = 0;
    std::string values{};  ///< of the sweep's axes at the point, for reading; empty without a sweep
};

/// What all runs of one scenario brought together. In steady state: what of it counts.
struct PointResult {
    std::optional<RunId> replay;  ///< a single run that is looked at alone: nothing is estimated
    std::uint64_t runs = 0;
    std::uint64_t requested = 0;  ///< VMs over all runs
    std::array<std::uint64_t, core::kVmOutcomes> outcomes{};
    std::array<std::uint64_t, core::kRules> rejected{};  ///< VMs over all runs, by the rule that refused them
    double mean_end_s = 0.0;                             ///< when a run ends, on average
    std::array<MetricEstimate, core::kMetrics> metrics;
    core::ThrottleCounts throttles;  ///< calls to the control plane over all runs
    core::StorageUse storage;        ///< of the replicas over all runs
    BottleneckShare bottleneck;
    /// Part of the time that each limit was the binding one (core/hold_ups.hpp), over all runs; they add up to 1.
    std::array<double, core::kHoldUps> binding{};
    std::vector<FaultTally> faults;     ///< as Scenario::faults
    std::uint64_t hit_vms = 0;          ///< VMs over all runs that a fault hit
    std::uint64_t hit_vms_failed = 0;   ///< of these, as many as did not come to run
    std::vector<FaultCost> fault_costs;  ///< where somebody had them computed: compute_fault_costs()
    std::optional<SteadySummary> steady;  ///< absent: terminating
    std::vector<ObjectiveResult> objectives;
    std::vector<PrecisionResult> precision;
    std::vector<core::ReplicationReport> replications;  ///< of the first run

    [[nodiscard]] const MetricEstimate& operator[](core::Metric metric) const {
        return metrics[static_cast<std::size_t>(metric)];
    }
    [[nodiscard]] bool objectives_met() const;
    [[nodiscard]] bool precision_reached() const;  ///< of every metric that is defined
};

/// Estimates of one metric and statistic from the runs so far. REQUIRES: 0 < confidence < 1.
[[nodiscard]] Interval estimate(std::span<const core::RunResult> runs, core::Metric metric, core::Statistic statistic,
                                double confidence);

/// How precise the metrics of Experiment::precision_of are after these runs.
[[nodiscard]] std::vector<PrecisionResult> precision_of(std::span<const core::RunResult> runs,
                                                        const core::Experiment& experiment);

/// One run of a point alone: its own values, which bound nothing. No precision is watched.
[[nodiscard]] PointResult replayed(const core::RunResult& run, const RunId& id, const core::Experiment& experiment);

/// Everything, from all runs of a point.
[[nodiscard]] PointResult summarise(std::span<const core::RunResult> runs, const core::Experiment& experiment);

}  // namespace gallerysim::analysis
