#include "analysis/report/point_charts.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "analysis/report/report_parts.hpp"
#include "analysis/result_headline.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;
using core::Metric;
using core::Statistic;

constexpr std::size_t kPointRow = 26;  // pixels

/// Horizontal bars of `size`, one for each `name`, with a word at their ends.
Json bars(std::string_view size_title, const std::vector<std::string>& names) {
    Json spec = Json::parse(R"({"data": {"name": "bars"}, "layer": [
        {"mark": {"type": "bar"}},
        {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"text": {"field": "label", "type": "nominal"}}}]})");
    spec["height"] = kPointRow * names.size();
    spec["encoding"] = {{"y", {{"field", "name"}, {"type", "nominal"}, {"title", nullptr}, {"sort", names}, {"axis", {{"labelLimit", 220}}}}},
                        {"x", quantity("size", size_title)}};
    return spec;
}

bool is_shown(const BottleneckPart& part) { return (part.name != "storage busy" && part.name != "fault") || part.seconds > 0.0; }

}  // namespace

ReportChart outcome_chart(const PointResult& result) {
    ChartRows rows{"name", "size", "label"};
    std::vector<std::string> names;
    std::string text;
    for (std::size_t i = 0; i < core::kVmOutcomes; ++i) {
        if (result.outcomes[i] == 0) continue;
        const double share = static_cast<double>(result.outcomes[i]) / static_cast<double>(result.requested);
        const std::string label = percent_number(share) + " %";
        rows.add(core::kVmOutcomeNames[i], 100.0 * share, label);
        names.emplace_back(core::kVmOutcomeNames[i]);
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", core::kVmOutcomeNames[i], label);
    }
    Json spec = bars("% of the VMs requested", names);
    spec["layer"][0]["encoding"]["color"] = {{"field", "name"}, {"type", "nominal"}, {"legend", nullptr},
                                             {"sort", nullptr}};
    return make_chart("outcomes", "Outcomes", fmt::format("Of all VMs requested over {}: {}.", count_text(result.runs, "run", "runs"), text), spec,
                      {{"bars", rows.csv()}});
}

std::vector<ReportChart> quantile_chart(const core::Scenario& scenario, const PointResult& result) {
    const MetricEstimate& times = result[Metric::time_to_running];
    const double typical = times[Statistic::mean].value;
    if (std::isnan(typical)) return {};
    const DisplayUnit unit = display_unit(core::MetricUnit::seconds, typical);
    ChartRows rows{"statistic", "value", "low", "high", "label"};
    const auto names = core::statistics_of(core::info(Metric::time_to_running));
    std::vector<std::string> order;
    for (std::size_t s = 0; s < names.size(); ++s) {
        rows.add(names[s], in_units(times.statistics[s], unit), value_text(times.statistics[s].value, unit));
        order.emplace_back(names[s]);
    }
    Json spec = Json::parse(R"({"data": {"name": "times"}, "layer": [
        {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5},
         "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": true, "size": 80}, "encoding": {"x": {"field": "value", "type": "quantitative", "scale": {"zero": false}}}}]})");
    draw_known_ranges(spec["layer"][0]);
    const std::string title = with_symbol("time to running", unit);
    for (Json& layer : spec["layer"]) layer["encoding"]["x"]["title"] = title;
    for (Json& layer : spec["layer"]) {
        layer["encoding"]["y"] = {{"field", "statistic"}, {"type", "nominal"}, {"sort", order}, {"title", nullptr}};
    }
    std::string thresholds;
    for (const core::Objective& objective : scenario.experiment.objectives) {
        if (objective.metric != "time_to_running") continue;
        for (Json& layer : guide_line("x", objective.threshold / unit.size, objective.text, title)) spec["layer"].push_back(std::move(layer));
        thresholds += fmt::format(" The dashed line is the objective {}.", objective.text);
    }
    spec["height"] = kPointRow * order.size();
    const Interval& median = times[Statistic::p50];
    const Interval& p95 = times[Statistic::p95];
    const std::string range = interval_text(p95, unit);
    return {make_chart("time-to-running", "Time from request to running",
                       fmt::format("Of the VMs that run: half within {}, 95 % within {}{}. Points are the mean over the runs, bars "
                                   "their {} % intervals.{}",
                                   value_text(median.value, unit), value_text(p95.value, unit), range.empty() ? range : fmt::format(" ({})", range),
                                   short_number(100.0 * scenario.experiment.confidence), thresholds),
                       spec, {{"times", rows.csv()}})};
}

ReportTable metric_report_table(const core::Scenario& scenario, const PointResult& result) {
    ReportTable table{.caption = "Metrics with their intervals", .columns = {{"metric"}, {"unit"}}, .rows = {}};
    for (const std::string_view name : core::statistics_of(core::info(Metric::time_to_running))) {
        table.columns.push_back({std::string(name), Align::right});
    }
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const core::MetricInfo& metric = core::metrics()[m];
        const MetricEstimate& estimate = result.metrics[m];
        const DisplayUnit unit = display_unit(metric.unit, estimate[Statistic::mean].value);
        if (std::isnan(estimate[Statistic::mean].value)) continue;
        ReportTable::Row row{{std::string(metric.name), std::string(unit.symbol)}};
        const std::size_t statistics = core::statistics_of(metric).size();
        for (std::size_t s = 0; s < core::kStatistics; ++s) {
            row.cells.push_back(s < statistics ? value_cell(estimate.statistics[s], unit) : std::string());
        }
        table.rows.push_back(std::move(row));
    }
    table.note = fmt::format("In brackets {} % intervals. time_to_running to slowdown: over the VMs of a run that run, then averaged over the "
                             "runs; throughput and below: over the runs. Definitions: docs/model.md.",
                             short_number(100.0 * scenario.experiment.confidence));
    return table;
}

ReportChart bottleneck_chart(const PointResult& result) {
    const double total = result.bottleneck.total_s();
    const DisplayUnit unit = display_unit(core::MetricUnit::seconds, total);
    ChartRows rows{"name", "size", "label"};
    std::vector<std::string> names;
    const auto parts = parts_of(result.bottleneck);
    for (const BottleneckPart& part : parts) {
        if (!is_shown(part)) continue;
        rows.add(part.name, part.seconds / unit.size, percent_number(part.seconds / total) + " %");
        names.emplace_back(part.name);
    }
    const BottleneckPart& largest = *std::ranges::max_element(parts, {}, &BottleneckPart::seconds);
    return make_chart("bottleneck", "Where the time of a running VM goes",
                      fmt::format("Mean over all running VMs; the parts add up to {}. The largest is {}, {} %: {}.", value_text(total, unit),
                                  largest.name, percent_number(largest.seconds / total), largest.meaning),
                      bars(with_symbol("time", unit), names), {{"bars", rows.csv()}});
}

ReportTable bottleneck_table(const PointResult& result) {
    const double total = result.bottleneck.total_s();
    ReportTable table{.caption = "Time of a running VM by part", .columns = {{"part"}, {"s", Align::right}, {"%", Align::right}, {"what it is"}}, .rows = {}};
    for (const BottleneckPart& part : parts_of(result.bottleneck)) {
        if (!is_shown(part)) continue;
        table.rows.push_back({{std::string(part.name), fmt::format("{:.1f}", part.seconds), percent_number(part.seconds / total), std::string(part.meaning)}});
    }
    table.rows.push_back({{"total", fmt::format("{:.1f}", total), "100", ""}});
    return table;
}

}  // namespace gallerysim::analysis
