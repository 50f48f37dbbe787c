#include "analysis/report/sweep_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/report/report_parts.hpp"
#include "analysis/report/sweep_charts.hpp"
#include "analysis/report/sweep_heat_map.hpp"
#include "analysis/report/sweep_view.hpp"
#include "analysis/sweep_table.hpp"
#include "core/metric.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;
using core::Metric;
using core::Statistic;

struct Column {
    Metric metric;
    Statistic statistic;
    std::string_view name;
};
constexpr std::array kColumns{
    Column{Metric::failed_fraction, Statistic::mean, "failed"},       Column{Metric::throttled_fraction, Statistic::mean, "throttled"},
    Column{Metric::time_to_running, Statistic::p50, "p50"},           Column{Metric::time_to_running, Statistic::p95, "p95"},
    Column{Metric::makespan, Statistic::mean, "makespan"},            Column{Metric::throughput, Statistic::mean, "throughput"},
    Column{Metric::peak_vms_per_replica, Statistic::mean, "fullest replica"}};

DisplayUnit unit_of(const Column& column, std::span<const PointResult> results) {
    double most = 0.0;
    for (const PointResult& r : results) most = std::fmax(most, r[column.metric][column.statistic].value);
    return display_unit(core::info(column.metric).unit, most);
}

ReportTable point_table(const SweepGrid& grid, std::span<const PointResult> results) {
    const bool has_objectives = !grid.scenarios.front().experiment.objectives.empty();
    ReportTable table{.caption = "Every point", .columns = {{"point", Align::right}}, .rows = {}};
    for (const core::SweepAxis& axis : grid.axes) table.columns.push_back({axis.name, Align::right});
    table.columns.push_back({"runs", Align::right});
    std::vector<DisplayUnit> units;
    for (const Column& column : kColumns) {
        units.push_back(unit_of(column, results));
        const std::string_view symbol = units.back().symbol;
        table.columns.push_back({symbol.empty() ? std::string(column.name) : fmt::format("{}, {}", column.name, symbol), Align::right});
    }
    table.columns.push_back({"USD a month", Align::right});
    if (has_objectives) table.columns.push_back({"objectives"});
    for (std::size_t p = 0; p < results.size(); ++p) {
        ReportTable::Row row{{std::to_string(grid.numbers[p])}};
        row.cells.insert(row.cells.end(), grid.values[p].begin(), grid.values[p].end());
        row.cells.push_back(std::to_string(results[p].runs) + (results[p].precision_reached() ? "" : "!"));
        for (std::size_t i = 0; i < kColumns.size(); ++i) row.cells.push_back(value_cell(results[p][kColumns[i].metric][kColumns[i].statistic], units[i]));
        row.cells.push_back(usd_text(monthly_usd(grid.scenarios[p])));
        if (has_objectives) {
            row.cells.emplace_back(results[p].objectives_met() ? "met" : "missed");
            row.mark = results[p].objectives_met() ? RowMark::good : RowMark::bad;
        }
        table.rows.push_back(std::move(row));
    }
    table.note = fmt::format("In brackets {} % intervals. Times are of the VMs that run. ! means that the precision asked for was not reached within "
                             "experiment.runs.max.",
                             short_number(100.0 * grid.scenarios.front().experiment.confidence));
    return table;
}

/// The largest burst up to which every smaller one of the sweep meets the objectives, by number of replicas.
ReportTable burst_table(const SweepView& view, std::span<const PointResult> results) {
    std::map<std::int64_t, std::map<std::int64_t, bool>> by_replicas;
    for (std::size_t p = 0; p < results.size(); ++p) {
        const BurstSize& burst = *view.points[p].burst;
        auto& met = by_replicas[burst.replicas].try_emplace(burst.vms, true).first->second;
        met = met && results[p].objectives_met();  // of several such points all
    }
    ReportTable table{.caption = "Largest burst of the sweep that meets the objectives",
                      .columns = {{"replicas", Align::right}, {"largest that meets", Align::right}, {"per replica", Align::right}, {"smallest that misses", Align::right}, {"guidance allows", Align::right}},
                      .rows = {},
                      .note = "Largest: every smaller burst of the sweep meets the objectives too. Verdicts are by the means; guidance searches with "
                              "confidence, gallerysim guidance. Guidance allows 20 VMs per replica."};
    for (const auto& [replicas, bursts] : by_replicas) {
        const auto missed = std::ranges::find_if(bursts, [](const auto& burst) { return !burst.second; });
        const bool none = missed == bursts.begin();
        const std::int64_t most = none ? 0 : std::prev(missed)->first;
        table.rows.push_back({{std::to_string(replicas), none ? "none" : fmt::format("{}{}", missed == bursts.end() ? "at least " : "", most),
                               none ? "-" : short_number(static_cast<double>(most) / static_cast<double>(replicas)),
                               missed == bursts.end() ? "-" : std::to_string(missed->first), std::to_string(kGuidedVmsPerReplica * replicas)}});
    }
    return table;
}

/// Of the points that keep to the guidance, how many meet the objectives?
std::string guidance_sentence(const SweepView& view, std::span<const PointResult> results) {
    std::size_t kept = 0;
    std::size_t met = 0;
    for (std::size_t p = 0; p < results.size(); ++p) {
        if (!view.points[p].burst->keeps_guidance()) continue;
        ++kept;
        met += results[p].objectives_met() ? 1U : 0U;
    }
    if (kept == 0) return "No point keeps to the guidance of at most 20 VMs per replica.";
    return fmt::format("Of the {} that {} to the guidance of at most 20 VMs per replica, {} {} them{}.", count_text(kept, "point", "points"),
                       kept == 1 ? "keeps" : "keep", met, met == 1 ? "meets" : "meet", met < kept ? ": here the guidance is not enough" : "");
}

}  // namespace

Report sweep_report(const core::Scenario& base, const SweepGrid& grid, std::span<const PointResult> results, std::string command) {
    GALLERYSIM_ASSERT(!results.empty() && results.size() == grid.scenarios.size(), "every point has a result");
    const SweepView view = sweep_view(grid);
    const bool has_objectives = !grid.scenarios.front().experiment.objectives.empty();
    const bool has_bursts = view.is_per_replica && has_objectives;
    std::string names;
    for (const core::SweepAxis& axis : grid.axes) names += (names.empty() ? "" : " × ") + axis.name;
    Report report{.kind = fmt::format("Sweep over {}", names),
                  .title = base.name,
                  .question = fmt::format("Which of the {} points meet the objectives, and how do time and failures grow?", results.size()),
                  .answer = lines_of(sweep_headline(grid, results)),
                  .warnings = {},
                  .sections = {},
                  .origin = origin_of(std::move(command), {&base})};
    if (!base.description.empty()) report.question = base.description;
    if (has_objectives) {
        const bool some = std::ranges::any_of(results, &PointResult::objectives_met);
        report.verdict = some ? RowMark::good : RowMark::bad;
    }
    if (has_bursts) report.answer.push_back(guidance_sentence(view, results));
    if (!std::ranges::all_of(results, &PointResult::precision_reached)) {
        report.warnings.emplace_back("Some points are less precise than asked for; they are marked in the table of points.");
    }
    ReportSection answer{.title = "The answer in numbers", .charts = sweep_heat_map(view, grid, results)};
    if (has_bursts) answer.tables.push_back(burst_table(view, results));
    report.sections.push_back(std::move(answer));
    report.sections.push_back({.title = "Along the sweep", .charts = sweep_line_charts(view, grid, results)});
    report.sections.push_back({.title = "Where the time goes", .charts = sweep_bottleneck_chart(view, results)});
    report.sections.push_back({.title = "What it costs", .charts = sweep_cost_chart(view, grid, results)});
    report.sections.push_back({.title = "All points", .tables = {point_table(grid, results)}});
    report.sections.push_back(assumption_section(base));
    std::erase_if(report.sections, [](const ReportSection& section) { return section.empty(); });
    return report;
}

}  // namespace gallerysim::analysis
