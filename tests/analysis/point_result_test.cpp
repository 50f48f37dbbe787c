#include "analysis/point_result.hpp"

#include <cmath>
#include <limits>

#include "core/objective.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/result_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;
using core::Metric;
using core::Statistic;

namespace {

constexpr double kConfidence = 0.95;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

void check_equal(const Interval& a, const Interval& b) {
    CHECK(a.value == b.value);
    CHECK(a.low == b.low);
    CHECK(a.high == b.high);
}

ObjectiveResult judged(const std::string& objective, const std::vector<core::RunResult>& runs) {
    core::Experiment experiment;
    experiment.objectives = {core::parse_objective(objective).value.value()};
    return summarise(runs, experiment).objectives.front();
}

}  // namespace

TEST_CASE("A statistic of the VMs is taken in each run and averaged over the runs") {
    const auto runs = runs_with(Metric::time_to_running, Statistic::p95, {100, 110, 150});
    const std::vector<double> values{100, 110, 150};
    check_equal(estimate(runs, Metric::time_to_running, Statistic::p95, kConfidence),
                student_t_mean(values, kConfidence));
    CHECK(estimate(runs, Metric::time_to_running, Statistic::p95, kConfidence).value == 120.0);
}

TEST_CASE("A share is that of all VMs and the runs are its clusters") {
    const std::vector<core::RunResult> runs{run_with(90, 10), run_with(100, 200)};
    const std::vector<Proportion> shares{{10, 100}, {200, 300}};
    const Interval failed = estimate(runs, Metric::failed_fraction, Statistic::mean, kConfidence);
    check_equal(failed, clustered_wilson(shares, kConfidence));
    CHECK(failed.value == 210.0 / 400.0);
    CHECK(std::isnan(estimate(runs, Metric::failed_fraction, Statistic::p95, kConfidence).value));
}

TEST_CASE("A value of the run has quantiles over the runs and a largest one without upper bound") {
    const auto runs = runs_with(Metric::makespan, Statistic::mean, {5, 3, 4, 1, 2});
    const std::vector<double> values{5, 3, 4, 1, 2};
    check_equal(estimate(runs, Metric::makespan, Statistic::mean, kConfidence), student_t_mean(values, kConfidence));
    check_equal(estimate(runs, Metric::makespan, Statistic::p50, kConfidence),
                order_statistics_quantile(values, 0.5, kConfidence));
    check_equal(estimate(runs, Metric::makespan, Statistic::p99, kConfidence),
                order_statistics_quantile(values, 0.99, kConfidence));
    const Interval largest = estimate(runs, Metric::makespan, Statistic::max, kConfidence);
    CHECK(largest.value == 5.0);
    CHECK(largest.low == 5.0);
    CHECK(std::isinf(largest.high));
}

TEST_CASE("Runs without a value are left out and counted") {
    const auto runs = runs_with(Metric::makespan, Statistic::mean, {5, kNothing, 7});
    const PointResult point = summarise(runs, {});
    CHECK(point.runs == 3);
    CHECK(point[Metric::makespan].runs == 2);
    CHECK(point[Metric::makespan][Statistic::mean].value == 6.0);
    CHECK(point[Metric::slowdown].runs == 0);
    const Interval& nothing = point[Metric::slowdown][Statistic::mean];
    CHECK(std::isnan(nothing.value));
    CHECK_FALSE(nothing.is_bounded());
}

TEST_CASE("Outcomes of all runs add up to the requests") {
    const PointResult point =
        summarise(std::vector<core::RunResult>{run_with(90, 10), run_with(100, 200)}, {});
    CHECK(point.requested == 400);
    CHECK(point.outcomes[static_cast<std::size_t>(core::VmOutcome::running)] == 190);
    CHECK(point.outcomes[static_cast<std::size_t>(core::VmOutcome::provisioning_timed_out)] == 210);
}

TEST_CASE("The bottleneck is the average over the running VMs of all runs") {
    std::vector<core::RunResult> runs{run_with(1, 5), run_with(3, 0)};
    runs[0].bottleneck.allocation_s = 8.0;
    runs[0].bottleneck.boot_s = 4.0;
    runs[1].bottleneck.allocation_s = 4.0;
    runs[1].bottleneck.contention_s = 40.0;
    const BottleneckShare share = summarise(runs, {}).bottleneck;
    CHECK(share.allocation_s == 3.0);
    CHECK(share.contention_s == 10.0);
    CHECK(share.boot_s == 1.0);
    CHECK(share.total_s() == 14.0);
}

TEST_CASE("The bottleneck of many VMs does not overflow") {
    // Together more than the 292 years that a SimTime holds.
    std::vector<core::RunResult> runs{run_with(3, 0)};
    core::Bottleneck vm;
    vm.contention = sim::seconds(8'000'000'000);
    for (int i = 0; i < 3; ++i) runs[0].bottleneck += vm;
    CHECK(summarise(runs, {}).bottleneck.contention_s == 8e9);
}

TEST_CASE("An objective is certain when its whole interval is on one side") {
    const auto runs = runs_with(Metric::time_to_running, Statistic::p95, {100, 110, 120, 130});
    const Interval value = student_t_mean(std::vector<double>{100, 110, 120, 130}, kConfidence);
    REQUIRE((value.low < 100 && value.high > 130));

    const ObjectiveResult clearly_met = judged("time_to_running.p95 < 200 s", runs);
    CHECK(clearly_met.ok);
    CHECK(clearly_met.is_certain);
    const ObjectiveResult barely_met = judged("time_to_running.p95 < 116 s", runs);
    CHECK(barely_met.ok);
    CHECK_FALSE(barely_met.is_certain);
    const ObjectiveResult barely_missed = judged("time_to_running.p95 < 115 s", runs);
    CHECK_FALSE(barely_missed.ok);
    CHECK_FALSE(barely_missed.is_certain);
    const ObjectiveResult clearly_missed = judged("time_to_running.p95 >= 300 s", runs);
    CHECK_FALSE(clearly_missed.ok);
    CHECK(clearly_missed.is_certain);
}

TEST_CASE("The four relations of an objective differ at the threshold itself") {
    const auto runs = runs_with(Metric::time_to_running, Statistic::p95, {100, 100});
    CHECK_FALSE(judged("time_to_running.p95 < 100 s", runs).ok);
    CHECK(judged("time_to_running.p95 <= 100 s", runs).ok);
    CHECK_FALSE(judged("time_to_running.p95 > 100 s", runs).ok);
    CHECK(judged("time_to_running.p95 >= 100 s", runs).ok);
}

TEST_CASE("An undefined value never meets an objective") {
    const std::vector<core::RunResult> runs{run_with(0, 10), run_with(0, 10)};
    for (const char* objective : {"time_to_running.p95 < 1000 h", "time_to_running.p95 > 0 s"}) {
        CHECK_FALSE(judged(objective, runs).ok);
        CHECK_FALSE(judged(objective, runs).is_certain);
    }
}

TEST_CASE("The largest of a few runs does not make an upper limit certain") {
    const auto runs = runs_with(Metric::makespan, Statistic::mean, {5, 6});
    CHECK(judged("makespan.max < 10 s", runs).ok);
    CHECK_FALSE(judged("makespan.max < 10 s", runs).is_certain);
    CHECK(judged("makespan.max < 5 s", runs).is_certain);
}

TEST_CASE("Precision is relative to the value but absolute for a share") {
    core::Experiment experiment;
    experiment.precision_of = {"time_to_running.p95", "failed_fraction.mean", "slowdown.mean"};
    experiment.relative_half_width = 0.2;
    const auto runs = runs_with(Metric::time_to_running, Statistic::p95, {100, 110, 120, 130});
    const auto precision = precision_of(runs, experiment);
    REQUIRE(precision.size() == 3);
    CHECK(precision[0].half_width ==
          student_t_mean(std::vector<double>{100, 110, 120, 130}, kConfidence).relative_half_width());
    CHECK(precision[0].state == PrecisionResult::State::reached);
    CHECK(precision[1].half_width ==
          estimate(runs, Metric::failed_fraction, Statistic::mean, kConfidence).half_width());
    CHECK(precision[1].state ==
          PrecisionResult::State::not_reached);  // four runs without a failure: 0 to 49 %
    CHECK(precision[2].state == PrecisionResult::State::undefined);
    CHECK_FALSE(summarise(runs, experiment).precision_reached());
    experiment.precision_of = {"time_to_running.p95", "slowdown.mean"};
    CHECK(summarise(runs, experiment).precision_reached());
}

TEST_CASE("One run alone bounds nothing, not even the shares of its many VMs") {
    core::Experiment experiment;
    experiment.objectives = {core::parse_objective("failed_fraction < 1 %").value.value()};
    const PointResult alone = replayed(run_with(30, 90), {}, experiment);
    const Interval& share = alone[Metric::failed_fraction][Statistic::mean];
    CHECK(share.value == 0.75);
    CHECK_FALSE(share.is_bounded());
    CHECK(alone.objectives.front().value.value == 0.75);
    CHECK_FALSE(alone.objectives.front().value.is_bounded());
    CHECK_FALSE(alone.objectives.front().ok);
    CHECK_FALSE(alone.objectives.front().is_certain);
}
