#include "analysis/report/sweep_heat_map.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;
using core::Statistic;

constexpr std::size_t kMostNumbers = 400;  // cells; with more the numbers in them could not be read
constexpr std::size_t kMostLabels = 20;   // of an axis; of more, some are left out
constexpr std::string_view kFrontier = "objectives met on one side only";
constexpr std::string_view kGuidance = "1 replica per 20 VMs";

/// The cells of the map: column and row, counted from the left and from below.
struct Cells {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> points;
    std::size_t across;  ///< axis
    std::size_t up;      ///< axis

    [[nodiscard]] std::optional<std::size_t> at(std::size_t column, std::size_t row) const {
        const auto found = points.find({column, row});
        return found == points.end() ? std::nullopt : std::optional(found->second);
    }
};

Cells cells_of(const SweepView& view, const SweepGrid& grid) {
    Cells cells{.points = {}, .across = view.along, .up = 1 - view.along};
    const auto index = [&](std::size_t point, std::size_t axis) {
        const auto& values = grid.axes[axis].values;
        return static_cast<std::size_t>(std::ranges::find(values, grid.values[point][axis]) - values.begin());
    };
    for (std::size_t p = 0; p < grid.values.size(); ++p) cells.points[{index(p, cells.across), index(p, cells.up)}] = p;
    return cells;
}

/// The edges between neighbours of which one is on one side and the other on the other.
void add_edges(ChartRows& rows, const Cells& cells, std::string_view line, const std::function<std::optional<bool>(std::size_t)>& side) {
    for (const auto& [place, point] : cells.points) {
        const auto [column, row] = place;
        const auto own = side(point);
        if (!own) continue;
        const auto x = static_cast<double>(column);
        const auto y = static_cast<double>(row);
        const auto right = cells.at(column + 1, row);
        if (right && side(*right) && *side(*right) != *own) rows.add(line, x + 1.0, y, x + 1.0, y + 1.0);
        const auto above = cells.at(column, row + 1);
        if (above && side(*above) && *side(*above) != *own) rows.add(line, x, y + 1.0, x + 1.0, y + 1.0);
    }
}

struct Shown {
    Metric metric;
    Statistic statistic;
    DisplayUnit unit;
    std::string title;
};

Shown choose(std::span<const PointResult> results) {
    const bool some_fail = std::ranges::any_of(results, [](const PointResult& r) { return r[Metric::failed_fraction][Statistic::mean].value > 0.0; });
    if (some_fail) return {Metric::failed_fraction, Statistic::mean, display_unit(core::MetricUnit::fraction, 1.0), "VMs that do not run in time, %"};
    double most = 0.0;
    for (const PointResult& r : results) most = std::fmax(most, r[Metric::time_to_running][Statistic::p95].value);
    const DisplayUnit unit = display_unit(core::MetricUnit::seconds, most);
    return {Metric::time_to_running, Statistic::p95, unit, with_symbol("time to running, p95", unit)};
}

/// For every layer, as layers share their axes: an axis of cells with the sweep's values as words in their middles.
Json cell_axis(const char* field, const std::string& title, const std::vector<std::string>& values, const char* parameter) {
    Json middles = Json::array();
    for (std::size_t i = 0; i < values.size(); ++i) middles.push_back(static_cast<double>(i) + 0.5);
    Json axis = quantity(field, title);
    axis["scale"] = {{"domain", {0, values.size()}}, {"nice", false}, {"zero", false}};
    axis["axis"] = {{"values", std::move(middles)},
                    {"labelExpr", fmt::format("{}[floor(datum.value)]", parameter)},
                    {"grid", false},
                    {"ticks", false},
                    {"labelOverlap", values.size() > kMostLabels ? Json("greedy") : Json(false)}};
    return axis;
}

}  // namespace

std::vector<ReportChart> sweep_heat_map(const SweepView& view, const SweepGrid& grid, std::span<const PointResult> results) {
    if (grid.kind != core::SweepDesign::Kind::grid) return {};
    if (grid.axes.size() != 2 || grid.axes[0].values.size() < 2 || grid.axes[1].values.size() < 2) return {};
    const Cells cells = cells_of(view, grid);
    const Shown shown = choose(results);
    const core::SweepAxis& across = grid.axes[cells.across];
    const core::SweepAxis& up = grid.axes[cells.up];

    ChartRows rows{"column", "row", across.name, up.name, "left", "right", "bottom", "top", "value", "text"};
    std::size_t met = 0;
    for (const auto& [place, p] : cells.points) {
        const auto x = static_cast<double>(place.first);
        const auto y = static_cast<double>(place.second);
        const double value = results[p][shown.metric][shown.statistic].value;
        const std::string text = shown.unit.is_percent ? percent_number(value) : number_text(value, shown.unit);
        rows.add(x + 0.5, y + 0.5, across.values[place.first], up.values[place.second], x, x + 1.0, y, y + 1.0, in_units(value, shown.unit), text);
        met += results[p].objectives_met() ? 1U : 0U;
    }
    const bool has_objectives = !grid.scenarios.front().experiment.objectives.empty();
    ChartRows edges{"line", "x", "y", "x2", "y2"};
    if (has_objectives) add_edges(edges, cells, kFrontier, [&](std::size_t p) { return std::optional(results[p].objectives_met()); });
    const bool has_frontier = !edges.empty();
    ChartRows guidance{"line", "x", "y", "x2", "y2"};
    add_edges(guidance, cells, kGuidance, [&](std::size_t p) {
        const auto& burst = view.points[p].burst;
        return burst ? std::optional(burst->keeps_guidance()) : std::nullopt;
    });

    Json spec = Json::parse(R"({"resolve": {"scale": {"color": "independent"}}, "view": {"stroke": null}, "layer": [
        {"data": {"name": "cells"}, "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 0.5},
         "encoding": {"x2": {"field": "right"}, "y2": {"field": "top"}}}]})");
    spec["height"] = std::clamp<std::size_t>(up.values.size() * 30, 120, 480);
    spec["params"] = Json::array({Json{{"name", "across_values"}, {"value", across.values}}, Json{{"name", "up_values"}, {"value", up.values}}});
    Json& rect = spec["layer"][0]["encoding"];
    rect["x"] = cell_axis("left", across.name, across.values, "across_values");
    rect["y"] = cell_axis("bottom", up.name, up.values, "up_values");
    rect["color"] = quantity("value", shown.title);
    rect["color"]["scale"] = {{"scheme", {{"name", "oranges"}, {"extent", {0.0, 0.65}}}}};  // light enough for words on it
    if (shown.unit.is_percent) rect["color"]["scale"]["domain"] = {0, 100};
    rect["tooltip"] = Json::array({category(across.name, across.name), category(up.name, up.name), category("text", shown.title)});
    if (cells.points.size() <= kMostNumbers) {
        Json numbers = Json::parse(R"({"data": {"name": "cells"}, "mark": {"type": "text", "fontSize": 10, "color": "#1a1f24"},
            "encoding": {"text": {"field": "text", "type": "nominal"}}})");
        numbers["encoding"]["x"] = cell_axis("column", across.name, across.values, "across_values");
        numbers["encoding"]["y"] = cell_axis("row", up.name, up.values, "up_values");
        spec["layer"].push_back(std::move(numbers));
    }
    std::string text = fmt::format("{} by {} and {}.", shown.title, across.name, up.name);
    const auto add_line = [&](std::string_view data, std::string_view colour, const Json& dash, double width) {
        spec["layer"].push_back({{"data", {{"name", data}}},
                                 {"mark", {{"type", "rule"}, {"strokeWidth", width}, {"strokeDash", dash}, {"strokeCap", "square"}, {"tooltip", nullptr}}},
                                 {"encoding",
                                  {{"x", cell_axis("x", across.name, across.values, "across_values")},
                                   {"y", cell_axis("y", up.name, up.values, "up_values")},
                                   {"x2", {{"field", "x2"}}},
                                   {"y2", {{"field", "y2"}}},
                                   {"color", {{"field", "line"}, {"type", "nominal"}, {"title", nullptr}, {"scale", {{"range", Json::array({colour})}}},
                                              {"legend", {{"orient", "bottom"}, {"symbolType", "stroke"}, {"symbolStrokeWidth", width}, {"symbolDash", dash}}}}}}}});
    };
    std::vector<ChartData> data{{"cells", rows.csv()}};
    if (has_frontier) {
        add_line("frontier", "#0b5fc0", Json::array(), 4.0);
        data.push_back({"frontier", edges.csv()});
        text += " The solid line is the frontier of the objectives.";
    }
    if (!guidance.empty()) {
        add_line("guidance", "#7b3fa0", Json::array({6, 5}), 2.5);
        data.push_back({"guidance", guidance.csv()});
        text += " The dashed line parts at most 20 VMs per replica, the article's guidance, from more.";
    }
    if (has_objectives) text += fmt::format(" {} of {} points meet the objectives.", met, cells.points.size());
    return {make_chart("heat-map", fmt::format("{} × {}", up.name, across.name), text, spec, std::move(data))};
}

}  // namespace gallerysim::analysis
