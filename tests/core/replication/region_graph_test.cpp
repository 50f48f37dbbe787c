// The graph of regions: distances, round trips, prices, the cheapest tree.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "core/replication/region_graph.hpp"
#include "tests/support/catch.hpp"

namespace gallerysim::test {
namespace {

using core::find_region;
using core::Region;
using core::RegionGraph;

core::EgressPrice list_prices() { return core::list_egress_price(core::default_catalogue().prices); }

RegionGraph graph_of(const std::vector<std::string>& names) {
    std::vector<Region> regions;
    for (const std::string& name : names) regions.push_back(*find_region(name));
    return RegionGraph(regions, core::default_replication_figures(), list_prices());
}

TEST_CASE("A round trip is the base and the slope over the great circle") {
    const auto figures = core::default_replication_figures();
    Region pole;
    pole.name = "pole";
    pole.latitude_deg = 90.0;
    Region equator;
    equator.name = "equator";
    // A quarter of the circle: 6371 pi / 2 km.
    CHECK_THAT(core::great_circle_km(pole, equator), WithinRel(10007.543398, 1e-9));
    CHECK_THAT(core::round_trip_time(figures, pole, equator).seconds(),
               WithinAbs(0.0259 + 0.0143 * 10.007543398, 1e-8));
    CHECK(core::round_trip_time(figures, pole, pole) == sim::SimTime::zero());
}

TEST_CASE("Egress costs what the dearer end of the way does") {
    const auto price = [](const char* from, const char* to) {
        return list_prices()(*find_region(from), *find_region(to));
    };
    CHECK(price("westeurope", "westeurope") == 0.0);
    CHECK(price("westeurope", "eastus") == 0.02);
    CHECK(price("westeurope", "eastasia") == 0.08);
    CHECK(price("eastasia", "brazilsouth") == 0.16);
}

TEST_CASE("The cheapest tree costs no more than any other tree over five regions") {
    const RegionGraph graph = graph_of({"westeurope", "eastus", "eastasia", "japaneast", "brazilsouth"});
    const auto cost = [&](const std::vector<std::size_t>& parents) {
        double usd = 0.0;
        double seconds = 0.0;
        for (std::size_t i = 1; i < parents.size(); ++i) {
            usd += graph.usd_per_gb(i, parents[i]);
            seconds += graph.round_trip(i, parents[i]).seconds();
        }
        return usd + 1e-6 * seconds;
    };
    const auto is_tree = [](const std::vector<std::size_t>& parents) {
        for (std::size_t i = 0; i < parents.size(); ++i) {
            std::size_t at = i;
            for (std::size_t steps = 0; at != 0; at = parents[at]) {
                if (++steps > parents.size()) return false;
            }
        }
        return true;
    };
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t code = 0; code < 625; ++code) {
        const std::vector<std::size_t> parents{0, code % 5, code / 5 % 5, code / 25 % 5, code / 125 % 5};
        if (is_tree(parents)) best = std::min(best, cost(parents));
    }
    const auto found = graph.cheapest_tree(0);
    REQUIRE(is_tree(found));
    CHECK_THAT(cost(found), WithinRel(best, 1e-12));
}

TEST_CASE("The graph of all regions can be drawn") {
    const std::vector<Region> all(core::regions().begin(), core::regions().end());
    const std::string text =
        RegionGraph(all, core::default_replication_figures(), list_prices()).to_graphviz();
    for (const Region& region : all)
        CHECK(text.find("  " + std::string(region.name) + " [label=") != std::string::npos);
    CHECK(text.find("northeurope -- westeurope [label=") != std::string::npos);
    CHECK(text.find("style=bold") != std::string::npos);
    CHECK(text.ends_with("}\n"));
}

}  // namespace
}  // namespace gallerysim::test
