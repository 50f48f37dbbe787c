#include "analysis/report/comparison_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/comparison_text.hpp"
#include "analysis/human_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "analysis/report/report_parts.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;
using core::MetricUnit;

struct Panel {
    MetricUnit unit;
    std::string_view title;
};
constexpr std::array kPanels{Panel{MetricUnit::seconds, "times"}, Panel{MetricUnit::fraction, "shares"}, Panel{MetricUnit::ratio, "ratios"},
                             Panel{MetricUnit::per_minute, "rates"}, Panel{MetricUnit::vms, "VMs"}};

/// One unit for all differences of a panel.
DisplayUnit panel_unit(const Comparison& comparison, MetricUnit unit) {
    if (unit == MetricUnit::fraction) return {.symbol = "percentage points", .size = 0.01};
    double most = 0.0;
    for (const ComparisonRow& row : comparison.rows) {
        if (core::info(row.metric).unit == unit && row.pairs > 0) most = std::fmax(most, std::fabs(row.difference.value));
    }
    return display_unit(unit, most);
}

/// The differences of one unit, with their intervals, beside zero.
Json panel_spec(const std::string& data, const std::string& title, const std::vector<std::string>& order) {
    Json spec = Json::parse(R"({"width": 560, "layer": [
        {"data": {"values": [{"at": 0}]}, "mark": {"type": "rule", "tooltip": null}, "encoding": {"x": {"field": "at", "type": "quantitative"}}},
        {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5},
         "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": true, "size": 70}, "encoding": {"x": {"field": "value", "type": "quantitative"}}}]})");
    spec["height"] = 24 * order.size();
    for (std::size_t i = 1; i < spec["layer"].size(); ++i) {
        Json& layer = spec["layer"][i];
        layer["data"] = {{"name", data}};
        layer["encoding"]["y"] = {{"field", "metric"}, {"type", "nominal"}, {"sort", order}, {"title", nullptr}, {"axis", {{"labelLimit", 260}, {"minExtent", 190}}}};
        layer["encoding"]["color"] = category("significant", "");
        layer["encoding"]["color"]["scale"] = {{"domain", {"significant", "not significant"}}};
        layer["encoding"]["shape"] = layer["encoding"]["color"];
    }
    spec["layer"][1]["encoding"].erase("shape");
    draw_known_ranges(spec["layer"][1]);
    for (Json& layer : spec["layer"]) layer["encoding"]["x"]["title"] = title;
    return spec;
}

ReportChart difference_chart(const Comparison& comparison) {
    Json spec = {{"vconcat", Json::array()}};
    std::vector<ChartData> data;
    std::size_t compared = 0;
    for (const Panel& panel : kPanels) {
        const DisplayUnit unit = panel_unit(comparison, panel.unit);
        ChartRows rows{"metric", "significant", "value", "low", "high"};
        std::vector<std::string> order;
        for (const ComparisonRow& row : comparison.rows) {
            if (core::info(row.metric).unit != panel.unit || row.pairs == 0) continue;
            rows.add(comparison_row_name(row), row.is_significant ? "significant" : "not significant", in_units(row.difference, unit));
            order.push_back(comparison_row_name(row));
        }
        if (order.empty()) continue;
        compared += order.size();
        data.push_back({std::string(panel.title), rows.csv()});
        spec["vconcat"].push_back(panel_spec(data.back().name, with_symbol(fmt::format("{}: B - A", panel.title), unit), order));
    }
    const auto significant = std::ranges::count_if(comparison.rows, &ComparisonRow::is_significant);
    return make_chart("differences", "Differences B - A",
                      fmt::format("Mean differences over {} with {} % intervals, by unit; right of zero B is higher. {} of {} are significant.",
                                  count_text(comparison.runs, "pair of runs", "pairs of runs"), short_number(100.0 * comparison.confidence), significant, compared),
                      spec, std::move(data));
}

ReportTable difference_table(const Comparison& comparison) {
    ReportTable table{.caption = "Every metric that A or B has",
                      .columns = {{"metric"}, {"A", Align::right}, {"B", Align::right}, {"B - A", Align::right}, {"interval", Align::right}, {"pairs", Align::right}, {"correlation", Align::right}, {"p after Holm", Align::right}, {"significant"}},
                      .rows = {},
                      .note = fmt::format("Intervals: {0} %, Student's t on the differences of the pairs, each row for itself. Significant: p of the paired t test "
                                          "after Holm's correction over all rows is at most {1}. Pairs: runs in which both have a value; A, B and B - A are means over them.",
                                          short_number(100.0 * comparison.confidence), short_number(1.0 - comparison.confidence))};
    for (const ComparisonRow& row : comparison.rows) {
        if (row.defined_a + row.defined_b == 0) continue;  // scale sets, copies: the scenarios have none
        const DisplayUnit unit = display_unit(core::info(row.metric).unit, std::fmax(std::fabs(row.a), std::fabs(row.b)));
        table.rows.push_back({{comparison_row_name(row), value_text(row.a, unit), value_text(row.b, unit), value_text(row.difference.value, difference_unit(row)),
                               difference_interval_text(row), count_text(row.pairs), std::isnan(row.correlation) ? "-" : fmt::format("{:.3f}", row.correlation),
                               std::isnan(row.adjusted_p) ? "-" : fmt::format("{:.2g}", row.adjusted_p), significance_text(row)}});
    }
    return table;
}

/// The lines of the complete scenarios that differ, side by side. Of scenarios with different lines the rest is the
/// same in both.
ReportTable scenario_differences(const core::Scenario& a, const core::Scenario& b) {
    ReportTable table{.caption = "Where the scenarios differ", .columns = {{"only in A"}, {"only in B"}}, .rows = {}};
    std::vector<std::string> of_a = lines_of(core::to_yaml(a, core::Comments::none));
    std::vector<std::string> of_b = lines_of(core::to_yaml(b, core::Comments::none));
    const auto missing = [](const std::vector<std::string>& lines, std::vector<std::string> others) {
        std::vector<std::string> found;
        for (const std::string& line : lines) {
            const auto same = std::ranges::find(others, line);
            if (same == others.end()) found.push_back(line);
            else others.erase(same);
        }
        return found;
    };
    const auto only_a = missing(of_a, of_b);
    const auto only_b = missing(of_b, of_a);
    const auto trimmed = [](const std::vector<std::string>& lines, std::size_t i) {
        if (i >= lines.size()) return std::string();
        return lines[i].substr(std::min(lines[i].find_first_not_of(' '), lines[i].size()));
    };
    for (std::size_t i = 0; i < std::max(only_a.size(), only_b.size()); ++i) table.rows.push_back({{trimmed(only_a, i), trimmed(only_b, i)}});
    return table;
}

}  // namespace

Report comparison_report(const core::Scenario& a, const core::Scenario& b, const Comparison& comparison, std::string command) {
    Report report{.kind = "Two scenarios, compared",
                  .title = a.name == b.name ? fmt::format("{}: A and B", a.name) : fmt::format("A: {}, B: {}", a.name, b.name),
                  .question = "What does B change, and is that more than chance?",
                  .answer = lines_of(comparison_headline(a, comparison)),
                  .warnings = {},
                  .sections = {},
                  .origin = origin_of(std::move(command), {&a, &b})};
    const ComparisonRow* failed = comparison.find(core::Metric::failed_fraction, core::Statistic::mean);
    if (failed != nullptr && (failed->a > 0.0 || failed->b > 0.0)) {
        report.warnings.emplace_back("VMs fail. Times, slowdown and throughput are of the VMs that run, which may be others in A than in B; read "
                                     "them beside failed_fraction.");
    }
    if (std::ranges::any_of(comparison.rows, [&](const auto& row) { return row.pairs < comparison.runs && row.defined_a + row.defined_b > 0; })) {
        report.warnings.emplace_back("Where there are fewer pairs than runs, A or B is undefined in the other runs, and these are left out.");
    }
    ReportSection differences{.title = "The differences", .tables = {difference_table(comparison)}};
    if (std::ranges::any_of(comparison.rows, [](const auto& row) { return row.pairs > 0; })) differences.charts.push_back(difference_chart(comparison));
    report.sections.push_back(std::move(differences));
    if (ReportTable lines = scenario_differences(a, b); !lines.rows.empty()) {
        report.sections.push_back({.title = "The two scenarios", .tables = {std::move(lines)}});
    }
    report.sections.push_back(assumption_section(a));
    return report;
}

}  // namespace gallerysim::analysis
