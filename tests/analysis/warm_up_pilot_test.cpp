#include "analysis/warm_up_pilot.hpp"

#include <vector>

#include "analysis/experiment_runner.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;

namespace {

/// A stream at a load of 0.9 on one replica, which takes its time to fill up.
core::Scenario slow_to_settle() {
    core::Scenario scenario = test::burst_scenario(1, 1);
    scenario.catalogue.boot_profiles.at("windows").provisioning_timeout.value = sim::hours(1000);
    scenario.deployments[0].arrivals =
        core::PoissonArrivals{.rate = {0.9 / 140.0}, .duration = sim::hours(100)};
    scenario.experiment.steady_state = core::SteadyState{};
    scenario.experiment.min_runs = scenario.experiment.max_runs = 5;
    return scenario;
}

}  // namespace

TEST_CASE("A warm-up that is given stays and a terminating experiment has none") {
    core::Scenario scenario = slow_to_settle();
    scenario.experiment.steady_state->warm_up = sim::hours(7);
    CHECK(with_warm_up(scenario) == scenario);
    const core::Scenario burst = test::burst_scenario(20, 1);
    CHECK(with_warm_up(burst) == burst);
}

TEST_CASE("A station that begins empty has a warm-up within the first half") {
    const auto warm_up = with_warm_up(slow_to_settle()).experiment.steady_state->warm_up;
    REQUIRE(warm_up.has_value());
    CHECK(*warm_up > sim::minutes(10));
    CHECK(*warm_up < sim::hours(51));
}

TEST_CASE("The warm-up depends on the seed and on neither the number of threads nor that of the runs") {
    core::Scenario scenario = slow_to_settle();
    const auto warm_up = [&](unsigned threads) {
        return with_warm_up(scenario, threads).experiment.steady_state->warm_up;
    };
    const auto before = warm_up(1);
    CHECK(warm_up(3) == before);
    scenario.experiment.max_runs = 100;
    CHECK(warm_up(1) == before);
    scenario.seed = 43;
    CHECK(warm_up(1) != before);
}

TEST_CASE("An experiment leaves the same warm-up out of all its runs") {
    const core::Scenario scenario = slow_to_settle();
    const PointResult result = run_experiment({&scenario, 1}).front();
    REQUIRE(result.steady.has_value());
    CHECK(result.steady->from_s == with_warm_up(scenario).experiment.steady_state->warm_up->seconds());
    CHECK(result.steady->warm_up_vms > 0);
}

TEST_CASE("A stream without VMs has no warm-up") {
    core::Scenario scenario = slow_to_settle();
    scenario.deployments[0].arrivals = core::PoissonArrivals{.rate = {1e-9}, .duration = sim::seconds(1)};
    CHECK(with_warm_up(scenario).experiment.steady_state->warm_up == sim::SimTime::zero());
}
