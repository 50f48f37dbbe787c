#include "analysis/sweep_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/text_table.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;
using core::Metric;
using core::Statistic;

constexpr std::int64_t kGuidance = 20;  // VMs created at the same time per replica (the article)

/// Does the point keep to the guidance? Only for one deployment whose VMs all come at once.
std::optional<bool> keeps_guidance(const core::Scenario& scenario) {
    if (scenario.deployments.size() != 1) return std::nullopt;
    const core::Deployment& deployment = scenario.deployments.front();
    const auto* burst = std::get_if<core::BurstArrivals>(&deployment.arrivals);
    if (burst == nullptr) return std::nullopt;
    return burst->vms <= kGuidance * scenario.target_of(deployment).replicas;
}

/// One of the two axes runs down, the other across.
struct Layout {
    std::size_t down;
    std::size_t across;
    std::size_t rows;
    std::size_t columns;

    [[nodiscard]] std::size_t point(std::size_t row, std::size_t column) const {
        return down == 0 ? row * columns + column : column * rows + row;
    }
};

std::optional<Layout> layout_for(const SweepGrid& grid, std::size_t most_columns) {
    if (grid.axes.size() != 2) return std::nullopt;
    const std::size_t first = grid.axes[0].values.size();
    const std::size_t last = grid.axes[1].values.size();
    if (first < 2 || last < 2) return std::nullopt;
    if (last <= most_columns) return Layout{.down = 0, .across = 1, .rows = first, .columns = last};
    if (first <= most_columns) return Layout{.down = 1, .across = 0, .rows = last, .columns = first};
    return std::nullopt;
}

struct Shown {
    Metric metric;
    Statistic statistic;
    DisplayUnit unit;
    std::string title;
};

Shown choose_metric(std::span<const PointResult> results) {
    const bool some_fail = std::ranges::any_of(results, [](const PointResult& r) {
        return r[Metric::failed_fraction][Statistic::mean].value > 0.0;
    });
    if (some_fail) {
        return {Metric::failed_fraction, Statistic::mean, display_unit(core::MetricUnit::fraction, 1.0),
                "VMs that do not run in time, %"};
    }
    double largest = 0.0;
    for (const PointResult& r : results)
        largest = std::fmax(largest, r[Metric::time_to_running][Statistic::p95].value);
    const DisplayUnit unit = display_unit(core::MetricUnit::seconds, largest);
    return {Metric::time_to_running, Statistic::p95, unit,
            fmt::format("time_to_running.p95, {}", unit.symbol)};
}

}  // namespace

std::string sweep_matrix(const SweepGrid& grid, std::span<const PointResult> results, std::size_t width) {
    static constexpr std::size_t kCell = 8;  // "99.99 |" and a blank
    const auto layout = layout_for(grid, width / kCell - 2);
    if (!layout) return {};
    const Shown shown = choose_metric(results);
    const core::SweepAxis& down = grid.axes[layout->down];
    const core::SweepAxis& across = grid.axes[layout->across];

    std::vector<Align> align(layout->columns + 1, Align::right);
    TextTable table(align);
    std::vector<std::string> heading{down.name + " \\ " + across.name};
    for (const std::string& value : across.values) heading.push_back(value + "  ");
    table.add(std::move(heading));
    bool has_line = false;
    for (std::size_t row = 0; row < layout->rows; ++row) {
        std::vector<std::string> cells{down.values[row]};
        for (std::size_t column = 0; column < layout->columns; ++column) {
            const std::size_t point = layout->point(row, column);
            std::string text = number_text(results[point][shown.metric][shown.statistic].value, shown.unit);
            const bool last = column + 1 == layout->columns;
            const bool line = !last && keeps_guidance(grid.scenarios[point]) !=
                                           keeps_guidance(grid.scenarios[layout->point(row, column + 1)]);
            has_line = has_line || line;
            cells.push_back(text + (line ? " |" : "  "));
        }
        table.add(std::move(cells));
    }
    std::string text = shown.title + '\n' + table.render();
    if (has_line) {
        text += fmt::format(
            "The line | parts at most {} VMs per replica, the article's guidance, from more.\n", kGuidance);
    }
    return text;
}

}  // namespace gallerysim::analysis
