#include "core/scenario_source.hpp"

#include <array>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::string_view kSweep = R"(experiment:
  sweep:
    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: "1..3" }
    storage: { set: galleries.prod.win2022.1.0.0.westeurope.storage, to: [Standard_LRS, Premium_LRS] }
    boot: { set: catalogue.boot_profiles.windows.cpu_time, to: [0 s, { gamma: { mean: 9 s, cov: 1 } }] }
)";

std::string problems_of(const std::string& text) {
    Diagnostics diagnostics;
    if (const auto source = ScenarioSource::from_text(text, diagnostics))
        static_cast<void>(source->read(diagnostics));
    return diagnostics.render(SourceLines::hide);
}

}  // namespace

TEST_CASE("A setting is split at its first equals sign") {
    Diagnostics diagnostics;
    const auto setting =
        parse_setting(" experiment.objectives = [ 'slowdown <= 2' ] ", "--set x", diagnostics);
    REQUIRE(setting.has_value());
    CHECK(setting->path == "experiment.objectives");
    CHECK(setting->value == "[ 'slowdown <= 2' ]");
    CHECK_FALSE(parse_setting("platform.routing", "--set platform.routing", diagnostics).has_value());
    CHECK(diagnostics.render() ==
          "--set platform.routing: error: expected key=value such as platform.routing=round_robin, found "
          "'platform.routing'\n");
}

TEST_CASE("Values of settings are YAML") {
    const Scenario s = small_with({"description='with: colon'", "deployments.burst.zones=[1, 2]",
                                   "catalogue.allocator={ parallel: 4, placement_time: 1 s }", "name=x-1"});
    CHECK(s.description == "with: colon");
    CHECK(s.deployments.at(0).zones == std::vector<int>{1, 2});
    CHECK(s.catalogue.allocator.parallel.value == 4);
    CHECK(s.name == "x-1");
}

TEST_CASE("Later settings go over earlier ones") { CHECK(small_with({"seed=1", "seed=2"}).seed == 2); }

TEST_CASE("A mistake in a setting is located at the setting") {
    CHECK(problems_with({"deployments.burst.vms=many"}) ==
          "--set deployments.burst.vms=many: error: deployments.burst.vms: expected a whole number, found "
          "'many'\n");
    CHECK(problems_with({"deployments.brust.vms=3"}) ==
          "--set deployments.brust.vms=3: error: deployments.brust.vms: there is no 'brust' in deployments; "
          "did you mean "
          "'burst'?\n");
    CHECK_THAT(problems_with({"platform="}),
               Contains("--set platform=: error: platform: the value is missing"));
    CHECK_THAT(problems_with({"platform=[1"}), Contains("--set platform=[1: error: platform: a key must be"));
    CHECK_THAT(problems_with({"platform={ rooting: random }"}),
               Contains("--set platform={ rooting: random }: error: platform: unknown key 'rooting'"));
    CHECK_THAT(problems_with({"extends=base.yaml"}), Contains("there is no 'extends'"));
}

TEST_CASE("All mistakes in settings are said at once") {
    const std::string problems = problems_with({"nowhere=1", "galleries.prd.location=x", "seed=[1"});
    CHECK_THAT(problems, Contains("nowhere") && Contains("prd") && Contains("bracket not closed"));
}

TEST_CASE("The axes of a sweep are read with their values and origin") {
    const Scenario s = scenario_of(std::string(kSmallScenario) + std::string(kSweep));
    REQUIRE(s.experiment.sweep.size() == 3);
    CHECK(s.experiment.sweep[0] ==
          SweepAxis{"replicas", "galleries.prod.win2022.1.0.0.westeurope.replicas", {"1", "2", "3"}, {}});
    CHECK(s.experiment.sweep[0].origin == "scenario.yaml:20:76");
    CHECK(s.experiment.sweep[1].values == std::vector<std::string>{"Standard_LRS", "Premium_LRS"});
    CHECK(s.experiment.sweep[2].values ==
          std::vector<std::string>{"0 s", "{ gamma: { mean: 9 s, cov: 1 } }"});
}

TEST_CASE("A point of a sweep is the scenario with one value of each axis") {
    const ScenarioSource source = source_of(std::string(kSmallScenario) + std::string(kSweep));
    const Scenario whole = scenario_of(source);
    const auto& axes = whole.experiment.sweep;
    const std::array<std::string, 3> values{axes[0].values[2], axes[1].values[1], axes[2].values[1]};
    Diagnostics diagnostics;
    const auto point = source.read_point(settings_of_point(axes, values), diagnostics);
    INFO(diagnostics.render());
    REQUIRE(point.has_value());
    const TargetRegion& target = point->target_of(point->deployments.at(0));
    CHECK(target.replicas == 3);
    CHECK(target.storage == StorageType::premium_lrs);
    CHECK(point->catalogue.boot_profiles.at("windows").cpu_time.value.kind == DistributionSpec::Kind::gamma);
    CHECK(point->experiment.sweep.empty());
    // The source has not changed.
    CHECK(scenario_of(source) == whole);
}

TEST_CASE("A value of a sweep that does not fit is located at the sweep") {
    const std::string problems = problems_of(std::string(kSmallScenario) + R"(experiment:
  sweep:
    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: "0..1" }
    vms: { set: deployments.burst.vms, to: [1, two] }
)");
    CHECK(problems ==
          "scenario.yaml:20:76: error: galleries.prod.win2022.1.0.0.westeurope.replicas: '0' is out of "
          "range; allowed "
          "is 1 to 1000000 (axis 'replicas' at 0)\n"
          "scenario.yaml:21:48: error: deployments.burst.vms: expected a whole number, found 'two' (axis "
          "'vms' at two)\n");
}

TEST_CASE("An axis that never fits is reported a few times and not for every value") {
    const std::string problems = problems_of(std::string(kSmallScenario) + R"(experiment:
  sweep:
    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: "1001..2000" }
)");
    CHECK(std::count(problems.begin(), problems.end(), '\n') == 3);
}

TEST_CASE("An axis over a key that the scenario does not write is allowed") {
    CHECK(problems_of(std::string(kSmallScenario) + R"(experiment:
  sweep:
    routing: { set: platform.routing, to: [random, round_robin, least_loaded] }
    reads: { set: catalogue.boot_profiles.windows.reads, to: "10000..70000 step 20000" }
)")
              .empty());
}

TEST_CASE("A source can be copied and varied without changing it") {
    const ScenarioSource source = source_of(kSmallScenario);
    const ScenarioSource copy = source;
    const ScenarioSource varied = with(source, {"seed=99"});
    CHECK(scenario_of(source).seed == 7);
    CHECK(scenario_of(copy).seed == 7);
    CHECK(scenario_of(varied).seed == 99);
}
