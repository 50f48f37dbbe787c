#include "analysis/report/sweep_view.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "core/number_text.hpp"

namespace gallerysim::analysis {

namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
constexpr double kLogarithmicFrom = 16.0;  // largest over smallest x

/// The values of all axes but one: "3, Standard_LRS".
std::string others(const std::vector<std::string>& values, std::size_t along) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i != along) text += (text.empty() ? "" : ", ") + values[i];
    }
    return text;
}

/// The first axis along which `quantity` of the points changes while all other axes stay.
std::optional<std::size_t> axis_that_changes(const SweepGrid& grid, const std::function<double(std::size_t)>& quantity) {
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
        std::map<std::string, double> seen;
        for (std::size_t p = 0; p < grid.scenarios.size(); ++p) {
            const auto [found, is_new] = seen.try_emplace(others(grid.values[p], axis), quantity(p));
            if (!is_new && found->second != quantity(p)) return axis;
        }
    }
    return std::nullopt;
}

double number_in(const std::string& text) { return core::parse_number(text).value_or(kNoNumber); }

/// The first axis with at least three values, all of them numbers.
std::optional<std::size_t> numeric_axis(const SweepGrid& grid) {
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
        const auto& values = grid.axes[axis].values;
        if (values.size() >= 3 && std::ranges::none_of(values, [](const std::string& v) { return std::isnan(number_in(v)); })) {
            return axis;
        }
    }
    return std::nullopt;
}

/// VMs per replica, when every point is a burst and they differ.
bool place_by_replica(const SweepGrid& grid, SweepView& view) {
    if (!std::ranges::all_of(view.points, [](const SweepView::Point& p) { return p.burst.has_value(); })) return false;
    const auto vms = [&](std::size_t p) { return static_cast<double>(view.points[p].burst->vms); };
    const auto ratio = [&](std::size_t p) { return view.points[p].burst->per_replica(); };
    auto along = axis_that_changes(grid, vms);
    if (!along) along = axis_that_changes(grid, ratio);
    if (!along) return false;
    view.along = *along;
    for (std::size_t p = 0; p < view.points.size(); ++p) view.points[p].x = ratio(p);
    view.field = "vms_per_replica";
    view.title = "VMs created at once per replica";
    view.is_per_replica = view.is_number = true;
    return true;
}

void place_by_axis(const SweepGrid& grid, SweepView& view) {
    const auto axis = numeric_axis(grid);
    view.along = axis.value_or(0);
    view.is_number = axis.has_value();
    view.title = grid.axes[view.along].name;
    view.field = "along";
    if (!view.is_number) return;
    for (std::size_t p = 0; p < view.points.size(); ++p) view.points[p].x = number_in(grid.values[p][view.along]);
}

}  // namespace

SweepView sweep_view(const SweepGrid& grid) {
    SweepView view;
    for (const core::Scenario& scenario : grid.scenarios) {
        view.points.push_back({.x = kNoNumber, .label = {}, .series = 0, .burst = burst_size(scenario)});
    }
    if (!place_by_replica(grid, view)) place_by_axis(grid, view);

    std::map<std::string, std::size_t> known;
    for (std::size_t p = 0; p < view.points.size(); ++p) {
        const std::string name = others(grid.values[p], view.along);
        const auto [found, is_new] = known.try_emplace(name, view.series.size());
        if (is_new) view.series.push_back(name);
        view.points[p].series = found->second;
        view.points[p].label = grid.values[p][view.along];
    }
    std::vector<std::string> names;
    for (const core::SweepAxis& axis : grid.axes) names.push_back(axis.name);
    view.series_title = others(names, view.along);
    if (view.is_number) {
        const auto [least, most] = std::ranges::minmax(view.points, {}, &SweepView::Point::x);
        view.is_logarithmic = least.x > 0.0 && most.x / least.x > kLogarithmicFrom;
    }
    return view;
}

}  // namespace gallerysim::analysis
