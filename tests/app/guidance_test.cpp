#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace {

const std::string kSmall =
    "guidance --storage Standard_LRS --routing round_robin --replicas 1,2 --most-vms 40 "
    "--set catalogue.boot_profiles.windows.cpu_time='20 s' ";

}  // namespace

TEST_CASE("The default study finds 17 Windows VMs per replica with a boot of 20 seconds", "[cli]") {
    const auto run = call(kSmall + "--format json");
    REQUIRE(run.exit_code == 0);
    const auto json = nlohmann::json::parse(run.out);
    const auto& windows = json.at("cases").at(0);
    CHECK_THAT(windows.at("k").at("value").get<double>(), Catch::Matchers::WithinRel(17.0, 1e-12));
    CHECK(windows.at("points").at(1).at("largest_burst") == 34);
    CHECK(windows.at("points").at(1).at("shown_to_miss") == 35);
    const auto& linux_case = json.at("cases").at(1);
    CHECK(linux_case.at("points").at(0).at("at_least") == true);
    const auto csv = csv_records(call(kSmall + "--format csv").out);
    CHECK(csv.at(1).at("largest_burst") == "34");
    const auto table = call(kSmall).out;
    CHECK(table.find("17.00 (17.00 to 17.00)") != std::string::npos);
    CHECK(table.find(">=40") != std::string::npos);
}

TEST_CASE("A mistake in what to study is a usage error that names what is known", "[cli]") {
    CHECK(call("guidance --storage Standard_LSR").exit_code == 2);
    CHECK(call("guidance --storage Standard_LSR").err.find("Standard_LRS") != std::string::npos);
    CHECK(call("guidance --replicas 0").exit_code == 2);
    CHECK(call("guidance --objective 'failed_fraction <= 0'").exit_code == 2);
    CHECK(call("guidance --objective 'time < 3'").exit_code == 2);
}
