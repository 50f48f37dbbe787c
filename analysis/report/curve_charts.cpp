#include "analysis/report/curve_charts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/report/chart_parts.hpp"
#include "core/hold_ups.hpp"

namespace gallerysim::analysis {

namespace {

// Of limits, as large areas on light and on dark paper; grey where nothing binds.
constexpr std::array<std::string_view, 7> kLimitColours{"#3d9bd1", "#d55e00", "#009e73", "#cc79a7", "#b57a00", "#7a5cc0", "#e69f00"};
constexpr std::string_view kNothing = "#b4bdc6";

/// Time of a curve in a unit that suits its length.
struct TimeAxis {
    sim::SimTime step;
    DisplayUnit unit;

    [[nodiscard]] double at(std::size_t i) const { return step.seconds() * static_cast<double>(i + 1) / unit.size; }
    [[nodiscard]] std::string field() const { return fmt::format("time_{}", unit.symbol); }
    [[nodiscard]] Json x() const { return quantity(field(), with_symbol("time since the first request", unit)); }
    [[nodiscard]] std::string text(std::size_t i) const { return value_text(at(i) * unit.size, unit); }
};

TimeAxis time_axis(const CurveTable& curves) {
    const std::size_t steps = curves.series.front().values.size();
    return {curves.step, display_unit(core::MetricUnit::seconds, curves.step.seconds() * static_cast<double>(steps))};
}

std::size_t peak_of(const CurveSeries& series) {
    const auto highest = std::ranges::max_element(series.values, {}, &Interval::value);
    return static_cast<std::size_t>(highest - series.values.begin());
}

double largest(const CurveSeries& series) { return series.values.empty() ? 0.0 : series.values[peak_of(series)].value; }

double sum(const CurveSeries& series) {
    double total = 0.0;
    for (const Interval& value : series.values) total += value.value;
    return total;
}

struct NamedSeries {
    const CurveSeries* series;
    std::string_view label;
};

std::string curve_data(const TimeAxis& time, const std::vector<NamedSeries>& all) {
    ChartRows rows{time.field(), "series", "value", "low", "high"};
    for (const NamedSeries& one : all) {
        for (std::size_t i = 0; i < one.series->values.size(); ++i) rows.add(time.at(i), one.label, one.series->values[i]);
    }
    return rows.csv();
}

std::string band_note(const CurveTable& curves) {
    return curves.runs == 1 ? " One run, so without intervals."
                            : fmt::format(" Mean over the first {} runs; bands: its intervals.", curves.runs);
}

ReportChart lines(std::string id, std::string title, std::string description, const CurveTable& curves,
                  std::string_view y_title, const std::vector<NamedSeries>& all) {
    const TimeAxis time = time_axis(curves);
    return make_chart(std::move(id), std::move(title), std::move(description) + band_note(curves),
                      lines_with_bands(time.x(), y_title, category("series", "")), {{"curve", curve_data(time, all)}});
}

ReportChart vms_chart(const CurveTable& curves) {
    const TimeAxis time = time_axis(curves);
    const CurveSeries& in_flight = curves["in_flight"];
    const CurveSeries& running = curves["running"];
    const std::size_t peak = peak_of(in_flight);
    return lines("vms-over-time", "VMs in flight and running",
                 fmt::format("Up to {} VMs are in flight at once, {} after the first request; {} have come to run at the end.",
                             short_number(largest(in_flight)), time.text(peak), short_number(running.values.back().value)),
                 curves, "VMs", {{&running, "have come to run"}, {&in_flight, "in flight: requested, not ended"}});
}

ReportChart load_chart(const CurveTable& curves) {
    const CurveSeries& mean = curves["readers.mean"];
    const CurveSeries& most = curves["readers.max"];
    return lines("replica-load", "Load of the replicas over time",
                 fmt::format("A replica has up to {} readers on average, the hottest one up to {} ({} after the first request).",
                             short_number(largest(mean)), short_number(largest(most)),
                             time_axis(curves).text(peak_of(most))),
                 curves, "VMs reading", {{&most, "hottest replica"}, {&mean, "mean of the replicas"}});
}

std::vector<ReportChart> refusal_chart(const CurveTable& curves) {
    const double throttled = sum(curves["answers_429"]);
    const double busy = sum(curves["answers_503"]);
    std::vector<NamedSeries> shown;
    if (throttled > 0.0) shown.push_back({&curves["answers_429"], "429 of the control plane"});
    if (busy > 0.0) shown.push_back({&curves["answers_503"], "503 of replicas"});
    if (shown.empty()) return {};
    return {lines("refusals", "Refused calls over time",
                  fmt::format("{} answers 429 and {} answers 503 per run, counted per step of {}.", short_number(throttled),
                              short_number(busy), value_text(curves.step.seconds(), time_axis(curves).unit)),
                  curves, "answers per step", shown)};
}

/// In which part of the runs each limit is the binding one, over time.
std::vector<ReportChart> binding_chart(const CurveTable& curves) {
    static constexpr double kWorthShowing = 0.001;  // of the time
    const TimeAxis time = time_axis(curves);
    ChartRows rows{time.field(), "limit", "share"};
    std::string text;
    Json limits = Json::array();
    Json colours = Json::array();
    for (std::size_t i = 0; i < core::kHoldUps; ++i) {
        const std::string_view name = core::name_of(static_cast<core::HoldUp>(i));
        const CurveSeries& series = curves["binding." + std::string(name)];
        const double part = series.values.empty() ? 0.0 : sum(series) / static_cast<double>(series.values.size());
        if (part < kWorthShowing) continue;
        for (std::size_t k = 0; k < series.values.size(); ++k) rows.add(time.at(k), name, series.values[k].value);
        colours.push_back(name == "none" ? kNothing : kLimitColours[limits.size() % kLimitColours.size()]);
        limits.push_back(name);
        text += fmt::format("{}{} {} %", text.empty() ? "" : ", ", name, percent_number(part));
    }
    if (rows.empty()) return {};
    Json colour = category("limit", "");
    colour["scale"] = {{"domain", std::move(limits)}, {"range", std::move(colours)}};
    const Json spec = {{"height", 120},
                       {"data", {{"name", "binding"}}},
                       {"mark", {{"type", "area"}, {"interpolate", "step-before"}}},
                       {"encoding",
                        {{"x", time.x()},
                         {"y", {{"field", "share"}, {"type", "quantitative"}, {"title", "share of the runs"}, {"stack", "normalize"}, {"axis", {{"format", "%"}, {"tickCount", 3}}}}},
                         {"color", std::move(colour)}}}};
    return {make_chart("binding-limit", "Binding limit over time",
                       fmt::format("Which limit holds up the most VMs at the end of each step, as a share of the {} runs. Over "
                                   "all steps: {}.",
                                   curves.runs, text),
                       spec, {{"binding", rows.csv()}})};
}

}  // namespace

std::vector<ReportChart> curve_charts(const CurveTable& curves) {
    if (curves.empty()) return {};
    std::vector<ReportChart> charts{vms_chart(curves), load_chart(curves)};
    for (auto& chart : refusal_chart(curves)) charts.push_back(std::move(chart));
    for (auto& chart : binding_chart(curves)) charts.push_back(std::move(chart));
    return charts;
}

}  // namespace gallerysim::analysis
