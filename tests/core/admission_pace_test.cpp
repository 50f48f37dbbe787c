#include "core/admission_pace.hpp"

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using Catch::Matchers::Contains;
using test::WithinAbs;

namespace {

Scenario stream(double per_s, sim::SimTime duration) {
    Scenario scenario = test::burst_scenario(1, 50, StorageType::standard_lrs, OsType::linux_os);
    scenario.deployments[0].arrivals = PoissonArrivals{.rate = {per_s}, .duration = duration};
    return scenario;
}

}  // namespace

// 1,000 network writes in 5 min, one for each VM: 3.33 VMs/s and 1,000 at first. Resource Manager's 10 writes/s are 5 VMs/s.
TEST_CASE("A stream faster than the network provider lets in is overloaded") {
    CHECK_FALSE(overload_of(stream(3.3, sim::hours(10)), 0).has_value());
    const auto overload = overload_of(stream(4.0, sim::hours(1)), 0);
    REQUIRE(overload.has_value());
    CHECK(overload->limit == Limit::network);
    CHECK_THAT(overload->admitted_per_s, WithinAbs(1000.0 / 300.0, 1e-12));
    CHECK_THAT(overload->waiting, WithinAbs(4.0 * 3600.0 - 1000.0 - 12'000.0, 1e-6));
    CHECK_THAT(overload->drained_s, WithinAbs(1400.0 * 0.3, 1e-6));
}

TEST_CASE("With one write for each VM the compute provider's 500 a minute bind") {
    Scenario scenario = stream(9.0, sim::hours(1));
    scenario.clients[0].settings.writes_per_vm.value = 1;
    const auto overload = overload_of(scenario, 0);
    REQUIRE(overload.has_value());
    CHECK(overload->limit == Limit::compute_subscription);
    CHECK_THAT(overload->waiting, WithinAbs(9.0 * 3600.0 - 1500.0 - 30'000.0, 1e-6));
}

TEST_CASE("Streams of one subscription and region share its limits and others do not") {
    Scenario scenario = stream(2.0, sim::hours(2));
    scenario.deployments.push_back(scenario.deployments[0]);
    CHECK(overload_of(scenario, 0).has_value());
    scenario.deployments[1].region = "westus";
    CHECK_FALSE(overload_of(scenario, 0).has_value());
}

TEST_CASE("A burst within the first tokens is no overload and a larger one waits for the rest") {
    CHECK_FALSE(overload_of(test::burst_scenario(100, 1), 0).has_value());
    const auto overload = overload_of(test::burst_scenario(10'000, 1), 0);
    REQUIRE(overload.has_value());
    CHECK(overload->limit == Limit::network);
    CHECK_THAT(overload->waiting, WithinAbs(9000.0, 1e-9));
    CHECK_THAT(overload->drained_s, WithinAbs(2700.0, 1e-9));
}

// Simulated: 800 s of 8 VMs/s on Resource Manager's 5, whose excess of some 2,300 drains in 460 s.
TEST_CASE("The number of refused calls is about that of a simulation") {
    Scenario scenario = stream(8.0, sim::seconds(800));
    scenario.catalogue.throttles.network.calls.value = 1'000'000;
    const auto overload = overload_of(scenario, 0);
    REQUIRE(overload.has_value());
    CHECK(overload->limit == Limit::arm_principal);
    const RunResult result = simulate(scenario, 0);
    std::uint64_t refused = 0;
    for (const std::uint64_t answers : result.throttles.throttled) refused += answers;
    INFO("expected about " << overload->refused_calls << ", simulated " << refused);
    CHECK(static_cast<double>(refused) > 0.3 * overload->refused_calls);
    CHECK(static_cast<double>(refused) < 3.0 * overload->refused_calls);
}

TEST_CASE("A stream that would be refused for hours is warned of unless something bounds it") {
    const std::string text = std::string(test::kSmallScenario);
    const auto with_stream = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"deployments.burst.vms=null",
                                   "deployments.burst.arrivals={ poisson: { rate: 20/s, for: 2 h } }"});
        return test::problems_with(more);
    };
    CHECK_THAT(with_stream({}), Contains("warning: deployments.burst.arrivals: VMs come at 20/s, and network lets in 3.33/s"));
    CHECK(with_stream({"clients=[{ name: default, concurrency: 100 }]"}).empty());
    CHECK(with_stream({"clients=[{ name: default, retry: { give_up_after: 30 min } }]"}).empty());
    CHECK(with_stream({"experiment.horizon=1 h"}).empty());
    CHECK_THAT(with_stream({"experiment.horizon=1 h", "experiment.kind=steady_state"}),
               Contains("there is no steady state"));
}
