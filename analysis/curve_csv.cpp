#include "analysis/curve_csv.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "analysis/csv_text.hpp"
#include "analysis/intervals.hpp"

namespace gallerysim::analysis {

namespace {

using core::CurvePoint;

struct Series {
    std::string name;
    std::function<double(const CurvePoint&)> value;
    bool is_yes_or_no = false;  ///< 0 or 1 in each run
};

Interval mean_of(const std::vector<double>& values, const Series& series, double confidence) {
    if (!series.is_yes_or_no) return student_t_mean(values, confidence);
    const auto yes = static_cast<std::uint64_t>(std::ranges::count(values, 1.0));
    return wilson({yes, values.size()}, confidence);
}

template <class T>
Series field(std::string name, T CurvePoint::* member) {
    return {std::move(name), [member](const CurvePoint& point) { return static_cast<double>(point.*member); }};
}

std::vector<Series> all_series() {
    std::vector<Series> all{
        field("requested", &CurvePoint::requested),       field("came_to_run", &CurvePoint::came_to_run),
        field("answers_429", &CurvePoint::throttled_answers), field("answers_503", &CurvePoint::busy_answers),
        field("in_flight", &CurvePoint::in_flight),       field("running", &CurvePoint::running),
        field("readers.mean", &CurvePoint::mean_readers), field("readers.max", &CurvePoint::most_readers),
        field("replicas_with_credits", &CurvePoint::bursting),
        field("used.allocator", &CurvePoint::placers_used)};
    for (std::size_t i = 0; i < core::kLimits; ++i) {
        all.push_back({"used." + std::string(core::kLimitNames[i]), [i](const CurvePoint& p) { return p.used[i]; }});
    }
    for (std::size_t i = 0; i < core::kHoldUps; ++i) {
        const auto by = static_cast<core::HoldUp>(i);
        const std::string name(core::name_of(by));
        if (by != core::HoldUp::none) {
            all.push_back({"held_up." + name, [i](const CurvePoint& p) { return static_cast<double>(p.held_up[i]); }});
        }
        all.push_back({"binding." + name, [by](const CurvePoint& p) { return p.binding == by ? 1.0 : 0.0; }, true});
    }
    return all;
}

/// What a run that is over looks like from then on.
CurvePoint after(const CurvePoint& last) {
    CurvePoint point;
    point.running = last.running;
    return point;
}

}  // namespace

std::vector<CurveRow> curve_rows(const core::Scenario& scenario, RunRange runs, sim::SimTime step) {
    std::vector<core::Curve> curves;
    std::size_t points = 0;
    for (std::uint64_t run = runs.first; run < runs.first + runs.count; ++run) {
        curves.push_back(core::simulate_curve(scenario, static_cast<std::uint32_t>(run), step));
        points = std::max(points, curves.back().size());
    }
    for (core::Curve& curve : curves) {
        const CurvePoint rest = after(curve.empty() ? CurvePoint{} : curve.back());
        curve.resize(points, rest);
    }

    std::vector<CurveRow> rows;
    std::vector<double> values(curves.size());
    for (const Series& series : all_series()) {
        for (std::size_t i = 0; i < points; ++i) {
            std::ranges::transform(curves, values.begin(), [&](const core::Curve& c) { return series.value(c[i]); });
            rows.push_back({series.name, step * static_cast<std::int64_t>(i + 1),
                            mean_of(values, series, scenario.experiment.confidence)});
        }
    }
    return rows;
}

std::string curve_csv(const core::Scenario& scenario, RunRange runs, sim::SimTime step) {
    CsvLine heading;
    for (const std::string_view column : {"time_s", "series", "mean", "low", "high"}) heading.add(column);
    std::string text = heading.text();
    for (const CurveRow& row : curve_rows(scenario, runs, step)) {
        CsvLine line;
        line.add(row.time);
        line.add(row.series);
        line.add(row.mean.value);
        line.add(row.mean.low);
        line.add(row.mean.high);
        text += line.text();
    }
    return text;
}

sim::SimTime curve_step(const PointResult& result) {
    const double makespan = result[core::Metric::makespan][core::Statistic::mean].value;
    return curve_step(sim::SimTime::from_seconds(std::isnan(makespan) ? result.mean_end_s : makespan));
}

sim::SimTime curve_step(sim::SimTime length) {
    static constexpr double kSteps = 100.0;
    static constexpr double kShortest_s = 0.001;
    const double exact = std::max(kShortest_s, length.seconds() / kSteps);
    const double power = std::pow(10.0, std::floor(std::log10(exact)));
    double nice = 10.0 * power;
    for (const double factor : {5.0, 2.0, 1.0}) {
        if (factor * power >= exact * (1.0 - 1e-9)) nice = factor * power;
    }
    return sim::SimTime::from_seconds(nice);
}

}  // namespace gallerysim::analysis
