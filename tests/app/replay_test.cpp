// One run alone is the run as the experiment has it.

#include <algorithm>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

/// The lines of a CSV that begin with this cell, and its header.
std::string rows_of(const std::string& csv, const std::string& first_cell) {
    std::istringstream lines(csv);
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        if (text.empty() || line.starts_with(first_cell + ",")) text += line + '\n';
    }
    return text;
}

}  // namespace

TEST_CASE("A replayed run has the same records and log byte for byte as within its experiment", "[cli]") {
    const TemporaryFolder folder;
    const std::string to = folder.path().string() + "/";
    const std::string scenario = "run hottest-replica.yaml --runs 4 --quiet -o /dev/null ";
    REQUIRE(call(scenario + "--records " + to + "all.csv --activity-log " + to + "all.jsonl").exit_code == 0);
    REQUIRE(call(scenario + "--replay 2 --records " + to + "one.csv --activity-log " + to + "one.jsonl").exit_code == 0);
    const std::string one = text_of(folder.path() / "one.csv");
    CHECK(one == rows_of(text_of(folder.path() / "all.csv"), "2"));
    CHECK(std::count(one.begin(), one.end(), '\n') > 100);
    const std::string log = text_of(folder.path() / "one.jsonl");
    CHECK_FALSE(log.empty());
    CHECK(text_of(folder.path() / "all.jsonl").find(log) != std::string::npos);
}

TEST_CASE("The values of all replayed runs average to the experiment's", "[cli]") {
    const std::string scenario = "run hottest-replica.yaml --runs 3 --quiet --format json";
    const Json all = Json::parse(call(scenario).out);
    double sum = 0.0;
    for (const char* run : {"0", "1", "2"}) {
        const Json json = Json::parse(call(scenario + " --replay " + run).out);
        CHECK(json["replay"] == Json{{"point", 0}, {"run", std::stoi(run)}});
        CHECK(json["runs"] == 1);
        CHECK(json["precision"].empty());
        CHECK(json["metrics"]["peak_vms_per_replica"]["mean"]["low"].is_null());
        sum += json["metrics"]["peak_vms_per_replica"]["mean"]["value"].get<double>();
    }
    CHECK_THAT(all["metrics"]["peak_vms_per_replica"]["mean"]["value"].get<double>(), WithinRel(sum / 3.0, 1e-12));
}

TEST_CASE("A run of a point of a sweep is that of the scenario with the values of the point", "[cli]") {
    const std::string sweep = "run small-grid.yaml --set platform.routing=random --quiet ";
    const std::string records = "--records /dev/stdout -o /dev/null ";
    const auto replay = call(sweep + records + "--replay 4:7");
    CHECK(replay.out == call(sweep + records +
                             "--replay 7 --set galleries.prod.win2022.1.0.0.westeurope.replicas=2 "
                             "--set deployments.burst.vms=20")
                            .out);
    CHECK(std::count(replay.out.begin(), replay.out.end(), '\n') == 21);
    const auto table = call(sweep + "--replay 4:7");
    CHECK_THAT(table.out, Contains("run 7 of point 4 (replicas = 2, vms = 20), alone"));
    CHECK_THAT(table.out, !Contains("interval"));
}

TEST_CASE("The points that a constraint leaves in are replayed by their numbers", "[cli]") {
    const std::string sweep =
        "run small-grid.yaml --quiet --set 'experiment.design={ constraint: vms <= 10 * replicas }' --replay ";
    CHECK_THAT(call(sweep + "4:0").out, Contains("point 4 (replicas = 2, vms = 20)"));
    const auto missing = call(sweep + "1:0");
    CHECK(missing.exit_code == 2);
    CHECK_THAT(missing.err, Contains("the sweep has no point 1; it has 3 points, numbered 0 to 4"));
}

TEST_CASE("What is no run is a usage error", "[cli]") {
    for (const char* text : {"x", "1:", ":1", "-1", "1:2:3", "99999999999", "4294967296"}) {
        INFO(text);
        const auto run = call("run small-grid.yaml --replay=" + std::string(text));
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        CHECK_THAT(run.err, Contains("expected RUN or POINT:RUN"));
    }
    CHECK(call("run seventeen-on-one.yaml --replay 1:0").exit_code == 2);
}
