#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace {

const std::string kObjective = " --objective 'failed_fraction < 1 %' ";

}  // namespace

TEST_CASE("A plan for 120 VMs is written in every form", "[cli]") {
    const std::string command =
        "plan seventeen-on-one.yaml --set deployments.burst.vms=120 --storage Standard_LRS,Standard_ZRS" + kObjective;
    const auto table = call(command);
    CHECK(table.exit_code == 0);
    CHECK(table.out.starts_with("prod/win2022/1.0.0 in westeurope: 8 replicas of Standard_ZRS for 120 VMs.\n"));
    const auto json = nlohmann::json::parse(call(command + "--format json").out);
    CHECK(json.at("targets").at(0).at("replicas") == 8);
    CHECK(call(command + "--format az").out.find("westeurope=8=standard_zrs") != std::string::npos);
    CHECK(nlohmann::json::parse(call(command + "--format arm").out).size() == 1);
    CHECK(call(command + "--format bicep").out.find("regionalReplicaCount: 8") != std::string::npos);
    const auto margin = call(command + "--margin zone --margin '1 replica' --format json");
    CHECK(nlohmann::json::parse(margin.out).at("targets").at(0).at("replicas") == 9);  // a zone takes none of ZRS
}

TEST_CASE("An impossible plan gives exit code 3 and says what binds", "[cli]") {
    const auto run = call("plan seventeen-on-one.yaml --set deployments.burst.vms=1000 --storage Standard_LRS" + kObjective);
    CHECK(run.exit_code == 3);
    CHECK(run.out.find("impossible for 1,000 VMs") != std::string::npos);
    CHECK(run.out.find("would do, and a region may have 50.") != std::string::npos);
}

TEST_CASE("A table of replicas over VMs and scale sets is printed without a scenario", "[cli]") {
    const auto command = [](const std::string& vms) {
        return "plan --table --vms " + vms + " --scale-sets 2 --instances 10 --storage Standard_LRS,Premium_LRS "
               "--set platform.routing=round_robin --set catalogue.boot_profiles.windows.cpu_time='20 s' ";
    };
    const auto table = call(command("20"));
    REQUIRE(table.exit_code == 0);
    CHECK(table.out.find("prod/win2022/latest") != std::string::npos);
    const auto cells = csv_records(call(command("20,1000") + "--format csv").out);
    REQUIRE(cells.size() == 12);
    // 17 Windows VMs per replica of standard storage: 2 for 20, and 59 for 1,000 are more than a region may have.
    CHECK(cells.at(0).at("replicas") == "2");
    CHECK(cells.at(1).at("obstacle") == "replicas_per_region");
    const auto json = nlohmann::json::parse(call(command("20") + "--format json").out);
    CHECK(json.at("cells").size() == 8);
}

TEST_CASE("A mistake in a plan's options is a usage error that says what is expected", "[cli]") {
    CHECK(call("plan").err.find("SCENARIO is missing") != std::string::npos);
    CHECK(call("plan seventeen-on-one.yaml --margin lots" + kObjective).err.find("'2 replicas'") != std::string::npos);
    CHECK(call("plan seventeen-on-one.yaml --vms 3" + kObjective).exit_code == 2);
    CHECK(call("plan --table --format az").exit_code == 2);
    CHECK(call("plan seventeen-on-one.yaml --storage Premium" + kObjective).err.find("Premium_LRS") != std::string::npos);
}
