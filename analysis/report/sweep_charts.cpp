#include "analysis/report/sweep_charts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "analysis/report/report_parts.hpp"
#include "analysis/result_headline.hpp"
#include "core/gallery/bill.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using core::Metric;
using core::Statistic;

constexpr std::size_t kMostColours = 8;   // of the palette; more series are shades
constexpr std::size_t kMostSeries = 24;   // more are points without a line
constexpr std::size_t kMostBands = 4;     // more would hide each other: bars instead
constexpr std::size_t kMostFacets = 12;

struct Measure {
    std::string id;
    std::string title;
    Metric metric;
    Statistic statistic;
    std::string axis;  ///< of the values, without unit
};

Json along(const SweepView& view) {
    if (!view.is_number) {
        Json x = category(view.field, view.title);
        x["axis"] = {{"labelAngle", 0}};
        return x;
    }
    Json x = quantity(view.field, view.title);
    x["scale"] = view.is_logarithmic ? Json{{"type", "log"}, {"nice", false}} : Json{{"zero", false}};
    return x;
}

Json colour_of(const SweepView& view) {
    Json colour = category("series", view.series_title);
    if (view.series.size() > kMostColours) {
        colour["type"] = "ordinal";
        colour["scale"] = {{"scheme", {{"name", "viridis"}, {"extent", {0.25, 0.8}}}}};
        colour["legend"] = {{"columns", 12}, {"symbolType", "square"}};
    }
    return colour;
}

/// Lines, or points where there are too many series; intervals as bands, or as bars.
Json sweep_lines(const SweepView& view, const std::string& y_title) {
    const bool has_lines = view.is_number && view.series.size() <= kMostSeries;
    const bool has_bands = has_lines && view.series.size() <= kMostBands;
    Json spec = {{"height", 280}, {"data", {{"name", "points"}}}};
    const Json range = {{"y", {{"field", "low"}, {"type", "quantitative"}, {"title", y_title}}}, {"y2", {{"field", "high"}}}};
    Json value = quantity("value", y_title);
    value["scale"] = {{"domainMin", 0}};  // a wide interval may reach below, no value does
    spec["layer"] = Json::array();
    if (has_bands) {
        spec["layer"].push_back({{"mark", {{"type", "area"}, {"opacity", 0.18}, {"clip", true}, {"tooltip", nullptr}}}, {"encoding", range}});
    } else {
        spec["layer"].push_back({{"mark", {{"type", "rule"}, {"opacity", 0.6}, {"clip", true}, {"tooltip", nullptr}}}, {"encoding", range}});
    }
    draw_known_ranges(spec["layer"].back());
    if (has_lines) spec["layer"].push_back({{"mark", {{"type", "line"}, {"strokeWidth", 1.5}}}, {"encoding", {{"y", value}}}});
    Json tooltip = Json::array({category("point", "point"), view.is_number ? quantity(view.field, view.title) : category(view.field, view.title)});
    if (!view.series_title.empty()) tooltip.push_back(category("series", view.series_title));
    tooltip.push_back(value);
    tooltip.push_back(quantity("low", "interval from"));
    tooltip.push_back(quantity("high", "interval to"));
    spec["layer"].push_back({{"mark", {{"type", "point"}, {"filled", true}, {"size", 28}}}, {"encoding", {{"y", value}, {"tooltip", std::move(tooltip)}}}});
    for (Json& layer : spec["layer"]) {  // not for all of the chart: guide lines have neither
        layer["encoding"]["x"] = along(view);
        if (view.series.size() > 1 && view.series.size() <= kMostSeries) layer["encoding"]["color"] = colour_of(view);
    }
    return spec;
}

void add_layers(Json& spec, std::vector<Json> layers) {
    for (Json& layer : layers) spec["layer"].push_back(std::move(layer));
}

DisplayUnit unit_of(const Measure& measure, std::span<const PointResult> results) {
    double most = 0.0;
    for (const PointResult& r : results) most = std::fmax(most, r[measure.metric][measure.statistic].value);
    return display_unit(core::info(measure.metric).unit, most);
}

std::string at_point(const SweepView& view, std::size_t p) {
    const SweepView::Point& point = view.points[p];
    std::string text = view.is_per_replica ? fmt::format("{} VMs per replica", short_number(point.x))
                                           : fmt::format("{} {}", view.title, point.label);
    if (!view.series_title.empty()) text += fmt::format(", {} {}", view.series_title, view.series[point.series]);
    return text;
}

/// Between which values the measure lies, and where.
std::string range_text(const SweepView& view, const Measure& measure, std::span<const PointResult> results, const DisplayUnit& unit) {
    std::size_t least = results.size();
    std::size_t most = results.size();
    for (std::size_t p = 0; p < results.size(); ++p) {
        const double value = results[p][measure.metric][measure.statistic].value;
        if (std::isnan(value)) continue;
        if (least == results.size() || value < results[least][measure.metric][measure.statistic].value) least = p;
        if (most == results.size() || value > results[most][measure.metric][measure.statistic].value) most = p;
    }
    if (least == results.size()) return "No point has a value.";
    const auto text = [&](std::size_t p) { return value_text(results[p][measure.metric][measure.statistic].value, unit); };
    if (text(least) == text(most)) return fmt::format("{} at every point.", text(least));
    return fmt::format("From {} ({}) to {} ({}).", text(least), at_point(view, least), text(most), at_point(view, most));
}

bool is_zero_everywhere(Metric metric, std::span<const PointResult> results) {
    return std::ranges::all_of(results, [&](const PointResult& r) { return !(r[metric][Statistic::mean].value > 0.0); });
}

ReportChart line_chart(const SweepView& view, const SweepGrid& grid, std::span<const PointResult> results, const Measure& measure) {
    const DisplayUnit unit = unit_of(measure, results);
    ChartRows rows{"point", view.field, "series", "value", "low", "high"};
    for (std::size_t p = 0; p < results.size(); ++p) {
        const SweepView::Point& point = view.points[p];
        const Interval value = in_units(results[p][measure.metric][measure.statistic], unit);
        const std::string& series = view.series[point.series];
        if (std::isnan(value.value)) continue;  // no VM runs
        if (view.is_number) rows.add(grid.numbers[p], point.x, series, value);
        else rows.add(grid.numbers[p], point.label, series, value);
    }
    Json spec = sweep_lines(view, with_symbol(measure.axis, unit));
    std::string text = range_text(view, measure, results, unit);
    if (view.is_per_replica) {
        add_layers(spec, guide_line("x", static_cast<double>(kGuidedVmsPerReplica), "1 replica per 20 VMs", view.title));
        text += " The dashed upright line is the published guidance.";
    }
    const std::string statistic(core::statistics_of(core::info(measure.metric))[static_cast<std::size_t>(measure.statistic)]);
    for (const core::Objective& objective : grid.scenarios.front().experiment.objectives) {
        if (objective.metric != core::info(measure.metric).name || objective.statistic != statistic) continue;
        add_layers(spec, guide_line("y", in_units(objective.threshold, unit), objective.text, with_symbol(measure.axis, unit)));
        text += fmt::format(" The level one is the objective {}.", objective.text);
    }
    text += fmt::format(" Bands and bars are {} % intervals.", short_number(100.0 * grid.scenarios.front().experiment.confidence));
    return make_chart(measure.id, measure.title, text, spec, {{"points", rows.csv()}});
}

}  // namespace

std::vector<ReportChart> sweep_line_charts(const SweepView& view, const SweepGrid& grid, std::span<const PointResult> results) {
    std::vector<ReportChart> charts;
    for (const Measure& measure :
         {Measure{"time-to-running", "Time to running, 95 % quantile", Metric::time_to_running, Statistic::p95, "time to running, p95"},
          Measure{"throughput", "Throughput", Metric::throughput, Statistic::mean, "running VMs"},
          Measure{"failed-fraction", "VMs that do not run in time", Metric::failed_fraction, Statistic::mean, "failed fraction"},
          Measure{"throttled-fraction", "VMs that got a 429 or 503", Metric::throttled_fraction, Statistic::mean, "throttled fraction"},
          Measure{"peak-per-replica", "VMs on the fullest replica", Metric::peak_vms_per_replica, Statistic::mean, "most VMs on a replica at a time"}}) {
        if (is_zero_everywhere(measure.metric, results)) continue;
        charts.push_back(line_chart(view, grid, results, measure));
    }
    return charts;
}

std::vector<ReportChart> sweep_bottleneck_chart(const SweepView& view, std::span<const PointResult> results) {
    if (results.size() > kMostSplitPoints || view.series.size() > kMostFacets) return {};
    ChartRows rows{"along", "series", "part", "share", "order"};
    double most_contention = 0.0;
    std::size_t where = 0;
    for (std::size_t p = 0; p < results.size(); ++p) {
        const double total = results[p].bottleneck.total_s();
        if (!(total > 0.0)) continue;
        std::uint64_t order = 0;
        for (const BottleneckPart& part : parts_of(results[p].bottleneck)) {
            const double share = part.seconds / total;
            if (part.name == "contention" && share > most_contention) {
                most_contention = share;
                where = p;
            }
            if (part.seconds > 0.0) rows.add(view.points[p].label, view.series[view.points[p].series], part.name, share, order);
            ++order;
        }
    }
    if (rows.empty()) return {};
    Json unit = Json::parse(R"({"height": 220, "mark": {"type": "bar"}, "encoding": {
        "y": {"field": "share", "type": "quantitative", "title": "part of the time", "stack": "zero", "axis": {"format": "%"}, "scale": {"domain": [0, 1]}},
        "order": {"field": "order", "type": "quantitative"}}})");
    unit["encoding"]["x"] = category("along", view.is_per_replica ? "" : view.title);
    unit["encoding"]["x"]["axis"] = {{"labelOverlap", "greedy"}};
    unit["encoding"]["color"] = category("part", "");
    Json spec;
    if (view.series.size() == 1) {
        spec = std::move(unit);
    } else {
        unit["height"] = 110;
        unit["width"] = 180;
        spec = {{"facet", category("series", view.series_title)}, {"columns", 4}, {"spec", std::move(unit)}};
    }
    spec["data"] = {{"name", "parts"}};
    const std::string what = view.is_per_replica ? "VMs created at once" : view.title;
    if (view.is_per_replica) {
        (view.series.size() == 1 ? spec : spec["spec"])["encoding"]["x"]["title"] = what;
    }
    return {make_chart("bottleneck", "Where the time of a running VM goes",
                       fmt::format("Parts of the mean time from request to running, by {}. Contention for a replica takes the largest part, {} %, at {}.",
                                   what, percent_number(most_contention), at_point(view, where)),
                       spec, {{"parts", rows.csv()}})};
}

double monthly_usd(const core::Scenario& scenario) {
    return core::bill_of(scenario, core::kBilledMonth).storage_usd_per_month();
}

std::vector<ReportChart> sweep_cost_chart(const SweepView& view, const SweepGrid& grid, std::span<const PointResult> results) {
    const Measure time{"cost", "", Metric::time_to_running, Statistic::p95, ""};
    const DisplayUnit unit = unit_of(time, results);
    const bool has_objectives = !grid.scenarios.front().experiment.objectives.empty();
    ChartRows rows{"point", "usd_per_month", "value", "low", "high", "objectives", "where"};
    double least = INFINITY;
    double most = 0.0;
    double cheapest_met = INFINITY;
    for (std::size_t p = 0; p < results.size(); ++p) {
        const double usd = monthly_usd(grid.scenarios[p]);
        least = std::fmin(least, usd);
        most = std::fmax(most, usd);
        if (results[p].objectives_met()) cheapest_met = std::fmin(cheapest_met, usd);
        if (std::isnan(results[p][time.metric][time.statistic].value)) continue;  // no VM runs
        rows.add(grid.numbers[p], usd, in_units(results[p][time.metric][time.statistic], unit),
                 !has_objectives ? "none asked for" : results[p].objectives_met() ? "met" : "missed", at_point(view, p));
    }
    if (!(most > least)) return {};
    Json spec = Json::parse(R"({"height": 280, "data": {"name": "points"}, "layer": [
        {"mark": {"type": "rule", "opacity": 0.5, "tooltip": null},
         "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": true, "size": 50},
         "encoding": {"y": {"field": "value", "type": "quantitative"}, "shape": {"field": "objectives", "type": "nominal"}}}]})");
    draw_known_ranges(spec["layer"][0]);
    const std::string title = with_symbol("time to running, p95", unit);
    for (Json& layer : spec["layer"]) layer["encoding"]["y"]["title"] = title;
    Json colour = category("objectives", "objectives");
    if (has_objectives) colour["scale"] = {{"domain", {"met", "missed"}}};
    spec["layer"][1]["encoding"]["shape"] = colour;
    spec["layer"][1]["encoding"]["tooltip"] = Json::array({category("where", "point"), quantity("usd_per_month", "USD a month"), quantity("value", title), category("objectives", "objectives")});
    spec["encoding"] = {{"x", quantity("usd_per_month", "replicas, USD a month")}, {"color", colour}};
    std::string text = fmt::format("The replicas cost from {} to {} USD a month.", usd_text(least), usd_text(most));
    if (has_objectives) {
        text += std::isinf(cheapest_met) ? std::string(" No point meets the objectives.")
                                         : fmt::format(" The cheapest point that meets the objectives costs {} USD.", usd_text(cheapest_met));
    }
    return {make_chart("cost-and-time", "Cost against time", text + " VMs are not part of the cost.", spec, {{"points", rows.csv()}})};
}

}  // namespace gallerysim::analysis
