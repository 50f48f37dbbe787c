#include "analysis/metric_table.hpp"

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;

constexpr std::string_view kUnknownMark = "?";

/// "time_to_running, min"
std::string row_name(const core::MetricInfo& metric, const DisplayUnit& unit) {
    return unit.symbol.empty() ? std::string(metric.name) : fmt::format("{}, {}", metric.name, unit.symbol);
}

/// The interval below a value: "40.6..42.0", ">= 40.6" where the upper end is unknown, "?" where both are.
/// Empty where it says nothing new, as of the largest run seen.
std::string cell(const Interval& interval, const DisplayUnit& unit, core::Statistic statistic) {
    if (std::isnan(interval.value)) return {};
    const bool has_low = std::isfinite(interval.low);
    const bool has_high = std::isfinite(interval.high);
    if (interval.low == interval.value && interval.high == interval.value) return {};
    if (has_low && has_high) {
        return fmt::format("{}..{}", number_text(interval.low, unit), number_text(interval.high, unit));
    }
    if (!has_low && !has_high) return std::string(kUnknownMark);
    if (statistic == core::Statistic::max && interval.low == interval.value) return {};
    return has_low ? ">= " + number_text(interval.low, unit) : "<= " + number_text(interval.high, unit);
}

/// Of a single run only what it has: no intervals, and one value of what a run has one of.
void add_row_of_one_run(TextTable& table, const core::MetricInfo& metric, const MetricEstimate& estimate) {
    const DisplayUnit unit = display_unit(metric.unit, estimate[core::Statistic::mean].value);
    const std::size_t statistics = metric.scope == core::MetricScope::vm ? core::kStatistics : 1;
    std::vector<std::string> values{row_name(metric, unit)};
    for (std::size_t s = 0; s < statistics; ++s) values.push_back(number_text(estimate.statistics[s].value, unit));
    table.add(std::move(values));
}

void add_rows(TextTable& table, const core::MetricInfo& metric, const MetricEstimate& estimate) {
    const DisplayUnit unit = display_unit(metric.unit, estimate[core::Statistic::mean].value);
    const std::size_t statistics = core::statistics_of(metric).size();
    std::vector<std::string> values{row_name(metric, unit)};
    std::vector<std::string> intervals{""};
    bool has_intervals = false;
    for (std::size_t s = 0; s < statistics; ++s) {
        const Interval& interval = estimate.statistics[s];
        values.push_back(number_text(interval.value, unit));
        intervals.push_back(cell(interval, unit, static_cast<core::Statistic>(s)));
        has_intervals = has_intervals || !intervals.back().empty();
    }
    table.add(std::move(values));
    if (has_intervals) table.add(std::move(intervals));
}

}  // namespace

std::string metric_table(const core::Scenario& scenario, const PointResult& result) {
    if (result.requested == 0) return {};
    // So that six intervals of the width of "0.393..0.581" and the longest name fit into 100 columns.
    const std::size_t least_cell = result.replay ? 6 : 12;
    TextTable table(
        {Align::left, Align::right, Align::right, Align::right, Align::right, Align::right, Align::right}, 1);
    for (std::size_t column = 1; column <= core::kStatistics; ++column) {
        table.set_least_width(column, least_cell);
    }
    std::vector<std::string> heading{"metric"};
    for (const std::string_view statistic : core::statistics_of(core::info(core::Metric::time_to_running))) {
        heading.emplace_back(statistic);
    }
    table.add(std::move(heading));
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const auto metric = static_cast<core::Metric>(m);
        const bool of_scale_sets = metric == core::Metric::time_to_ready || metric == core::Metric::unready_fraction;
        if (of_scale_sets && result[core::Metric::unready_fraction].runs == 0) continue;  // there are none
        const bool of_copies =
            metric == core::Metric::replication_time || metric == core::Metric::unreplicated_fraction;
        if (of_copies && result[core::Metric::unreplicated_fraction].runs == 0) continue;  // nothing is copied
        const bool of_an_end = metric == core::Metric::makespan || metric == core::Metric::last_admission;
        if (of_an_end && result.steady) continue;
        if (result.replay) {
            add_row_of_one_run(table, core::metrics()[m], result.metrics[m]);
        } else {
            add_rows(table, core::metrics()[m], result.metrics[m]);
        }
    }
    if (result.replay) return table.render() + wrapped("Quantiles and max: over the VMs of the run. Definitions: docs/model.md.");
    return table.render() +
           wrapped(fmt::format("Below each value is its {} % interval; ? and >= mean that more runs are needed for a bound.\n"
                               "time_to_running to slowdown: over the VMs of a run, then averaged over the runs; throughput "
                               "and below: over the runs. Definitions: docs/model.md.",
                               short_number(100.0 * scenario.experiment.confidence)));
}

}  // namespace gallerysim::analysis
