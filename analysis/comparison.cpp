#include "analysis/comparison.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <mutex>
#include <numeric>
#include <string>

#include "analysis/parallel_tasks.hpp"
#include "analysis/special_numbers.hpp"
#include "analysis/warm_up_pilot.hpp"
#include "core/world.hpp"
#include "sim/assert.hpp"
#include "sim/tally.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;
using core::MetricScope;
using core::RunResult;
using core::Statistic;

sim::Tally tally_of(std::span<const double> values) {
    sim::Tally tally;
    for (const double x : values) tally.add(x);
    return tally;
}

double correlation_of(std::span<const double> a, std::span<const double> b) {
    const sim::Tally of_a = tally_of(a);
    const sim::Tally of_b = tally_of(b);
    if (!(of_a.variance() > 0.0) || !(of_b.variance() > 0.0)) return kUnknown;
    double products = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) products += (a[i] - of_a.mean()) * (b[i] - of_b.mean());
    const double covariance = products / static_cast<double>(a.size() - 1);
    return std::clamp(covariance / (of_a.standard_deviation() * of_b.standard_deviation()), -1.0, 1.0);
}

/// Two-sided, for a mean difference of 0.
double paired_t_test(const sim::Tally& differences) {
    if (differences.count() < 2) return 1.0;
    if (differences.variance() == 0.0) return differences.mean() == 0.0 ? 1.0 : 0.0;
    const auto n = static_cast<double>(differences.count());
    const double t = std::fabs(differences.mean()) * std::sqrt(n) / differences.standard_deviation();
    return 2.0 * boost::math::cdf(boost::math::complement(boost::math::students_t(n - 1.0), t));
}

ComparisonRow compare_row(std::span<const RunResult> a, std::span<const RunResult> b, Metric metric,
                          Statistic statistic, double confidence) {
    std::vector<double> paired_a;
    std::vector<double> paired_b;
    sim::Tally all_a;
    sim::Tally all_b;
    sim::Tally differences;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = a[i][metric][statistic];
        const double y = b[i][metric][statistic];
        if (std::isfinite(x)) all_a.add(x);
        if (std::isfinite(y)) all_b.add(y);
        if (!std::isfinite(x) || !std::isfinite(y)) continue;
        paired_a.push_back(x);
        paired_b.push_back(y);
        differences.add(y - x);
    }
    ComparisonRow row{.metric = metric,
                      .statistic = statistic,
                      .pairs = paired_a.size(),
                      .defined_a = all_a.count(),
                      .defined_b = all_b.count(),
                      .a = all_a.mean(),
                      .b = all_b.mean(),
                      .difference = {kUnknown, -kInfinity, kInfinity},
                      .correlation = kUnknown,
                      .variance_reduction = kUnknown,
                      .p_value = kUnknown,
                      .adjusted_p = kUnknown};
    if (row.pairs == 0) return row;
    const PairedDifference paired = paired_difference(paired_b, paired_a, confidence);
    const sim::Tally of_a = tally_of(paired_a);
    const sim::Tally of_b = tally_of(paired_b);
    row.a = of_a.mean();
    row.b = of_b.mean();
    row.difference = paired.difference;
    row.is_constant = row.pairs > 1 && differences.variance() == 0.0;
    row.correlation = correlation_of(paired_a, paired_b);
    if (of_a.variance() + of_b.variance() > 0.0) row.variance_reduction = paired.variance_reduction;
    row.p_value = paired_t_test(differences);
    return row;
}

/// Is this a row: one of the main statistics, or one that the experiment watches?
bool is_compared(const core::MetricInfo& metric, std::string_view statistic,
                 const core::Experiment& experiment) {
    if (statistic == "mean") return true;
    if (metric.scope != MetricScope::vm) return false;  // a run has one value
    const std::string name = std::string(metric.name) + '.' + std::string(statistic);
    return statistic == "p95" ||
           std::ranges::find(experiment.precision_of, name) != experiment.precision_of.end();
}

void judge(Comparison& comparison) {
    std::vector<double> p_values;
    for (const ComparisonRow& row : comparison.rows) {
        if (row.pairs > 0) p_values.push_back(row.p_value);
    }
    const std::vector<double> adjusted = holm_adjusted(p_values);
    auto next = adjusted.begin();
    for (ComparisonRow& row : comparison.rows) {
        if (row.pairs == 0) continue;
        row.adjusted_p = *next++;
        row.is_significant = row.adjusted_p <= 1.0 - comparison.confidence;
    }
}

}  // namespace

const ComparisonRow* Comparison::find(Metric metric, Statistic statistic) const {
    const auto found = std::ranges::find_if(
        rows, [&](const ComparisonRow& row) { return row.metric == metric && row.statistic == statistic; });
    return found == rows.end() ? nullptr : &*found;
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p_values[i]; });
    std::vector<double> adjusted(p_values.size());
    double largest = 0.0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double factor = static_cast<double>(order.size() - rank);
        largest = std::max(largest, std::min(1.0, factor * p_values[order[rank]]));
        adjusted[order[rank]] = largest;
    }
    return adjusted;
}

Comparison compare_runs(std::span<const RunResult> a, std::span<const RunResult> b,
                        const core::Experiment& experiment) {
    GALLERYSIM_ASSERT(a.size() == b.size(), "every run of A is compared with one of B");
    Comparison comparison{.runs = a.size(), .confidence = experiment.confidence, .rows = {}};
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const core::MetricInfo& metric = core::metrics()[m];
        const auto names = core::statistics_of(metric);
        for (std::size_t s = 0; s < names.size(); ++s) {
            if (!is_compared(metric, names[s], experiment)) continue;
            comparison.rows.push_back(
                compare_row(a, b, static_cast<Metric>(m), static_cast<Statistic>(s), experiment.confidence));
        }
    }
    judge(comparison);
    return comparison;
}

Comparison compare_scenarios(const core::Scenario& a, const core::Scenario& b,
                             const ExperimentOptions& options) {
    core::Scenario b_with_seed = b;
    b_with_seed.seed = a.seed;
    const core::Scenario settled_a = with_warm_up(a, options.threads);
    const core::Scenario settled_b = with_warm_up(b_with_seed, options.threads);
    const auto runs = static_cast<std::size_t>(a.experiment.max_runs);
    std::vector<RunResult> of_a(runs);
    std::vector<RunResult> of_b(runs);
    ExperimentProgress progress{.points_done = 0, .points = 2, .runs_done = 0, .runs_planned = 2 * runs};
    std::mutex progress_mutex;
    run_tasks(2 * runs, options.threads, [&](std::size_t task) {
        const std::size_t run = task / 2;
        const bool is_a = task % 2 == 0;
        (is_a ? of_a : of_b)[run] =
            core::simulate(is_a ? settled_a : settled_b, static_cast<std::uint32_t>(run));
        const std::scoped_lock lock(progress_mutex);
        ++progress.runs_done;
        if (progress.runs_done == progress.runs_planned) progress.points_done = progress.points;
        if (options.on_progress) options.on_progress(progress);
    });
    return compare_runs(of_a, of_b, a.experiment);
}

}  // namespace gallerysim::analysis
