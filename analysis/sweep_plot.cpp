#include "analysis/sweep_plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/report/sweep_view.hpp"
#include "analysis/text_chart.hpp"
#include "analysis/text_wrap.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;
using core::Statistic;

std::string metric_plot(const SweepView& view, std::span<const PointResult> results, Metric metric, Statistic statistic,
                 std::string_view name, std::size_t width) {
    double largest = 0.0;
    for (const PointResult& r : results) largest = std::fmax(largest, r[metric][statistic].value);
    const DisplayUnit unit = display_unit(core::info(metric).unit, largest);
    TextChart chart;
    chart.title = with_symbol(name, unit);
    chart.x_title = view.title;
    if (view.is_logarithmic) chart.x_scale = TextChart::Scale::logarithmic;
    for (const std::string& series : view.series) {
        const bool has_name = !series.empty() && view.series.size() > 1;
        chart.series.push_back({has_name ? fmt::format("{} {}", view.series_title, series) : std::string(), {}});
    }
    for (std::size_t p = 0; p < results.size(); ++p) {
        const double value = results[p][metric][statistic].value;
        chart.series[view.points[p].series].points.emplace_back(view.points[p].x, in_units(value, unit));
    }
    return text_chart(chart, width);
}

}  // namespace

std::string sweep_plot(const SweepGrid& grid, std::span<const PointResult> results, std::size_t width) {
    const SweepView view = sweep_view(grid);
    if (!view.is_number) return {};
    std::string text;
    const bool some_fail = std::ranges::any_of(
        results, [](const PointResult& r) { return r[Metric::failed_fraction][Statistic::mean].value > 0.0; });
    if (some_fail) text += metric_plot(view, results, Metric::failed_fraction, Statistic::mean, "VMs that do not run in time", width);
    const std::string times = metric_plot(view, results, Metric::time_to_running, Statistic::p95,
                                   "time_to_running.p95 of the VMs that run", width);
    if (!text.empty() && !times.empty()) text += '\n';
    text += times;
    return text.empty() ? text : text + wrapped("Marks are means over the runs; their intervals: --format csv.", width);
}

}  // namespace gallerysim::analysis
