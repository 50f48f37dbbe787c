#include "analysis/result_table.hpp"

#include <limits>
#include <regex>
#include <sstream>
#include <string>

#include "analysis/experiment_runner.hpp"
#include "analysis/sweep_table.hpp"
#include "core/objective.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

namespace {

PointResult run_of(const core::Scenario& scenario) { return run_experiment({&scenario, 1}).front(); }

/// `vms` VMs on `replicas` replicas, with the catalogue's random times.
core::Scenario windows_burst(std::int64_t vms, std::int64_t replicas) {
    core::Scenario scenario = burst_scenario(vms, replicas);
    scenario.catalogue = core::default_catalogue();
    scenario.experiment.objectives = {core::parse_objective("time_to_running.p95 < 20 min").value.value(),
                                      core::parse_objective("failed_fraction < 1 %").value.value()};
    return scenario;
}

std::size_t widest_line(const std::string& text) {
    std::istringstream lines(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
    return widest;
}

std::string table_of(const core::Scenario& scenario) { return run_table(scenario, run_of(scenario)); }

/// The table's words with one blank between them, however its lines are broken.
std::string words_of(const core::Scenario& scenario) {
    return std::regex_replace(table_of(scenario), std::regex("[ \n]+"), " ");
}

}  // namespace

TEST_CASE("The table of a run begins with the answer") {
    const std::string table = table_of(burst_scenario(17, 1));
    CHECK(table.starts_with(
        "100 % of the 17 VMs run in time (83.9 to 100); the last of them runs 39.7 min after the"));
    CHECK(table.find("is contention: 94.1 %") != std::string::npos);
}

TEST_CASE("The table of a run is at most 100 columns wide") {
    for (const core::Scenario& scenario :
         {windows_burst(17, 1), windows_burst(120, 6), windows_burst(1000, 50), windows_burst(2000, 2),
          burst_scenario(1, 1)}) {
        const std::string table = table_of(scenario);
        INFO(table);
        CHECK(widest_line(table) <= 100);
    }
}

TEST_CASE("The shares of the bottleneck add up to 100 per cent") {
    const std::regex row(
        "(client|throttled|allocation|contention|solo read|boot) +[0-9.]+ +([0-9]+)\\.([0-9])  [^\n]*\n");
    for (const std::int64_t vms : {3, 7, 11, 40}) {
        const std::string table = table_of(windows_burst(vms, 3));
        int tenths = 0;
        int rows = 0;
        for (std::sregex_iterator match(table.begin(), table.end(), row), end; match != end;
             ++match, ++rows) {
            tenths += 10 * std::stoi((*match)[2]) + std::stoi((*match)[3]);
        }
        INFO(table);
        CHECK(rows == 6);
        CHECK(tenths == 1000);
    }
}

TEST_CASE("Objectives are listed with value and verdict") {
    const std::string table = table_of(windows_burst(120, 6));
    CHECK(table.find("Both objectives are missed.\n") != std::string::npos);
    CHECK(std::regex_search(
        table,
        std::regex("time_to_running.p95 < 20 min +[0-9.]+ min +[0-9.]+ to [0-9.]+  missed for certain")));
    CHECK(table_of(windows_burst(2, 2)).find("Both objectives are met.\n") != std::string::npos);
}

TEST_CASE("The table warns where numbers are of survivors or cut off or not precise") {
    CHECK(words_of(windows_burst(120, 6)).find("of the VMs that run in time; read them beside") !=
          std::string::npos);
    CHECK(words_of(burst_scenario(18, 1)).find("No VM runs, in any run") != std::string::npos);

    core::Scenario cut_off = burst_scenario(10, 1);
    cut_off.experiment.horizon = sim::minutes(5);
    CHECK(words_of(cut_off).find("100 % of the VMs had not ended at the horizon of 5 min") !=
          std::string::npos);

    core::Scenario imprecise = windows_burst(40, 4);
    imprecise.experiment.min_runs = imprecise.experiment.max_runs = 3;
    imprecise.experiment.relative_half_width = 0.0001;
    const std::string text = words_of(imprecise);
    CHECK(text.find("Precision not reached after 3 runs: time_to_running.p95 is known to") !=
          std::string::npos);
    CHECK(text.find("instead of 0.010 %") != std::string::npos);

    CHECK(words_of(burst_scenario(3, 3)).find("Beware") == std::string::npos);
}

TEST_CASE("A colour leaves the text as it is") {
    const core::Scenario scenario = windows_burst(40, 3);
    const PointResult result = run_of(scenario);
    const std::string coloured = run_table(scenario, result, Colour::on);
    CHECK(coloured.find("\x1b[31mmissed\x1b[0m") != std::string::npos);
    CHECK(std::regex_replace(coloured, std::regex("\x1b\\[[0-9]*m"), "") == run_table(scenario, result));
}

TEST_CASE("A Poisson stream has about so many VMs a run") {
    core::Scenario scenario = burst_scenario(1, 3, core::StorageType::standard_lrs, core::OsType::linux_os);
    scenario.deployments[0].arrivals = core::PoissonArrivals{.rate = {0.1}, .duration = sim::minutes(10)};
    CHECK(std::regex_search(table_of(scenario), std::regex("100 % of the about [56][0-9] VMs run in time")));
}

TEST_CASE("A stream that brings no VM at all is told and not divided by") {
    core::Scenario scenario = burst_scenario(1, 1);
    scenario.deployments[0].arrivals = core::PoissonArrivals{.rate = {1e-9}, .duration = sim::seconds(1)};
    const std::string table = table_of(scenario);
    CHECK(table.starts_with("No VM was requested.\n"));
    CHECK(table.find("nan") == std::string::npos);
}

TEST_CASE("The matrix of a sweep has a line where more than 20 VMs come on a replica") {
    SweepGrid grid;
    grid.axes = {{.name = "vms", .set = "deployments.burst.vms", .values = {"10", "20", "30", "50"}},
                 {.name = "replicas", .set = "replicas", .values = {"1", "2"}}};
    for (const std::int64_t vms : {10, 20, 30, 50}) {
        for (const std::int64_t replicas : {1, 2}) {
            grid.numbers.push_back(grid.numbers.size());
            grid.scenarios.push_back(burst_scenario(vms, replicas));
            grid.values.push_back({std::to_string(vms), std::to_string(replicas)});
        }
    }
    for (core::Scenario& scenario : grid.scenarios)
        scenario.platform.routing.value = core::Routing::round_robin;
    auto results = run_experiment(grid.scenarios);
    const std::string table = sweep_table(grid.scenarios[0], grid, results);
    INFO(table);
    CHECK(table.starts_with("At 4 of 8 points every VM runs in time.\n"));
    CHECK(table.find("vms down, replicas across\n"
                     "vms    1     2\n"
                     " 10    0     0\n"
                     " 20  100     0\n"
                     " 30  100|    0\n"
                     " 50  100   100\n") != std::string::npos);
    CHECK(widest_line(table) <= 100);

    // What has a value nowhere, such as the makespan in steady state, has no column.
    CHECK(table.find("makespan") != std::string::npos);
    for (PointResult& result : results) {
        result.metrics[static_cast<std::size_t>(core::Metric::makespan)].statistics[0].value = std::numeric_limits<double>::quiet_NaN();
    }
    CHECK(sweep_table(grid.scenarios[0], grid, results).find("makespan") == std::string::npos);
}
