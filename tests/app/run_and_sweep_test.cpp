// `run` and `sweep` in their formats: keys, arithmetic, exit codes, the same bytes for any number of threads.

#include <charconv>
#include <nlohmann/json.hpp>
#include <string>

#include "core/metric.hpp"
#include "core/vm_record.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim;
using namespace gallerysim::test;
using Json = nlohmann::json;

namespace {

double number(const std::string& text) {
    double value = 0.0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    REQUIRE(result.ptr == text.data() + text.size());
    return value;
}

}  // namespace

TEST_CASE("The JSON of a run has the documented keys and its counts add up", "[cli]") {
    const auto run = call("run cut-off.yaml --format json");
    REQUIRE(run.exit_code == 0);
    const Json json = Json::parse(run.out);
    CHECK(json["scenario"]["name"] == "cut-off");
    CHECK(json["scenario"]["hash"].get<std::string>().size() == 16);
    CHECK(json["scenario"]["seed"] == 1);
    CHECK(json["version"].is_string());
    CHECK(json["runs"] == 3);
    CHECK(json["requested"] == 15);
    std::uint64_t sum = 0;
    for (const std::string_view outcome : core::kVmOutcomeNames) {
        sum += json["outcomes"].at(std::string(outcome)).get<std::uint64_t>();
    }
    CHECK(sum == 15);
    CHECK(json["outcomes"]["unfinished"] == 9);
    REQUIRE(json["metrics"].size() == core::kMetrics);
    for (const core::MetricInfo& metric : core::metrics()) {
        const Json& statistics = json["metrics"].at(core::name_with_unit(metric));
        CHECK(statistics.size() == core::statistics_of(metric).size());
        for (const std::string_view statistic : core::statistics_of(metric)) {
            for (const char* key : {"value", "low", "high"})
                CHECK(statistics.at(std::string(statistic)).contains(key));
        }
    }
    const Json& parts = json["bottleneck"];
    const double total = parts["client_s"].get<double>() + parts["throttled_s"].get<double>() +
                         parts["allocation_s"].get<double>() + parts["contention_s"].get<double>() +
                         parts["solo_read_s"].get<double>() + parts["boot_s"].get<double>() + parts["fault_s"].get<double>();
    CHECK(parts["total_s"] == total);
    CHECK_THAT(total, WithinRel(json["metrics"]["time_to_running_s"]["mean"]["value"].get<double>(), 1e-12));
    CHECK(json["metrics"]["time_to_running_s"]["mean"]["value"] == 280.0);
    CHECK(json["objectives"].empty());
    CHECK(json["objectives_met"].is_null());
    CHECK(json["warnings"].size() == 2);
}

TEST_CASE("What is undefined or unbounded is null in JSON and empty in CSV", "[cli]") {
    const std::string none_runs = "run seventeen-on-one.yaml --set deployments.burst.vms=18 --format ";
    const auto run = call(none_runs + "json");
    CHECK(run.exit_code == 3);
    const Json json = Json::parse(run.out);
    CHECK(json["metrics"]["time_to_running_s"]["p95"] ==
          Json{{"value", nullptr}, {"low", nullptr}, {"high", nullptr}});
    CHECK(json["metrics"]["peak_vms_per_replica"]["max"] ==
          Json{{"value", 18.0}, {"low", 18.0}, {"high", nullptr}});
    CHECK(json["objectives"][1]["value"].is_null());
    CHECK(json["objectives"][1]["ok"] == false);
    CHECK(json["objectives_met"] == false);
    const auto row = csv_records(call(none_runs + "csv").out).at(0);
    CHECK(row.at("time_to_running_s.p95").empty());
    CHECK(row.at("peak_vms_per_replica.max") == "18");
    CHECK(row.at("peak_vms_per_replica.max.high").empty());
    CHECK(row.at("objectives_met") == "false");
}

TEST_CASE("The objectives of a run decide on its exit code", "[cli]") {
    const std::string run = "run seventeen-on-one.yaml -o /dev/null --set experiment.objectives=";
    CHECK(call(run + "['makespan < 2381 s']").exit_code == 0);
    CHECK(call(run + "['makespan < 2380 s']").exit_code == 3);
    CHECK(call(run + "['makespan < 2381 s','slowdown > 17']").exit_code == 3);
    CHECK(call(run + "[]").exit_code == 0);
}

TEST_CASE("The CSV of a sweep has a row per point with the last axis fastest", "[cli]") {
    const auto sweep = call("sweep small-grid.yaml --format csv");
    REQUIRE(sweep.exit_code == 0);
    const auto rows = parse_csv(sweep.out);
    REQUIRE(rows.size() == 7);
    for (const auto& row : rows) CHECK(row.size() == rows[0].size());
    const auto records = csv_records(sweep.out);
    std::string points;
    for (const auto& r : records) {
        points += r.at("point") + ":" + r.at("replicas") + "x" + r.at("vms") + " ";
        CHECK(number(r.at("requested")) == number(r.at("runs")) * number(r.at("vms")));
        CHECK(number(r.at("running")) + number(r.at("provisioning_timed_out")) == number(r.at("requested")));
        const bool runs = number(r.at("vms")) / number(r.at("replicas")) <= 17;
        CHECK(r.at("objectives_met") == (runs ? "true" : "false"));
        CHECK(r.at("makespan_s.mean") ==
              (runs ? std::to_string(static_cast<int>(140 * number(r.at("vms")) / number(r.at("replicas"))))
                    : ""));
    }
    CHECK(points == "0:1x10 1:1x20 2:1x50 3:2x10 4:2x20 5:2x50 ");
    CHECK(records[0].at("scenario_hash") != records[1].at("scenario_hash"));
}

TEST_CASE("A point of a sweep is the run with its values", "[cli]") {
    const auto sweep = csv_records(call("sweep small-grid.yaml --format csv").out).at(3);
    const auto run = csv_records(call("run small-grid.yaml --quiet --format csv --set experiment.sweep=null "
                                      "--set deployments.burst.vms=10 "
                                      "--set galleries.prod.win2022.1.0.0.westeurope.replicas=2")
                                     .out)
                         .at(0);
    for (const auto& [column, value] : run) {
        INFO(column);
        if (column != "point") CHECK(sweep.at(column) == value);
    }
    CHECK(sweep.size() == run.size() + 2);
}

TEST_CASE("A sweep in which no point meets all objectives gives exit code 3", "[cli]") {
    CHECK(call("sweep small-grid.yaml -o /dev/null").exit_code == 0);
    CHECK(call("sweep small-grid.yaml -o /dev/null --set experiment.sweep.vms.to=[40,50]").exit_code == 3);
    CHECK(call("sweep small-grid.yaml -o /dev/null --set experiment.objectives=[]").exit_code == 0);
}

TEST_CASE("The JSON of a sweep has the axes and every point", "[cli]") {
    const Json json = Json::parse(call("sweep small-grid.yaml --format json").out);
    CHECK(json["axes"][1]["name"] == "vms");
    CHECK(json["axes"][1]["values"] == Json{"10", "20", "50"});
    REQUIRE(json["points"].size() == 6);
    CHECK(json["points"][5]["values"] == Json{{"replicas", "2"}, {"vms", "50"}});
    CHECK(json["points"][5]["scenario"]["hash"] != json["scenario"]["hash"]);
    CHECK(json["points"][5]["outcomes"]["provisioning_timed_out"] == 100);
}

TEST_CASE("An axis named like another column is told apart", "[cli]") {
    const auto sweep = call(
        "sweep seventeen-on-one.yaml --format csv --set experiment.sweep='{seed: {set: seed, to: 3..4}}'");
    const auto records = csv_records(sweep.out);
    REQUIRE(records.size() == 2);
    CHECK(records[1].at("seed") == "4");
    CHECK(records[1].at("axis.seed") == "4");
    CHECK(records[0].at("scenario_hash") == records[1].at("scenario_hash"));
}

TEST_CASE("The answer and the records are the same for one thread and for several", "[cli]") {
    for (const std::string command : {"run hottest-replica.yaml --set experiment.runs='{min: 5, max: 60, of: "
                                      "[peak_vms_per_replica]}' --format json",
                                      "run cut-off.yaml --format json --records - -o /dev/null",
                                      "sweep ../../../scenarios/replicas-curve.yaml --runs 5 --format csv"}) {
        INFO(command);
        const auto one = call(command + " --quiet -j 1");
        CHECK(one.out.size() > 500);
        CHECK(call(command + " --quiet -j 2").out == one.out);
        CHECK(call(command + " --quiet -j 5").out == one.out);
    }
}

TEST_CASE("The records of a run have every VM once and their times add up", "[cli]") {
    const auto records = csv_records(call("run cut-off.yaml --records - -o /dev/null").out);
    REQUIRE(records.size() == 15);
    std::map<std::string, int> times_seen;
    for (const auto& r : records) {
        ++times_seen[r.at("run") + "/" + r.at("deployment") + "/" + r.at("vm")];
        const double total = number(r.at("client_s")) + number(r.at("throttled_s")) +
                             number(r.at("allocation_s")) + number(r.at("contention_s")) +
                             number(r.at("solo_read_s")) + number(r.at("boot_s")) + number(r.at("fault_s"));
        CHECK_THAT(total, WithinAbs(number(r.at("ended_s")) - number(r.at("requested_s")), 1e-9));
        CHECK(number(r.at("requested_s")) <= number(r.at("started_s")));
        CHECK(number(r.at("started_s")) <= number(r.at("admitted_s")));
        CHECK(number(r.at("admitted_s")) <= number(r.at("allocated_s")));
        CHECK(number(r.at("allocated_s")) <= number(r.at("read_ended_s")));
        CHECK(number(r.at("read_ended_s")) <= number(r.at("ended_s")));
        CHECK(r.at("outcome") == (r.at("deployment") == "late" ? "unfinished" : "running"));
    }
    CHECK(times_seen.size() == 15);
}
