#include "analysis/experiment_runner.hpp"

#include <stdexcept>
#include <vector>

#include "analysis/result_csv.hpp"
#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;
using core::Metric;
using core::Statistic;

namespace {

/// 30 VMs on 3 replicas by random routing; watched is the peak of VMs per replica.
core::Scenario random_scenario(std::int64_t min_runs, std::int64_t max_runs, double half_width) {
    core::Scenario scenario = burst_scenario(30, 3);
    scenario.experiment.min_runs = min_runs;
    scenario.experiment.max_runs = max_runs;
    scenario.experiment.relative_half_width = half_width;
    scenario.experiment.precision_of = {"peak_vms_per_replica.mean"};
    return scenario;
}

PointResult run_one(const core::Scenario& scenario, unsigned threads = 1) {
    return run_experiment({&scenario, 1}, {.threads = threads, .on_progress = {}}).front();
}

}  // namespace

TEST_CASE("A point stops after its least number of runs when that is precise enough") {
    CHECK(run_one(random_scenario(7, 1000, 1.0)).runs == 7);
}

TEST_CASE("A point gets more runs until it is precise enough") {
    const PointResult point = run_one(random_scenario(5, 100'000, 0.02));
    CHECK(point.runs > 5);
    CHECK(point.runs < 100'000);
    CHECK(point.precision_reached());
    CHECK(point[Metric::peak_vms_per_replica][Statistic::mean].relative_half_width() <= 0.02);
}

TEST_CASE("A point stops at its greatest number of runs and says that the precision was not reached") {
    const PointResult point = run_one(random_scenario(5, 13, 0.0001));
    CHECK(point.runs == 13);
    CHECK_FALSE(point.precision_reached());
}

TEST_CASE("A metric that no run has does not keep a point running") {
    core::Scenario scenario = burst_scenario(18, 1);  // all time out
    scenario.experiment.min_runs = 3;
    const PointResult point = run_one(scenario);
    CHECK(point.runs == 3);
    CHECK(point.precision.front().state == PrecisionResult::State::undefined);
}

TEST_CASE("A point is the summary of its runs in order") {
    const core::Scenario scenario = random_scenario(9, 9, 1.0);
    std::vector<core::RunResult> runs;
    for (std::uint32_t run = 0; run < 9; ++run) runs.push_back(core::simulate(scenario, run));
    CHECK(run_csv(scenario, run_one(scenario)) == run_csv(scenario, summarise(runs, scenario.experiment)));
}

TEST_CASE("Results do not depend on the number of threads") {
    std::vector<core::Scenario> points;
    for (std::int64_t replicas = 1; replicas <= 5; ++replicas) {
        points.push_back(random_scenario(4, 60, 0.05));
        points.back().galleries[0].images[0].versions[0].target_regions[0].replicas = replicas;
    }
    const auto csv_with = [&](unsigned threads) {
        const auto results = run_experiment(points, {.threads = threads, .on_progress = {}});
        std::string text;
        for (std::size_t p = 0; p < points.size(); ++p) text += run_csv(points[p], results[p]);
        return text;
    };
    const std::string one = csv_with(1);
    CHECK(csv_with(2) == one);
    CHECK(csv_with(8) == one);
}

TEST_CASE("Equal points get equal results as they share their random numbers") {
    const core::Scenario scenario = random_scenario(6, 6, 1.0);
    const std::vector<core::Scenario> points{scenario, scenario};
    const auto results = run_experiment(points, {.threads = 2, .on_progress = {}});
    CHECK(run_csv(scenario, results[0]) == run_csv(scenario, results[1]));
}

TEST_CASE("Progress is told once for every run and never falls and ends with all that was planned") {
    std::vector<core::Scenario> points(4, random_scenario(5, 40, 0.05));
    std::uint64_t calls = 0;
    ExperimentProgress last;
    const ExperimentOptions options{.threads = 3, .on_progress = [&](const ExperimentProgress& progress) {
                                        ++calls;
                                        CHECK(progress.runs_done >= last.runs_done);
                                        CHECK(progress.points_done >= last.points_done);
                                        CHECK(progress.runs_done <= progress.runs_planned);
                                        last = progress;
                                    }};
    const auto results = run_experiment(points, options);
    std::uint64_t runs = 0;
    for (const PointResult& point : results) runs += point.runs;
    CHECK(calls == runs);
    CHECK(last.runs_planned == runs);
    CHECK(last.points == 4);
    CHECK(last.points_done == 4);
}

TEST_CASE("An exception from the progress callback ends the experiment and comes out") {
    const core::Scenario scenario = random_scenario(1000, 1000, 1.0);
    std::uint64_t calls = 0;
    const ExperimentOptions options{.threads = 2, .on_progress = [&](const ExperimentProgress&) {
                                        if (++calls == 3) throw std::runtime_error("stop");
                                    }};
    CHECK_THROWS_WITH(run_experiment({&scenario, 1}, options), "stop");
    CHECK(calls < 10);
}

TEST_CASE("No points give no results") {
    CHECK(run_experiment({}, {.threads = 4, .on_progress = {}}).empty());
}

TEST_CASE("Points that take longest begin first and the results stand in the order of the points") {
    std::vector<core::Scenario> points;
    for (const std::int64_t vms : {10, 300, 40}) {
        points.push_back(burst_scenario(vms, 3));
        points.back().experiment.min_runs = points.back().experiment.max_runs = 2;
    }
    std::vector<double> work;
    const ExperimentOptions options{.threads = 1, .on_progress = [&](const ExperimentProgress& progress) {
                                        work.push_back(progress.work_done);
                                        CHECK(progress.work_planned == 2.0 * (11.0 + 301.0 + 41.0));
                                    }};
    const auto results = run_experiment(points, options);
    CHECK(work == std::vector<double>{301.0, 602.0, 643.0, 684.0, 695.0, 706.0});
    for (std::size_t p = 0; p < points.size(); ++p) {
        CHECK(results[p].requested == 2 * static_cast<std::uint64_t>(core::expected_vms(points[p].deployments[0].arrivals)));
    }
}
