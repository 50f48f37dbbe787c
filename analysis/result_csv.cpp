#include "analysis/result_csv.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/csv_text.hpp"
#include "core/metric.hpp"
#include "core/scenario_writer.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::array<std::string_view, 3> kKeyColumns{"scenario_hash", "point", "seed"};
constexpr std::array<std::string_view, 2> kCountColumns{"runs", "requested"};
constexpr std::array<std::string_view, 2> kAnswerColumns{"answers_429", "answers_503"};
constexpr std::array<std::string_view, 5> kSteadyColumns{"from_s", "to_s", "warm_up_vms", "cool_down_vms",
                                                         "unsettled_runs"};
constexpr std::array<std::string_view, 10> kBottleneckColumns{
    "client_s", "lost_s", "throttled_s", "allocation_s", "storage_busy_s", "contention_s", "solo_read_s", "boot_s", "fault_s",
    "total_s"};

/// An axis may be named like a column that every file has; then it is told apart.
std::string axis_column(const std::string& name) {
    const auto is_name = [&](std::string_view column) { return column == name; };
    const bool taken = std::ranges::any_of(kKeyColumns, is_name) ||
                       std::ranges::any_of(kCountColumns, is_name) ||
                       std::ranges::any_of(kAnswerColumns, is_name) ||
                       std::ranges::any_of(core::kVmOutcomeNames, is_name) || name == "precision_reached" ||
                       name == "objectives_met";
    return taken ? "axis." + name : name;
}

std::string header(std::span<const core::SweepAxis> axes) {
    CsvLine line;
    for (const std::string_view column : kKeyColumns) line.add(column);
    for (const core::SweepAxis& axis : axes) line.add(axis_column(axis.name));
    for (const std::string_view column : kCountColumns) line.add(column);
    for (const std::string_view outcome : core::kVmOutcomeNames) line.add(outcome);
    for (const core::MetricInfo& metric : core::metrics()) {
        for (const std::string_view statistic : core::statistics_of(metric)) {
            const std::string column = core::name_with_unit(metric) + '.' + std::string(statistic);
            line.add(column);
            line.add(column + ".low");
            line.add(column + ".high");
        }
    }
    for (const std::string_view column : kBottleneckColumns) line.add("bottleneck." + std::string(column));
    for (const std::string_view column : kAnswerColumns) line.add(column);
    for (const std::string_view column : kSteadyColumns) line.add("steady." + std::string(column));
    line.add("precision_reached");
    line.add("objectives_met");
    return line.text();
}

void add_interval(CsvLine& line, const Interval& interval) {
    line.add(interval.value);
    line.add(interval.low);
    line.add(interval.high);
}

std::string_view word(bool value) { return value ? "true" : "false"; }

std::string row(std::uint64_t point, std::span<const std::string> axis_values, const core::Scenario& scenario,
                const PointResult& result) {
    CsvLine line;
    line.add(core::content_hash(scenario));
    line.add(point);
    line.add(scenario.seed);
    for (const std::string& value : axis_values) line.add(value);
    line.add(result.runs);
    line.add(result.requested);
    for (const std::uint64_t count : result.outcomes) line.add(count);
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const std::size_t statistics = core::statistics_of(core::metrics()[m]).size();
        for (std::size_t s = 0; s < statistics; ++s) add_interval(line, result.metrics[m].statistics[s]);
    }
    const BottleneckShare& share = result.bottleneck;
    for (const double seconds : {share.client_s, share.lost_s, share.throttled_s, share.allocation_s, share.storage_busy_s,
                                 share.contention_s, share.solo_read_s, share.boot_s, share.fault_s, share.total_s()}) {
        line.add(seconds);
    }
    line.add(std::accumulate(result.throttles.throttled.begin(), result.throttles.throttled.end(), std::uint64_t{0}));
    line.add(result.storage.busy_answers);
    if (const auto& steady = result.steady) {
        line.add(steady->from_s);
        line.add(steady->to_s);
        line.add(steady->warm_up_vms);
        line.add(steady->cool_down_vms);
        line.add(steady->unsettled_runs);
    } else {
        for (std::size_t i = 0; i < kSteadyColumns.size(); ++i) line.add(std::string_view{});
    }
    line.add(word(result.precision_reached()));
    line.add(result.objectives.empty() ? std::string_view{} : word(result.objectives_met()));
    return line.text();
}

}  // namespace

std::string run_csv(const core::Scenario& scenario, const PointResult& result) {
    return header({}) + row(result.replay ? result.replay->point : 0, {}, scenario, result);
}

std::string sweep_csv(const SweepGrid& grid, std::span<const PointResult> results) {
    GALLERYSIM_ASSERT(results.size() == grid.scenarios.size(), "every point has a result");
    std::string text = header(grid.axes);
    for (std::size_t p = 0; p < results.size(); ++p)
        text += row(grid.numbers[p], grid.values[p], grid.scenarios[p], results[p]);
    return text;
}

}  // namespace gallerysim::analysis
