// Burst deployments whose outcome follows from arithmetic, from the scenario file to the answer. The files
// are in tests/scenarios/good.

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace {

/// The values of a column in the records of a run.
std::set<std::string> recorded(const std::string& arguments, const std::string& column) {
    const auto run = call("run seventeen-on-one.yaml --quiet --records - -o /dev/null " + arguments);
    std::set<std::string> values;
    for (const auto& record : csv_records(run.out)) values.insert(record.at(column));
    return values;
}

}  // namespace

TEST_CASE("Seventeen Windows VMs on one replica all end their reads at 2380 seconds", "[scenario]") {
    CHECK(recorded("", "read_ended_s") == std::set<std::string>{"2380"});
    CHECK(recorded("", "outcome") == std::set<std::string>{"running"});
    CHECK(call("run seventeen-on-one.yaml").exit_code == 0);
}

TEST_CASE("The eighteenth VM makes all of them miss the timeout of 40 minutes", "[scenario]") {
    CHECK(recorded("--set deployments.burst.vms=18", "outcome") ==
          std::set<std::string>{"provisioning_timed_out"});
    CHECK(recorded("--set deployments.burst.vms=18", "ended_s") == std::set<std::string>{"2400"});
    CHECK(call("run seventeen-on-one.yaml --set deployments.burst.vms=18").exit_code == 3);
}

// Multinomial counts: the expected largest of 6 counts that share 120 VMs evenly is 25.82514114. The interval
// misses it with one seed in twenty; the seed is fixed, so this does not vary.
TEST_CASE("The hottest of 6 replicas gets 25.8 of 120 VMs on average by random routing", "[scenario]") {
    const auto run = call("run hottest-replica.yaml --format json");
    const auto peak = nlohmann::json::parse(run.out).at("metrics").at("peak_vms_per_replica").at("mean");
    INFO(peak);
    CHECK(peak.at("low").get<double>() < 25.82514114);
    CHECK(peak.at("high").get<double>() > 25.82514114);
    CHECK(peak.at("high").get<double>() - peak.at("low").get<double>() < 1.0);
}
