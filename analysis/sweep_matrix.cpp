#include "analysis/sweep_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "analysis/burst_size.hpp"
#include "analysis/human_text.hpp"
#include "analysis/text_table.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;
using core::Metric;
using core::Statistic;

/// Does the point keep to the guidance? Only for one deployment whose VMs all come at once.
std::optional<bool> keeps_guidance(const core::Scenario& scenario) {
    const auto burst = burst_size(scenario);
    return burst ? std::optional(burst->keeps_guidance()) : std::nullopt;
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

struct MatrixMetric {
    Metric metric;
    Statistic statistic;
    DisplayUnit unit;
    std::string title;
};

MatrixMetric choose_metric(std::span<const PointResult> results) {
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

/// Four characters at most where the value allows: one decimal, but never 0.0 or 100.0 for what only comes
/// near.
std::string cell_text(double value, const DisplayUnit& unit) {
    if (!unit.is_percent || std::isnan(value)) return number_text(value, unit);
    if (value <= 0.0 || value >= 1.0) return short_number(100.0 * value);
    return fmt::format("{:.1f}", std::clamp(100.0 * value, 0.1, 99.9));
}

std::string render(const SweepGrid& grid, std::span<const PointResult> results, const Layout& layout,
                   const MatrixMetric& shown) {
    const core::SweepAxis& down = grid.axes[layout.down];
    const core::SweepAxis& across = grid.axes[layout.across];
    TextTable table(std::vector<Align>(layout.columns + 1, Align::right));
    std::vector<std::string> heading{down.name};
    for (const std::string& value : across.values) heading.push_back(value + ' ');
    table.add(std::move(heading));
    bool has_line = false;
    for (std::size_t row = 0; row < layout.rows; ++row) {
        std::vector<std::string> cells{down.values[row]};
        for (std::size_t column = 0; column < layout.columns; ++column) {
            const std::size_t point = layout.point(row, column);
            const std::size_t next = layout.point(row, std::min(column + 1, layout.columns - 1));
            const bool line = keeps_guidance(grid.scenarios[point]) != keeps_guidance(grid.scenarios[next]);
            has_line = has_line || line;
            cells.push_back(cell_text(results[point][shown.metric][shown.statistic].value, shown.unit) +
                            (line ? '|' : ' '));
        }
        table.add(std::move(cells));
    }
    std::string text =
        fmt::format("{}: {} down, {} across\n{}", shown.title, down.name, across.name, table.render());
    if (has_line) {
        text += fmt::format(
            "The line | parts at most {} VMs per replica, the article's guidance, from more.\n", kGuidedVmsPerReplica);
    }
    return text;
}

bool fits(const std::string& text, std::size_t width) {
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        if (display_width(text.substr(begin, end - begin)) > width) return false;
        begin = end + 1;
    }
    return true;
}

}  // namespace

std::string sweep_matrix(const SweepGrid& grid, std::span<const PointResult> results, std::size_t width) {
    if (grid.axes.size() != 2) return {};
    const std::size_t first = grid.axes[0].values.size();
    const std::size_t last = grid.axes[1].values.size();
    if (first < 2 || last < 2) return {};
    if (grid.kind != core::SweepDesign::Kind::grid || results.size() != first * last) return {};
    const MatrixMetric shown = choose_metric(results);
    for (const Layout& layout : {Layout{.down = 0, .across = 1, .rows = first, .columns = last},
                                 Layout{.down = 1, .across = 0, .rows = last, .columns = first}}) {
        if (layout.columns > width) continue;
        std::string text = render(grid, results, layout, shown);
        if (fits(text, width)) return text;
    }
    return {};
}

}  // namespace gallerysim::analysis
