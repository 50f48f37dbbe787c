#include "analysis/junit_xml.hpp"

#include <string>
#include <vector>

#include "analysis/experiment_runner.hpp"
#include "analysis/store/results_store.hpp"
#include "core/objective.hpp"
#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using Catch::Matchers::Contains;

namespace {

/// 17 VMs with fixed times on one replica: all are in time.
core::Scenario burst_with(const std::vector<std::string>& objectives) {
    core::Scenario scenario = test::burst_scenario(17, 1);
    scenario.experiment.objectives.clear();
    for (const std::string& text : objectives) {
        scenario.experiment.objectives.push_back(core::parse_objective(text).value.value());
    }
    return scenario;
}

std::string xml_of(const core::Scenario& scenario) {
    const SweepGrid grid = single_point(scenario);
    return junit_xml(scenario, grid, run_experiment(grid.scenarios));
}

}  // namespace

TEST_CASE("A met objective is a passed case and a missed one a failure that names the value") {
    const std::string xml = xml_of(burst_with({"failed_fraction < 1 %", "time_to_running.max < 1 s"}));
    CHECK_THAT(xml, Contains("<testsuites name=\"gallerysim\" tests=\"2\" failures=\"1\">"));
    CHECK_THAT(xml, Contains("name=\"failed_fraction &lt; 1 %\""));
    CHECK_THAT(xml, Contains("<system-out>0 %, 95 % interval "));
    CHECK_THAT(xml, Contains("name=\"time_to_running.max &lt; 1 s\""));
    CHECK_THAT(xml, Contains("<failure message=\"measured: "));
    CHECK_THAT(xml, Contains(" min"));
}

TEST_CASE("One run that is looked at alone has a value without an interval and no word on certainty") {
    const core::Scenario scenario = burst_with({"failed_fraction < 1 %", "time_to_running.max < 1 s"});
    const PointResult alone = replayed(core::simulate(scenario, 0), {}, scenario.experiment);
    const std::string xml = junit_xml(scenario, single_point(scenario), {&alone, 1});
    CHECK_THAT(xml, Contains("<failure message=\"measured: "));
    CHECK_THAT(xml, !Contains("interval"));
    CHECK_THAT(xml, !Contains("certain"));
}

TEST_CASE("A scenario without objectives is a suite without cases") {
    const std::string xml = xml_of(burst_with({}));
    CHECK_THAT(xml, Contains("tests=\"0\" failures=\"0\""));
    CHECK_THAT(xml, !Contains("<testcase"));
}

TEST_CASE("What XML reserves in names and what it does not know is replaced") {
    core::Scenario scenario = burst_with({"failed_fraction < 1 %"});
    scenario.name = "a<b & \"c\"\x01";
    CHECK_THAT(xml_of(scenario), Contains("testsuite name=\"a&lt;b &amp; &quot;c&quot;?\""));
}

TEST_CASE("Each point of a sweep is a suite named by its values") {
    const core::Scenario scenario = burst_with({"failed_fraction < 1 %"});
    SweepGrid grid = single_point(scenario);
    grid.axes = {core::SweepAxis{.name = "vms", .set = "deployments.burst.vms", .values = {"17", "18"}}};
    grid.numbers = {0, 1};
    grid.values = {{"17"}, {"18"}};
    grid.scenarios = {scenario, scenario};
    grid.scenarios[1].experiment.objectives = {core::parse_objective("failed_fraction < 1 %").value.value()};
    const std::string xml = junit_xml(scenario, grid, run_experiment(grid.scenarios));
    CHECK_THAT(xml, Contains("point 0: "));
    CHECK_THAT(xml, Contains("point 1: "));
    CHECK_THAT(xml, Contains("17"));
    CHECK_THAT(xml, Contains("tests=\"2\" failures=\"0\""));
}
