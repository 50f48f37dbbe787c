#include "analysis/plan_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "analysis/replica_plan.hpp"
#include "analysis/study_objectives.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::analysis;

/// A plan made by hand: 9 replicas of Standard_ZRS in westeurope, and a region that no deployment uses.
struct Planned {
    core::Scenario scenario = test::burst_scenario(120, 6);
    ReplicaPlan plan;

    Planned() {
        auto& regions = scenario.galleries[0].images[0].versions[0].target_regions;
        regions.push_back({.name = "eastus", .replicas = 2, .storage = core::StorageType::premium_lrs, .exclude_from_latest = true});
        plan.terms.objectives = study_objectives({}, scenario);
        PlannedTarget target{.target = plan_targets(scenario).targets.front(), .options = {}, .chosen = 0, .obstacle = {}};
        target.options.push_back({.storage = core::StorageType::standard_zrs, .least = 8, .misses = 7, .replicas = 9,
                                  .usd_per_month = 14.5, .by_arithmetic = 8, .obstacle = {}});
        plan.targets.push_back(target);
    }
};

}  // namespace

TEST_CASE("The command of the Azure CLI has the form that the CLI reads, with all target regions") {
    const Planned planned;
    const std::string text = plan_az(planned.scenario, planned.plan);
    const std::regex form("az sig image-version update --resource-group RESOURCE_GROUP --gallery-name [^ ]+ "
                          "--gallery-image-definition [^ ]+ --gallery-image-version [0-9.]+ --target-regions"
                          "( [a-z0-9]+=[0-9]+=(standard_lrs|standard_zrs|premium_lrs))+\n");
    CHECK(std::regex_match(text, form));
    CHECK(text.find(" westeurope=9=standard_zrs eastus=2=premium_lrs\n") != std::string::npos);
}

TEST_CASE("The target regions for ARM are JSON with the names of the API") {
    const Planned planned;
    const auto json = nlohmann::json::parse(plan_arm(planned.scenario, planned.plan));
    REQUIRE(json.size() == 1);
    CHECK(json.at(0).at("type") == "Microsoft.Compute/galleries/images/versions");
    CHECK(json.at(0).at("name") == "prod/image/1.0.0");
    const auto& regions = json.at(0).at("properties").at("publishingProfile").at("targetRegions");
    CHECK(regions.at(0) == nlohmann::json({{"name", "westeurope"}, {"regionalReplicaCount", 9}, {"storageAccountType", "Standard_ZRS"}}));
    CHECK(regions.at(1) == nlohmann::json({{"name", "eastus"},
                                           {"regionalReplicaCount", 2},
                                           {"storageAccountType", "Premium_LRS"},
                                           {"excludeFromLatest", true}}));
}

TEST_CASE("The target regions for Bicep are a variable per version") {
    const Planned planned;
    CHECK(plan_bicep(planned.scenario, planned.plan) ==
          "// properties.publishingProfile.targetRegions of prod/image/1.0.0\n"
          "var targetRegions_prod_image_1_0_0 = [\n"
          "  {\n    name: 'westeurope'\n    regionalReplicaCount: 9\n    storageAccountType: 'Standard_ZRS'\n  }\n"
          "  {\n    name: 'eastus'\n    regionalReplicaCount: 2\n    storageAccountType: 'Premium_LRS'\n"
          "    excludeFromLatest: true\n  }\n"
          "]\n");
}

TEST_CASE("A plan's table says what to do, and its JSON holds all of it") {
    const Planned planned;
    const std::string text = plan_table(planned.scenario, planned.plan, Colour::off);
    CHECK(text.starts_with("prod/image/1.0.0 in westeurope: 9 replicas of Standard_ZRS for 120 VMs.\n"));
    CHECK(text.find("publish a new") != std::string::npos);  // it is Standard_LRS now
    CHECK(text.find("No margin") != std::string::npos);
    const auto json = nlohmann::json::parse(plan_json(planned.scenario, planned.plan));
    CHECK(json.at("is_possible") == true);
    const auto& target = json.at("targets").at(0);
    CHECK(target.at("replicas") == 9);
    CHECK(target.at("scenario_replicas") == 6);
    CHECK(target.at("options").at(0).at("shown_to_miss") == 7);
}

TEST_CASE("A plan that is impossible says what binds and gives no command") {
    Planned planned;
    PlannedTarget& target = planned.plan.targets.front();
    target.chosen.reset();
    target.obstacle = {ObstacleKind::replicas_per_region, "about 59 replicas would do, and a region may have 50"};
    const std::string text = plan_table(planned.scenario, planned.plan, Colour::off);
    CHECK(text.find("impossible for 120 VMs, because about 59 replicas would do") != std::string::npos);
    CHECK(text.find("az sig") == std::string::npos);
    const auto json = nlohmann::json::parse(plan_json(planned.scenario, planned.plan));
    CHECK(json.at("targets").at(0).at("obstacle").at("limit") == "replicas_per_region");
    CHECK(json.at("targets").at(0).at("replicas").is_null());
}
