// gallerysim replicate, and show --graph.

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace {

const std::string kTwelve =
    (std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "scenarios" / "replicate-12-regions.yaml").string();

}  // namespace

TEST_CASE("replicate prints states and the lower bound with what binds", "[cli]") {
    const auto answer = call("replicate " + kTwelve);
    CHECK(answer.exit_code == 0);
    CHECK(contains(answer.out,
                   "Completed after 113.3 min; no sharing of the network could take less than 113.3 min"));
    CHECK(contains(answer.out, "reading the source image in westeurope for 12 regions"));
    CHECK(contains(answer.out, "330.0 GB for 16.20 USD"));
}

TEST_CASE("replicate tells the status at a time and the timeline and compares strategies", "[cli]") {
    const auto at = call("replicate " + kTwelve + " --at 30min");
    CHECK(contains(at.out, "InProgress"));
    CHECK(contains(at.out, "Replicating"));
    CHECK_FALSE(contains(at.out, "take less than"));  // the bound is one of all copies
    const auto timeline = call("replicate " + kTwelve + " --strategy tree --timeline");
    CHECK(contains(timeline.out, "waits for"));
    CHECK(contains(timeline.out, "is complete"));
    const auto strategies = call("replicate " + kTwelve + " --strategies");
    CHECK(contains(strategies.out, "relay, doubling"));
    CHECK(contains(strategies.out, "tree, one_source"));
}

TEST_CASE("replicate writes a line of CSV for each region", "[cli]") {
    const auto answer = call("replicate " + kTwelve + " --format csv");
    CHECK(answer.exit_code == 0);
    CHECK(std::count(answer.out.begin(), answer.out.end(), '\n') == 13);
    CHECK(answer.out.starts_with("version,strategy,region,state,"));
}

TEST_CASE("replicate and show go by the figures and the regions of the scenario") {
    const auto quick = call("replicate " + kTwelve + " --set 'catalogue.replication.setup=0 s'");
    CHECK(contains(quick.out, "Completed after 103.3 min"));  // two copies one after the other: 10 min less
    const auto relay = call("replicate " + kTwelve + " --set platform.replication.strategy=relay");
    CHECK(contains(relay.out, "relay, one_source"));
    const auto tree = call("replicate " + kTwelve + " --set platform.replication.strategy=relay --strategy tree");
    CHECK(contains(tree.out, "tree, one_source"));
    const auto regions = call("show --regions " + kTwelve + " --set catalogue.regions.westus.availability_zones=7 "
                              "--set 'catalogue.replication.regions.westus.egress=123 MB/s'");
    CHECK(contains(regions.out, "123 MB/s"));
}

TEST_CASE("The strategies as CSV are a line each") {
    const auto answer = call("replicate " + kTwelve + " --strategies --format csv");
    CHECK(std::count(answer.out.begin(), answer.out.end(), '\n') == 9);
    CHECK(answer.out.starts_with("version,strategy,state,first_region_s,all_regions_s,lower_bound_s,egress_bytes,"));
}

TEST_CASE("replicate refuses what it does not know", "[cli]") {
    CHECK(call("replicate " + kTwelve + " --strategy comet").exit_code == 2);
    CHECK(call("replicate " + kTwelve + " --at 30").exit_code == 2);
    CHECK(call("replicate " + kTwelve + " --format json").exit_code == 2);
}

TEST_CASE("show draws the graph of regions for Graphviz", "[cli]") {
    const auto answer = call("show --graph");
    CHECK(answer.exit_code == 0);
    CHECK(answer.out.starts_with("graph regions {"));
    CHECK(contains(answer.out, "northeurope -- westeurope"));
    const auto twelve = call("show --graph " + kTwelve);
    CHECK(contains(twelve.out, "brazilsouth"));
    CHECK_FALSE(contains(twelve.out, "chilecentral"));
}
