// gallerysim compare

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace {

const std::string kReplicas = "galleries.prod.win2022.1.0.0.westeurope.replicas";
const std::string kTwice =
    "compare seventeen-on-one.yaml --set deployments.burst.vms=16 --set-b " + kReplicas + "=2";

}  // namespace

TEST_CASE("compare answers in its first sentence and names the correction", "[cli]") {
    const auto answer = call(kTwice);
    CHECK(answer.exit_code == 0);
    CHECK(answer.err.empty());
    CHECK(answer.out.starts_with(
        "B: time_to_running.p95 is 18.7 min shorter than in A (the same in every run).\n"));
    CHECK(contains(answer.out, "Holm's correction"));
    CHECK(contains(answer.out, "undefined in both"));
}

TEST_CASE("compare finds no difference between a scenario and itself", "[cli]") {
    const auto answer = call("compare seventeen-on-one.yaml seventeen-on-one.yaml");
    CHECK(answer.exit_code == 0);
    CHECK(answer.out.starts_with("B: time_to_running.p95 is the same as in A in every run.\n0 of the "));
}

TEST_CASE("compare says what is undefined in one of the two", "[cli]") {
    // With 18 VMs on one replica nothing runs in time.
    const auto answer = call("compare seventeen-on-one.yaml --set-b deployments.burst.vms=18");
    CHECK(answer.exit_code == 0);
    CHECK(answer.out.starts_with(
        "B: failed_fraction.mean is 100 points higher than in A (the same in every run).\n"
        "B: time_to_running.p95 cannot be compared: undefined in B.\n"));
    CHECK(contains(answer.out, "Beware: VMs fail"));
}

TEST_CASE("compare writes the same numbers as CSV and JSON whatever the number of threads", "[cli]") {
    const auto csv = call(kTwice + " --format csv -j 1");
    CHECK(csv.out == call(kTwice + " --format csv -j 3").out);
    const auto records = csv_records(csv.out);
    const auto json = nlohmann::json::parse(call(kTwice + " --format json").out);
    CHECK(json.at("correction") == "Holm");
    REQUIRE(json.at("rows").size() == records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto& row = json.at("rows").at(i);
        CHECK(row.at("metric") == records[i].at("metric"));
        const std::string difference = records[i].at("difference");
        CHECK(row.at("difference").is_null() == difference.empty());
        if (!difference.empty()) CHECK(row.at("difference").get<double>() == std::stod(difference));
    }
    CHECK(records.front().at("metric") == "time_to_running_s");
    CHECK(std::stod(records.front().at("difference")) == -1120.0);
}

TEST_CASE("compare documents its columns and keys", "[cli]") {
    const std::string document = text_of(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "docs" / "cli.md");
    const auto header = parse_csv(call(kTwice + " --format csv").out).at(0);
    for (const std::string& column : header) {
        INFO(column);
        CHECK(contains(document, '`' + column + '`'));
    }
    const auto json = nlohmann::json::parse(call(kTwice + " --format json").out);
    for (const auto& [key, value] : json.items()) {
        INFO(key);
        CHECK(contains(document, '`' + key + '`'));
    }
}

TEST_CASE("compare refuses to compare nothing and names mistakes of both scenarios", "[cli]") {
    const auto nothing = call("compare seventeen-on-one.yaml");
    CHECK(nothing.exit_code == 2);
    CHECK(contains(nothing.err, "--set-b"));
    const auto wrong = call("compare seventeen-on-one.yaml --set-b platform.routing=dice");
    CHECK(wrong.exit_code == 2);
    CHECK(contains(wrong.err, "--set-b platform.routing=dice"));
    CHECK(call("compare seventeen-on-one.yaml missing.yaml").exit_code == 2);
}

TEST_CASE("compare runs B with the seed of A and says so", "[cli]") {
    const auto answer = call("compare seventeen-on-one.yaml --set-b seed=5");
    CHECK(answer.exit_code == 0);
    CHECK(contains(answer.err, "B runs with the seed of A"));
}
