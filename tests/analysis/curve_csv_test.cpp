#include "analysis/curve_csv.hpp"

#include <map>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;

TEST_CASE("The step of a curve is a round number and gives some hundred points") {
    CHECK(curve_step(sim::seconds(2380)) == sim::seconds(50));
    CHECK(curve_step(sim::seconds(100)) == sim::seconds(1));
    CHECK(curve_step(sim::seconds(101)) == sim::seconds(2));
    CHECK(curve_step(sim::hours(24)) == sim::seconds(1000));
    CHECK(curve_step(sim::SimTime::zero()) == sim::milliseconds(1));
}

TEST_CASE("Curves have a row for every series and step and their means lie in their intervals") {
    // All 17 VMs of each run read until 2,380 s.
    const core::Scenario scenario = test::burst_scenario(17, 1);
    const auto rows = test::parse_csv(curve_csv(scenario, {.first = 0, .count = 3}, sim::seconds(500)));
    REQUIRE(rows.at(0) == std::vector<std::string>{"time_s", "series", "mean", "low", "high"});
    std::map<std::string, std::vector<std::string>> of_series;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        of_series[rows[i][1]].push_back(rows[i][2]);
        CHECK(std::stod(rows[i][3]) <= std::stod(rows[i][2]));
        CHECK(std::stod(rows[i][2]) <= std::stod(rows[i][4]));
    }
    CHECK(of_series.at("in_flight") == std::vector<std::string>{"17", "17", "17", "17", "0"});
    CHECK(of_series.at("running") == std::vector<std::string>{"0", "0", "0", "0", "17"});
    CHECK(of_series.at("requested") == std::vector<std::string>{"17", "0", "0", "0", "0"});
    CHECK(of_series.at("binding.replica") == std::vector<std::string>{"1", "1", "1", "1", "0"});
    CHECK(of_series.at("held_up.replica") == std::vector<std::string>{"17", "17", "17", "17", "0"});
}
