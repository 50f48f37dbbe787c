#include "analysis/replica_plan.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/plan_margin.hpp"
#include "analysis/plan_targets.hpp"
#include "analysis/study_objectives.hpp"
#include "core/gallery/bill.hpp"
#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::analysis;
using Catch::Matchers::WithinAbs;
using core::StorageType;

const std::vector<StorageType> kStandard{StorageType::standard_lrs};

core::Scenario even_burst(std::int64_t vms) {
    core::Scenario scenario = test::burst_scenario(vms, 1);
    scenario.platform.routing.value = core::Routing::round_robin;
    return scenario;
}

ReplicaPlan plan(const core::Scenario& scenario, std::vector<StorageType> storage = PlanTerms{}.storage, Margin margin = {}) {
    PlanTerms terms;
    terms.storage = std::move(storage);
    terms.objectives = study_objectives({}, scenario);
    terms.margin = margin;
    return plan_replicas(scenario, terms);
}

/// The version in these regions, and a burst of so many VMs in each of them.
core::Scenario in_regions(const std::vector<std::pair<std::string, std::int64_t>>& bursts) {
    core::Scenario scenario = even_burst(1);
    core::ImageVersion& version = scenario.galleries[0].images[0].versions[0];
    const core::TargetRegion target = version.target_regions.front();
    const core::Deployment deployment = scenario.deployments.front();
    version.target_regions.clear();
    scenario.deployments.clear();
    for (const auto& [region, vms] : bursts) {
        version.target_regions.push_back(target);
        version.target_regions.back().name = region;
        core::Deployment& d = scenario.deployments.emplace_back(deployment);
        d.name = region;
        d.region = region;
        d.image.target_region = version.target_regions.size() - 1;
        d.arrivals = core::BurstArrivals{vms};
    }
    return scenario;
}

}  // namespace

// By even routing a replica holds floor(2400 / 140) = 17: 120 VMs take ceil(120 / 17) = 8.
TEST_CASE("120 Windows VMs need 8 replicas of standard storage when they are dealt out evenly") {
    const ReplicaPlan found = plan(even_burst(120), kStandard);
    REQUIRE(found.is_possible());
    const StorageOption& choice = found.targets.front().choice();
    CHECK(choice.least == 8);
    CHECK(choice.misses == 7);
    CHECK(choice.by_arithmetic == 8);
    CHECK(choice.replicas == 8);
    // 30 GiB are 32.21 GB, at 0.05 USD a month.
    CHECK_THAT(choice.usd_per_month, WithinAbs(8.0 * 30.0 * 1.073741824 * 0.05, 1e-9));
    CHECK_THAT(core::bill_of(as_planned(even_burst(120), found), core::kBilledMonth).storage_usd_per_month(),
               WithinAbs(choice.usd_per_month, 1e-9));
}

// Premium storage: (7 x 1800 + 600) / 140 = 94 VMs per replica, so 2, and these cost less than 8 of standard storage.
TEST_CASE("The cheapest storage is chosen, and of equally dear ones the zone-redundant one") {
    const ReplicaPlan all = plan(even_burst(120));
    REQUIRE(all.targets.front().options.size() == 3);
    CHECK(all.targets.front().choice().storage == StorageType::premium_lrs);
    CHECK(all.targets.front().choice().replicas == 2);
    const ReplicaPlan standard = plan(even_burst(120), {StorageType::standard_lrs, StorageType::standard_zrs});
    CHECK(standard.targets.front().choice().storage == StorageType::standard_zrs);
    CHECK(standard.targets.front().choice().replicas == 8);
    CHECK(standard.error_parts == 1);  // they serve alike, and are searched once
}

TEST_CASE("Zone-redundant storage is offered only where there are zones") {
    const core::Scenario scenario = in_regions({{"westeurope", 20}, {"canadaeast", 20}});
    const ReplicaPlan found = plan(scenario);
    REQUIRE(found.targets.size() == 2);
    CHECK(found.targets[0].options.size() == 3);
    CHECK(found.targets[1].options.size() == 2);
    CHECK(found.is_possible());
}

// The scan has a standard error of at most 0.1 %; an end of the search is wrong for one seed in 20, and the seed is fixed.
TEST_CASE("A plan agrees with a brute-force scan of all numbers of replicas by random routing") {
    core::Scenario scenario = test::burst_scenario(30, 1);
    const ReplicaPlan found = plan(scenario, kStandard);
    REQUIRE(found.is_possible());
    const StorageOption& choice = found.targets.front().choice();
    std::int64_t by_scan = 0;
    for (std::int64_t replicas = 8; replicas >= 1; --replicas) {
        scenario.galleries[0].images[0].versions[0].target_regions[0].replicas = replicas;
        double failed = 0.0;
        constexpr std::uint32_t kRuns = 1'500;
        for (std::uint32_t run = 0; run < kRuns; ++run) {
            failed += static_cast<double>(core::simulate(scenario, 4'000'000'000U + run).failed()) / 30.0 / kRuns;
        }
        if (failed >= 0.01) break;
        by_scan = replicas;
    }
    INFO("scan " << by_scan << ", plan " << choice.misses << " to " << choice.least);
    CHECK(by_scan > choice.misses);
    CHECK(by_scan <= choice.least);
    CHECK(choice.least - choice.misses <= 2);
}

TEST_CASE("Each region gets what its own VMs need") {
    const ReplicaPlan found = plan(in_regions({{"westeurope", 34}, {"northeurope", 35}, {"eastus", 100}}), kStandard);
    REQUIRE(found.is_possible());
    CHECK(found.targets[0].choice().least == 2);
    CHECK(found.targets[1].choice().least == 3);
    CHECK(found.targets[2].choice().least == 6);
}

TEST_CASE("More replicas than a region may have are no plan, and how many it would take is told") {
    core::Scenario scenario = even_burst(100);
    scenario.catalogue.limits.replicas_per_version_region.value = 4;
    const ReplicaPlan found = plan(scenario, kStandard);
    CHECK_FALSE(found.is_possible());
    CHECK(found.targets.front().obstacle.kind == ObstacleKind::replicas_per_region);
    CHECK(found.targets.front().obstacle.text ==
          "about 6 replicas of Standard_LRS would do, and a region may have 4");  // ceil(100 / 17)
}

// Standard storage would take 6 in each region, 18 together, of which 15 are allowed. Premium is made dearer by replica than
// all of that, so one region gets it: 6 + 6 + 2, and the whole is tested once more.
TEST_CASE("Where a version may not have enough replicas of the cheapest storage, one region gets faster storage") {
    core::Scenario scenario = in_regions({{"westeurope", 100}, {"northeurope", 100}, {"eastus", 100}});
    scenario.catalogue.prices.snapshot_usd_per_gb_month[2].value = 2.0;
    scenario.catalogue.limits.replicas_per_version.value = 15;
    const ReplicaPlan found = plan(scenario, {StorageType::standard_lrs, StorageType::premium_lrs});
    REQUIRE(found.is_possible());
    std::int64_t premium = 0;
    std::int64_t replicas = 0;
    for (const PlannedTarget& target : found.targets) {
        premium += target.choice().storage == StorageType::premium_lrs ? 1 : 0;
        replicas += target.choice().replicas;
    }
    CHECK(premium == 1);
    CHECK(replicas == 6 + 6 + 2);
    CHECK(found.error_parts == 3);
    const ReplicaPlan without = plan(scenario, kStandard);
    CHECK_FALSE(without.is_possible());
    CHECK(without.targets.front().obstacle.kind == ObstacleKind::replicas_per_version);
    CHECK(without.targets.front().obstacle.text.find("18 replicas") != std::string::npos);
}

TEST_CASE("What replicas cannot help is named") {
    core::Scenario slow = even_burst(5);
    slow.catalogue.boot_profiles.at("windows").provisioning_timeout.value = sim::minutes(2);  // it reads for 140 s
    CHECK(plan(slow, kStandard).targets.front().obstacle.kind == ObstacleKind::boot);

    core::Scenario impatient = even_burst(300);
    impatient.clients.front().settings.retry.max_attempts.value = 1;  // 200 writes at once, and each VM makes two
    CHECK(plan(impatient, kStandard).targets.front().obstacle.kind == ObstacleKind::control_plane);

    core::Scenario full = even_burst(30);
    full.catalogue.allocator.capacity.value = 20;
    CHECK(plan(full, kStandard).targets.front().obstacle.kind == ObstacleKind::allocation);
}

TEST_CASE("A margin says what may be lost, and the replicas that are left are enough") {
    const core::Catalogue catalogue = core::default_catalogue();
    const core::StorageFigures& lrs = catalogue.storage_of(StorageType::standard_lrs);
    const core::StorageFigures& zrs = catalogue.storage_of(StorageType::standard_zrs);
    CHECK(with_margin(9, {}, lrs, 3) == 9);
    CHECK(with_margin(9, {.replicas = 2}, lrs, 0) == 11);
    CHECK(with_margin(9, {.zone = true}, lrs, 3) == 14);  // a zone takes ceil(14 / 3) = 5
    CHECK(with_margin(9, {.zone = true}, zrs, 3) == 9);
    CHECK(with_margin(1, {.zone = true}, lrs, 3) == 2);
    CHECK(with_margin(9, {.replicas = 1, .zone = true}, lrs, 3) == 15);

    const ReplicaPlan zone = plan(even_burst(60), {StorageType::standard_lrs, StorageType::standard_zrs}, {.zone = true});
    CHECK(zone.targets.front().choice().storage == StorageType::standard_zrs);
    CHECK(zone.targets.front().options.front().replicas == 6);  // 4, and ceil(6 / 3)
    CHECK(plan(even_burst(60), kStandard, {.more_vms = 0.2}).targets.front().choice().least == 5);  // 72 VMs
    const ReplicaPlan nowhere = plan(in_regions({{"canadaeast", 20}}), kStandard, {.zone = true});
    CHECK(nowhere.targets.front().obstacle.kind == ObstacleKind::no_zones);
    core::Scenario limited = even_burst(60);
    limited.catalogue.limits.replicas_per_version_region.value = 5;
    const ReplicaPlan too_many = plan(limited, kStandard, {.replicas = 2});  // 4 and 2
    CHECK(too_many.targets.front().obstacle.kind == ObstacleKind::replicas_per_region);
}

TEST_CASE("A margin is read from words, and several add up") {
    Margin margin;
    for (const char* text : {"20 %", "2 replicas", "replica", "zone", "none"}) {
        const auto parsed = parse_margin(text, margin);
        REQUIRE(parsed.value);
        margin = *parsed.value;
    }
    CHECK_THAT(margin.more_vms, WithinAbs(0.2, 1e-12));
    CHECK(margin.replicas == 3);
    CHECK(margin.zone);
    for (const char* text : {"20", "-5 %", "replicas", "x replicas", "zones", ""}) CHECK_FALSE(parse_margin(text, {}).value);
}

TEST_CASE("More VMs of any kind of arrivals are that part more, rounded up") {
    core::Scenario scenario = even_burst(120);
    const auto vms_of = [&](core::Arrivals arrivals) {
        scenario.deployments.front().arrivals = std::move(arrivals);
        return core::expected_vms(with_more_vms(scenario, 0.25).value->deployments.front().arrivals);
    };
    CHECK(vms_of(core::BurstArrivals{10}) == 13.0);
    CHECK(vms_of(core::PoissonArrivals{.rate = core::PerSecond{2.0}, .duration = sim::seconds(100)}) == 250.0);
    CHECK(vms_of(core::ClosedLoopArrivals{.in_flight = 4, .vms = 100}) == 125.0);
    CHECK(vms_of(core::ListedArrivals{.times = std::vector<sim::SimTime>(8)}) == 10.0);
    CHECK(vms_of(core::ScaleSets{.count = 2, .capacity = 100, .scale_out = {}, .upgrade = {}}) == 250.0);
    CHECK(vms_of(core::ScaleSets{.count = 2, .capacity = 1000, .scale_out = {}, .upgrade = {}}) == 3000.0);
    scenario.deployments.front().arrivals = core::TraceArrivals{};
    CHECK_FALSE(with_more_vms(scenario, 0.25).value);
    CHECK(with_more_vms(scenario, 0.0).value);
}

TEST_CASE("Deployments that read from one target share a group, and each target is found once") {
    core::Scenario scenario = in_regions({{"westeurope", 1}, {"northeurope", 2}});
    scenario.deployments.push_back(scenario.deployments.front());
    const PlanTargets targets = plan_targets(scenario);
    REQUIRE(targets.targets.size() == 2);
    CHECK(targets.group_of == std::vector<std::size_t>{0, 1, 0});
    CHECK(targets.targets[0].vms == 2.0);
    CHECK(targets.targets[1].region == "northeurope");
    CHECK(targets.targets[1].version == "prod/image/1.0.0");
}

TEST_CASE("A plan does not depend on the number of threads") {
    core::Scenario scenario = test::burst_scenario(40, 1);
    PlanTerms terms;
    terms.objectives = study_objectives({}, scenario);
    terms.threads = 1;
    const ReplicaPlan alone = plan_replicas(scenario, terms);
    terms.threads = 3;
    const ReplicaPlan together = plan_replicas(scenario, terms);
    CHECK(alone.runs == together.runs);
    for (std::size_t o = 0; o < 3; ++o) {
        CHECK(alone.targets.front().options[o].least == together.targets.front().options[o].least);
        CHECK(alone.targets.front().options[o].misses == together.targets.front().options[o].misses);
    }
}
