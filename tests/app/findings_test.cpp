// What check, show --bill and run --activity-log print about galleries.

#include <nlohmann/json.hpp>

#include <fstream>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim;
using namespace gallerysim::test;

TEST_CASE("Check names the place and the remedy of a finding and exits with 0", "[cli]") {
    const auto run = call("check ../base.yaml");
    CHECK(run.exit_code == 0);
    CHECK(run.out.starts_with("ok: "));
    CHECK(run.out.find("base.yaml:") != std::string::npos);
    CHECK(run.out.find("[deletion-of-replicated-locations-allowed]") != std::string::npos);
    CHECK(run.err.empty());
}

TEST_CASE("Check exits with 2 for a finding when it is strict and with 0 when there is none", "[cli]") {
    CHECK(call("check ../base.yaml --strict").exit_code == 2);
    const std::string folder = std::string(GALLERYSIM_SOURCE_DIR) + "/scenarios/";
    // The second gallery takes the last finding away.
    const auto clean = call("check '" + folder +
                            "staged-rollout.yaml' --strict --set galleries.prod.web.1.0.0.safety_profile="
                            "'{allow_deletion_of_replicated_locations: false}' --set events=null");
    CHECK(clean.exit_code == 2);
    CHECK(clean.out.find("; 1 finding\n") != std::string::npos);
}

TEST_CASE("The findings as JSON have a place and a reason and a remedy each", "[cli]") {
    const auto json = nlohmann::json::parse(call("check ../base.yaml --format json").out);
    REQUIRE_FALSE(json.at("findings").empty());
    for (const auto& finding : json.at("findings")) {
        for (const char* key : {"id", "severity", "key", "file", "reason", "advice", "remedy"}) {
            CHECK_FALSE(finding.at(key).get<std::string>().empty());
        }
        CHECK(finding.at("line").get<int>() > 0);
        CHECK(finding.at("column").get<int>() > 0);
    }
}

TEST_CASE("The findings as SARIF refer to the rules that they list", "[cli]") {
    const auto sarif = nlohmann::json::parse(call("check ../base.yaml --format sarif").out);
    CHECK(sarif.at("version") == "2.1.0");
    const auto& run = sarif.at("runs").at(0);
    const auto& rules = run.at("tool").at("driver").at("rules");
    REQUIRE_FALSE(run.at("results").empty());
    for (const auto& result : run.at("results")) {
        CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
        const auto& place = result.at("locations").at(0).at("physicalLocation");
        CHECK_FALSE(place.at("artifactLocation").at("uri").get<std::string>().empty());
        CHECK(place.at("region").at("startLine").get<int>() > 0);
        CHECK((result.at("level") == "warning" || result.at("level") == "note"));
    }
}

TEST_CASE("A mistake in the scenario is no finding but an error", "[cli]") {
    const auto run = call("check ../bad/unknown-key.yaml --format sarif");
    CHECK(run.exit_code == 2);
    CHECK(run.out.empty());
    CHECK_FALSE(run.err.empty());
}

TEST_CASE("The bill has a line per version and region and their sum", "[cli]") {
    const auto run = call("show ../base.yaml --bill");
    CHECK(run.exit_code == 0);
    CHECK(run.out.find("USD/month") != std::string::npos);
    CHECK(run.out.find("\nsum ") != std::string::npos);
}

TEST_CASE("The JSON of a run names the rules that refused and has the bill", "[cli]") {
    const std::string file = std::string(GALLERYSIM_SOURCE_DIR) + "/scenarios/sharing.yaml";
    const auto json = nlohmann::json::parse(call("run '" + file + "' --runs 2 --format json").out);
    CHECK(json.at("outcomes").at("rejected") == 60);
    CHECK(json.at("rejected_by_rule").at("flexible_of_other_tenant") == 20);
    CHECK(json.at("rejected_by_rule").at("read_permission") == 40);
    CHECK(json.at("outcomes").at("running") == 140);
    const auto& bill = json.at("bill");
    double sum = 0.0;
    for (const auto& line : bill.at("lines")) {
        sum += line.at("storage_usd").get<double>() + line.at("egress_usd").get<double>();
    }
    CHECK_THAT(sum, WithinAbs(bill.at("total_usd").get<double>(), 1e-12));
    std::set<std::string> refused;
    for (const auto& event : json.at("events")) {
        if (!event.at("done").get<bool>()) refused.insert(event.at("rule").get<std::string>());
    }
    CHECK(refused == std::set<std::string>{"encrypted_in_shared_gallery", "sharing_permission",
                                           "sharing_not_groups", "shared_tenants_limit", "region_access"});
}

TEST_CASE("The activity log is JSON lines and the same for the same command", "[cli]") {
    const TemporaryFolder folder;
    const auto log_of = [&](const std::string& name, const std::string& threads) {
        const auto path = (folder.path() / name).string();
        const std::string file = std::string(GALLERYSIM_SOURCE_DIR) + "/scenarios/dr-two-galleries.yaml";
        CHECK(call("run '" + file + "' --runs 2 -q -j " + threads + " --activity-log '" + path + "'")
                  .exit_code == 0);
        std::ifstream stream(path, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(stream), {}};
    };
    const std::string text = log_of("a.jsonl", "1");
    CHECK(text == log_of("b.jsonl", "2"));
    std::istringstream lines(text);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) CHECK(nlohmann::json::accept(line));
    CHECK(count == 2 * 2 * (160 + 3));  // two runs, two lines for each of 160 VMs and 3 operations
}
