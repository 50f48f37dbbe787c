// gallerysim sensitivity

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace {

const std::string kOptions = "sensitivity seventeen-on-one.yaml --samples 4 --runs 2";

}  // namespace

TEST_CASE("sensitivity says first what the answer hangs on, then the ranking and what was varied", "[cli]") {
    const auto answer = call("sensitivity seventeen-on-one.yaml --samples 20 --runs 2 --of time_to_running.p95 "
                             "--range catalogue.storage.Standard_LRS.operations=500/s..1000/s");
    CHECK(answer.exit_code == 0);
    CHECK(answer.err.empty());
    std::string text = answer.out;
    std::ranges::replace(text, '\n', ' ');
    CHECK(text.starts_with("time_to_running.p95 hangs most on catalogue.storage.Standard_LRS.operations: "));
    CHECK(contains(answer.out, "With every assumption as it stands"));
    CHECK(contains(answer.out, "Morris screening, 20 trajectories, 2 runs at each of "));
    CHECK(contains(answer.out, "catalogue.allocator.capacity = null;"));
}

TEST_CASE("sensitivity writes the same numbers as CSV and JSON whatever the method and the number of threads", "[cli]") {
    for (const std::string method : {"morris", "sobol"}) {
        const std::string command = kOptions + " --method " + method;
        const auto csv = call(command + " --format csv -j 1");
        CHECK(csv.exit_code == 0);
        CHECK(csv.out == call(command + " --format csv -j 3").out);
        const auto records = csv_records(csv.out);
        const auto json = nlohmann::json::parse(call(command + " --format json").out);
        CHECK(json.at("method") == method);
        const auto& ranking = json.at("responses").at(0).at("ranking");
        const std::string weight = method == "morris" ? "mu_star" : "total";
        for (std::size_t i = 0; i < ranking.size(); ++i) {
            CHECK(ranking.at(i).at("path") == records.at(i).at("path"));
            const auto& value = ranking.at(i).at(weight).at("value");
            CHECK(value.is_null() == records[i].at(weight).empty());
            if (!value.is_null()) CHECK(value.get<double>() == std::stod(records[i].at(weight)));
        }
        const std::string document = text_of(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "docs" / "cli.md");
        const auto header = parse_csv(csv.out).at(0);
        for (const std::string& column : header) {
            INFO(column);
            CHECK((contains(column, ".") || contains(document, '`' + column + '`')));
        }
        const auto check_keys = [&](const nlohmann::json& object) {
            for (const auto& [key, value] : object.items()) {
                INFO(key);
                CHECK(contains(document, '`' + key + '`'));
            }
        };
        check_keys(json);
        check_keys(json.at("responses").at(0));
        check_keys(ranking.at(0));
        check_keys(json.at("factors").at(0));
        check_keys(json.at("held").at(0));
    }
}

TEST_CASE("sensitivity refuses what cannot be studied, with everything that is wrong", "[cli]") {
    const auto wrong = call(kOptions + " --range platform.rooting=a,b --range deployments.burst.vms=9..3 --only nothing");
    CHECK(wrong.exit_code == 2);
    CHECK(wrong.out.empty());
    for (const char* part : {"--range platform.rooting=a,b", "9 is not less than 3", "--only nothing"}) {
        INFO(part);
        CHECK(contains(wrong.err, part));
    }
    CHECK(call(kOptions + " --of throughput.p95").exit_code == 2);
    CHECK(call(kOptions + " --method guess").exit_code == 2);
    const auto contradiction = call(kOptions + " --range catalogue.storage.Premium_LRS.burst_operations=100/s..200/s");
    CHECK(contradiction.exit_code == 2);
    CHECK(contains(contradiction.err, "at a point of the study"));
}
