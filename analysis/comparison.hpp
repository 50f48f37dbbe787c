#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/experiment_runner.hpp"
#include "analysis/intervals.hpp"
#include "core/metric.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// One metric and statistic of two scenarios A and B, taken within each run (of a share: the run's fraction).
/// In the metric's own unit; NaN where undefined.
struct ComparisonRow {
    core::Metric metric;
    core::Statistic statistic;
    std::uint64_t pairs = 0;      ///< runs in which both have a value; the rest of the row is of these
    std::uint64_t defined_a = 0;  ///< runs in which A has one
    std::uint64_t defined_b = 0;
    double a;  ///< mean over the pairs; without pairs, over the runs that have a value
    double b;
    Interval difference;       ///< of the means, B - A: Student's t on the differences of the pairs
    bool is_constant = false;  ///< all pairs differ by the same amount, so that the interval is a point
    double correlation;        ///< Pearson's, of the pairs; NaN when A or B does not vary
    /// (var A + var B) / var(B - A): how many times as many independent runs would be as precise. Infinite
    /// when the pairs vary but not their difference, NaN when nothing varies.
    double variance_reduction;
    double p_value;     ///< two-sided, of the paired t test; 1 below two pairs; 0 or 1 when is_constant
    double adjusted_p;  ///< by Holm, over the rows with pairs
    bool is_significant = false;  ///< adjusted_p <= 1 - confidence
};

struct Comparison {
    std::uint64_t runs = 0;  ///< of each
    double confidence = 0.0;
    std::vector<ComparisonRow> rows;  ///< in the order of the metrics, and then of the statistics

    [[nodiscard]] const ComparisonRow* find(core::Metric metric, core::Statistic statistic) const;
};

/// p-values such that rejecting those at most alpha makes any false rejection at most alpha likely, however
/// the tests depend on each other (Holm, Scandinavian Journal of Statistics 6, 1979). O(n log n).
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

/// Compares run i of A with run i of B: the mean and, for metrics of VMs, the p95, beside what
/// Experiment::precision_of names. REQUIRES: as many runs of both.
[[nodiscard]] Comparison compare_runs(std::span<const core::RunResult> a, std::span<const core::RunResult> b,
                                      const core::Experiment& experiment);

/// Simulates max_runs of A's experiment of both, with A's seed, and compares them with A's confidence. The
/// number of runs is fixed beforehand, so that no looking at the differences biases them. Run i of both draws
/// from the streams of run i. The result does not depend on the number of threads; throws what a run throws.
[[nodiscard]] Comparison compare_scenarios(const core::Scenario& a, const core::Scenario& b,
                                           const ExperimentOptions& options = {});

}  // namespace gallerysim::analysis
