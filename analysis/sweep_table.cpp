#include "analysis/sweep_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/sweep_matrix.hpp"
#include "analysis/text_wrap.hpp"
#include "analysis/text_table.hpp"
#include "analysis/throughput_scaling.hpp"
#include "core/metric.hpp"
#include "core/scenario_writer.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;
using core::Metric;
using core::Statistic;

struct SweepColumn {
    Metric metric;
    Statistic statistic;
    std::string_view name;
};
constexpr std::array kSweepColumns{
    SweepColumn{Metric::failed_fraction, Statistic::mean, "failed"},
    SweepColumn{Metric::time_to_running, Statistic::p50, "p50"},
    SweepColumn{Metric::time_to_running, Statistic::p95, "p95"},
    SweepColumn{Metric::makespan, Statistic::mean, "makespan"},
    SweepColumn{Metric::throughput, Statistic::mean, "VMs"},
    SweepColumn{Metric::peak_vms_per_replica, Statistic::mean, "peak"},
};

/// One unit for a whole column, that suits its largest value.
DisplayUnit unit_of_column(const SweepColumn& column, std::span<const PointResult> results) {
    double largest = 0.0;
    for (const PointResult& r : results)
        largest = std::fmax(largest, r[column.metric][column.statistic].value);
    return display_unit(core::info(column.metric).unit, largest);
}

/// Those that have a value at some point: in steady state there is no makespan.
std::vector<SweepColumn> columns_with_values(std::span<const PointResult> results) {
    std::vector<SweepColumn> columns;
    std::ranges::copy_if(kSweepColumns, std::back_inserter(columns), [&](const SweepColumn& column) {
        return std::ranges::any_of(results, [&](const PointResult& r) { return !std::isnan(r[column.metric][column.statistic].value); });
    });
    return columns;
}

std::string points(const SweepGrid& grid, std::span<const PointResult> results) {
    const bool has_objectives = !grid.scenarios.front().experiment.objectives.empty();
    std::vector<std::string> heading{"point"};
    for (const core::SweepAxis& axis : grid.axes) heading.push_back(axis.name);
    heading.emplace_back("runs");
    std::vector<DisplayUnit> units;
    const std::vector<SweepColumn> columns = columns_with_values(results);
    for (const SweepColumn& column : columns) {
        units.push_back(unit_of_column(column, results));
        const std::string_view separator =
            units.back().symbol.starts_with('/') || units.back().symbol.empty() ? "" : ", ";
        heading.push_back(fmt::format("{}{}{}", column.name, separator, units.back().symbol));
    }
    if (has_objectives) heading.emplace_back("objectives");
    TextTable table(std::vector<Align>(heading.size(), Align::right), 2, 1 + grid.axes.size());
    table.add(std::move(heading));
    for (std::size_t p = 0; p < results.size(); ++p) {
        std::vector<std::string> cells{std::to_string(grid.numbers[p])};
        cells.insert(cells.end(), grid.values[p].begin(), grid.values[p].end());
        cells.push_back(std::to_string(results[p].runs) + (results[p].precision_reached() ? " " : "!"));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            cells.push_back(number_text(results[p][columns[i].metric][columns[i].statistic].value, units[i]));
        }
        if (has_objectives) cells.emplace_back(results[p].objectives_met() ? "met" : "missed");
        table.add(std::move(cells));
    }
    return table.render();
}

std::string legend(std::span<const PointResult> results) {
    std::string text =
        "failed: failed_fraction; p50, p95: time_to_running; VMs/min: throughput; peak: peak_vms_per_replica.\n"
        "Times are of the VMs that run. Intervals: --format csv. Definitions: docs/model.md.\n";
    if (!std::ranges::all_of(results, &PointResult::precision_reached)) {
        text += "!: the precision asked for was not reached within experiment.runs.max.\n";
    }
    return wrapped(text);
}

}  // namespace

std::string sweep_headline(const SweepGrid& grid, std::span<const PointResult> results) {
    const auto count = [&](auto does_well) {
        return count_text(static_cast<std::uint64_t>(std::ranges::count_if(results, does_well)));
    };
    const std::string all = count_text(results.size(), "point", "points");
    const auto& objectives = grid.scenarios.front().experiment.objectives;
    if (objectives.empty()) {
        return fmt::format("At {} of {} every VM runs in time.\n", count([](const PointResult& r) {
                               return r[Metric::failed_fraction][Statistic::mean].value == 0.0;
                           }),
                           all);
    }
    std::string text;
    for (const core::Objective& objective : objectives) text += (text.empty() ? "" : ", ") + objective.text;
    return fmt::format("{} of {} meet the {}: {}.\n", count(&PointResult::objectives_met), all,
                       objectives.size() == 1 ? "objective" : "objectives", text);
}

std::string sweep_table(const core::Scenario& base, const SweepGrid& grid,
                        std::span<const PointResult> results) {
    GALLERYSIM_ASSERT(!results.empty() && results.size() == grid.scenarios.size(),
                      "every point has a result");
    std::string text = sweep_headline(grid, results);
    text += fmt::format("\nscenario  {}, hash {}, seed {}\n", base.name, core::content_hash(base), base.seed);
    const std::string matrix = sweep_matrix(grid, results, page_width().text);
    if (!matrix.empty()) text += '\n' + matrix;
    return text + '\n' + points(grid, results) + legend(results) + scaling_text(throughput_scaling(grid, results));
}

}  // namespace gallerysim::analysis
