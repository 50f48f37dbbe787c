#include "analysis/sweep_grid.hpp"

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::test;

namespace {

const std::string kGrid = R"(experiment:
  sweep:
    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: "1..2" }
    vms: { set: deployments.burst.vms, to: [5, 7, 9] }
)";

/// Two keys that are fine with each other's own values, but where two combinations are over the limit.
const std::string kClash = R"(catalogue:
  limits: { replicas_per_version_region: 60 }
experiment:
  sweep:
    limit: { set: catalogue.limits.replicas_per_version_region, to: [60, 50] }
    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: [1, 55] }
    seed: { set: seed, to: "1..3" }
)";

std::optional<analysis::SweepGrid> expand(const std::string& more, core::Diagnostics& diagnostics) {
    const auto source = source_of(std::string(kSmallScenario) + more);
    const auto base = source.read(diagnostics);
    INFO(diagnostics.render());
    REQUIRE(base.has_value());
    return analysis::expand_sweep(source, *base, diagnostics);
}

}  // namespace

TEST_CASE("The points of a sweep are all combinations with the last axis fastest") {
    core::Diagnostics diagnostics;
    const auto grid = expand(kGrid, diagnostics);
    REQUIRE(grid.has_value());
    CHECK(diagnostics.empty());
    CHECK(grid->axes.size() == 2);
    using Values = std::vector<std::vector<std::string>>;
    CHECK(grid->values == Values{{"1", "5"}, {"1", "7"}, {"1", "9"}, {"2", "5"}, {"2", "7"}, {"2", "9"}});
    REQUIRE(grid->scenarios.size() == 6);
    const core::Scenario& last = grid->scenarios.back();
    CHECK(last.target_of(last.deployments[0]).replicas == 2);
    CHECK(std::get<core::BurstArrivals>(last.deployments[0].arrivals).vms == 9);
    CHECK(last.experiment.sweep.empty());
}

TEST_CASE("A scenario without a sweep is one point") {
    core::Diagnostics diagnostics;
    const auto grid = expand("", diagnostics);
    REQUIRE(grid.has_value());
    REQUIRE(grid->scenarios.size() == 1);
    CHECK(grid->values[0].empty());
    CHECK(grid->scenarios[0] == scenario_of(kSmallScenario));
}

TEST_CASE("A mistake at several points is told once with the first of them and their number") {
    core::Diagnostics diagnostics;
    CHECK_FALSE(expand(kClash, diagnostics).has_value());
    CHECK(diagnostics.errors() == 1);
    const std::string text = diagnostics.render(core::SourceLines::hide);
    INFO(text);
    CHECK(text.find("(at the point limit = 50, replicas = 55, seed = 1, and at 2 more)") !=
          std::string::npos);
}

TEST_CASE("A warning about the scenario itself is not repeated for its points") {
    core::Diagnostics diagnostics;
    const auto grid =
        expand(kGrid + "catalogue: { boot_profiles: { unused: { like: linux } } }\n", diagnostics);
    REQUIRE(grid.has_value());
    CHECK(diagnostics.all().size() == 1);
    CHECK(diagnostics.all().front().severity == core::Severity::warning);
}
