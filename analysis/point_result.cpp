#include "analysis/point_result.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "analysis/special_numbers.hpp"
#include "core/objective.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;
using core::MetricScope;
using core::RunResult;
using core::Statistic;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr Interval kUndefined{kNone, -kInfinity, kInfinity};

std::vector<double> values_over_runs(std::span<const RunResult> runs, Metric metric, Statistic statistic) {
    std::vector<double> values;
    values.reserve(runs.size());
    for (const RunResult& run : runs) {
        const double value = run[metric][statistic];
        if (!std::isnan(value)) values.push_back(value);
    }
    return values;
}

Interval estimate_share(std::span<const RunResult> runs, Metric metric, double confidence) {
    std::vector<Proportion> shares;
    shares.reserve(runs.size());
    for (const RunResult& run : runs) {
        switch (metric) {
            case Metric::failed_fraction: shares.push_back({run.failed(), run.requested}); break;
            case Metric::unready_fraction:
                shares.push_back({run.scale_set_operations - run.scale_sets_ready, run.scale_set_operations});
                break;
            case Metric::unreplicated_fraction:
                shares.push_back({run.regions_asked - run.regions_replicated, run.regions_asked});
                break;
            default: shares.push_back({run.throttled_vms, run.requested});
        }
    }
    return clustered_wilson(shares, confidence);
}

double quantile_level(Statistic statistic) {
    switch (statistic) {
        case Statistic::p50: return 0.50;
        case Statistic::p90: return 0.90;
        case Statistic::p95: return 0.95;
        default: return 0.99;
    }
}

Interval estimate_over_runs(const std::vector<double>& values, Statistic statistic, double confidence) {
    switch (statistic) {
        case Statistic::mean: return student_t_mean(values, confidence);
        case Statistic::max: {
            const double largest = std::ranges::max(values);
            return {largest, largest, kInfinity};
        }
        default: return order_statistics_quantile(values, quantile_level(statistic), confidence);
    }
}

struct MetricAndStatistic {
    Metric metric;
    Statistic statistic;
};

/// "time_to_running.p95"; the mean where no statistic is written. The scenario reader has checked the names.
MetricAndStatistic parse(const std::string& text) {
    const std::size_t dot = text.find('.');
    const auto statistic = dot == std::string::npos ? std::optional{Statistic::mean}
                                                    : core::statistic_named(text.substr(dot + 1));
    return {core::metric_named(text.substr(0, dot)).value(), statistic.value()};
}

ObjectiveResult judge(const core::Objective& objective, const Interval& value) {
    const auto ok = [&](double x) { return core::meets(objective, x); };
    ObjectiveResult result{.text = objective.text, .value = value};
    if (std::isnan(value.value)) return result;
    result.ok = ok(value.value);
    result.is_certain = ok(value.low) == result.ok && ok(value.high) == result.ok;
    return result;
}

BottleneckShare mean_bottleneck(std::span<const RunResult> runs) {
    BottleneckShare sum;
    double vms = 0.0;
    for (const RunResult& run : runs) {
        sum += run.bottleneck;
        vms += static_cast<double>(run.count(core::VmOutcome::running));
    }
    if (vms > 0.0) sum /= vms;
    return sum;
}

/// Shares of the time between the first request and the end, added up over the runs.
std::array<double, core::kHoldUps> binding_shares(std::span<const RunResult> runs) {
    std::array<double, core::kHoldUps> shares{};
    double total = 0.0;
    for (const RunResult& run : runs) {
        for (std::size_t i = 0; i < core::kHoldUps; ++i) {
            shares[i] += run.binding_s[i];
            total += run.binding_s[i];
        }
    }
    if (total == 0.0) return {};
    for (double& share : shares) share /= total;
    return shares;
}

std::optional<SteadySummary> steady_summary(std::span<const RunResult> runs) {
    if (runs.empty() || !runs.front().steady) return std::nullopt;
    SteadySummary summary;
    const auto n = static_cast<double>(runs.size());
    for (const RunResult& run : runs) {
        const core::SteadyWindow& window = *run.steady;
        summary.from_s += window.from.seconds() / n;
        summary.to_s += window.to.seconds() / n;
        summary.warm_up_vms += window.warm_up_vms;
        summary.cool_down_vms += window.cool_down_vms;
        summary.unsettled_runs += window.settled ? 0U : 1U;
        summary.empty_runs += run.requested == 0 ? 1U : 0U;
    }
    return summary;
}

Interval unbounded(const Interval& interval) { return {interval.value, -kInfinity, kInfinity}; }

}  // namespace

bool PointResult::objectives_met() const {
    return std::ranges::all_of(objectives, [](const ObjectiveResult& o) { return o.ok; });
}

bool PointResult::precision_reached() const {
    return std::ranges::none_of(
        precision, [](const PrecisionResult& p) { return p.state == PrecisionResult::State::not_reached; });
}

Interval estimate(std::span<const RunResult> runs, Metric metric, Statistic statistic, double confidence) {
    const MetricScope scope = core::info(metric).scope;
    if (scope == MetricScope::share) {
        return statistic == Statistic::mean ? estimate_share(runs, metric, confidence) : kUndefined;
    }
    const Statistic within_run = scope == MetricScope::vm ? statistic : Statistic::mean;
    const std::vector<double> values = values_over_runs(runs, metric, within_run);
    if (values.empty()) return kUndefined;
    if (scope == MetricScope::vm) return student_t_mean(values, confidence);
    return estimate_over_runs(values, statistic, confidence);
}

std::vector<PrecisionResult> precision_of(std::span<const RunResult> runs,
                                          const core::Experiment& experiment) {
    std::vector<PrecisionResult> results;
    for (const std::string& text : experiment.precision_of) {
        const auto [metric, statistic] = parse(text);
        const Interval value = estimate(runs, metric, statistic, experiment.confidence);
        PrecisionResult result{.metric = text};
        if (!std::isnan(value.value)) {
            const bool is_share = core::info(metric).scope == MetricScope::share;
            result.half_width = is_share ? value.half_width() : value.relative_half_width();
            result.state = result.half_width <= experiment.relative_half_width
                               ? PrecisionResult::State::reached
                               : PrecisionResult::State::not_reached;
        }
        results.push_back(std::move(result));
    }
    return results;
}

PointResult replayed(const RunResult& run, const RunId& id, const core::Experiment& experiment) {
    core::Experiment unwatched = experiment;
    unwatched.precision_of.clear();
    PointResult result = summarise({&run, 1}, unwatched);
    result.replay = id;
    // Shares would have an interval from the VMs of the run; but these share their replicas.
    for (MetricEstimate& metric : result.metrics) {
        for (Interval& interval : metric.statistics) interval = unbounded(interval);
    }
    for (ObjectiveResult& objective : result.objectives) {
        objective.value = unbounded(objective.value);
        objective.is_certain = false;
    }
    return result;
}

PointResult summarise(std::span<const RunResult> runs, const core::Experiment& experiment) {
    PointResult point;
    point.runs = runs.size();
    for (const RunResult& run : runs) {
        point.requested += run.requested;
        point.throttles += run.throttles;
        point.storage += run.storage;
        point.hit_vms += run.hit_vms;
        point.hit_vms_failed += run.hit_vms_failed;
        point.mean_end_s += run.end.seconds() / static_cast<double>(runs.size());
        for (std::size_t i = 0; i < core::kRules; ++i) point.rejected[i] += run.rejected[i];
        for (std::size_t i = 0; i < core::kVmOutcomes; ++i) point.outcomes[i] += run.outcomes[i];
    }
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const auto metric = static_cast<Metric>(m);
        MetricEstimate& estimates = point.metrics[m];
        for (std::size_t s = 0; s < core::kStatistics; ++s) {
            estimates.statistics[s] =
                estimate(runs, metric, static_cast<Statistic>(s), experiment.confidence);
        }
        estimates.runs = values_over_runs(runs, metric, Statistic::mean).size();
    }
    point.faults = tally_faults(runs);
    if (!runs.empty()) point.replications = runs.front().replications;
    point.bottleneck = mean_bottleneck(runs);
    point.binding = binding_shares(runs);
    point.steady = steady_summary(runs);
    for (const core::Objective& objective : experiment.objectives) {
        const auto metric = core::metric_named(objective.metric).value();
        const auto statistic = core::statistic_named(objective.statistic).value();
        point.objectives.push_back(judge(objective, point[metric][statistic]));
    }
    point.precision = precision_of(runs, experiment);
    return point;
}

}  // namespace gallerysim::analysis
