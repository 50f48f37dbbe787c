#include "core/world.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::KeepRecords;
using core::Metric;
using core::Statistic;
using core::VmOutcome;
using test::WithinAbs;

// System: Linux instances with D = 1,920 / 500 = 3.84 s each; placement and boot take no time. n that read together
// from one replica all end after n x 3.84 s.

namespace {

constexpr double kDemand = 3.84;

core::Scenario scale_sets(std::int64_t count, std::int64_t capacity, std::int64_t replicas = 1) {
    core::Scenario scenario = test::burst_scenario(1, replicas, core::StorageType::standard_lrs, core::OsType::linux_os);
    core::ScaleSets sets;
    sets.count = count;
    sets.capacity = capacity;
    sets.overprovision = false;
    scenario.deployments[0].arrivals = sets;
    return scenario;
}

core::ScaleSets& sets_of(core::Scenario& scenario) {
    return std::get<core::ScaleSets>(scenario.deployments[0].arrivals);
}

std::uint64_t count_of(const core::RunResult& result, std::uint32_t set, VmOutcome outcome) {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        result.records, [&](const core::VmRecord& vm) { return vm.scale_set == set && vm.outcome == outcome; }));
}

}  // namespace

TEST_CASE("A scale set costs one call however many instances it has and none of them waits for the control plane") {
    const core::RunResult result = core::simulate(scale_sets(1, 1000, 50), 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::running) == 1000);
    CHECK(result.throttles.accepted == 1);
    CHECK(result[Metric::time_throttled][Statistic::max] == 0.0);
    CHECK(result.scale_set_operations == 1);
    CHECK(result[Metric::unready_fraction][Statistic::mean] == 0.0);
}

TEST_CASE("A scale set is ready when all that it asks for have read") {
    const core::RunResult result = core::simulate(scale_sets(1, 100), 0);
    CHECK_THAT(result[Metric::time_to_ready][Statistic::mean], WithinAbs(100 * kDemand, 1e-6));
    CHECK_THAT(result[Metric::makespan][Statistic::mean], WithinAbs(100 * kDemand, 1e-6));
}

TEST_CASE("Overprovisioned instances are deleted when enough run and are not failures") {
    core::Scenario scenario = scale_sets(1, 10);
    sets_of(scenario).overprovision = true;  // 20 %: 12 read, all until 12 x 3.84 s, and two of them too many
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.requested == 10);
    CHECK(result.overprovisioned == 2);
    CHECK(result.count(VmOutcome::running) == 10);
    CHECK(result.count(VmOutcome::surplus) == 2);
    CHECK(result.failed() == 0);
    CHECK(result[Metric::failed_fraction][Statistic::mean] == 0.0);
    CHECK_THAT(result[Metric::time_to_ready][Statistic::mean], WithinAbs(12 * kDemand, 1e-6));
}

TEST_CASE("Overprovisioning gets a scale set ready although an instance is slow") {
    // Boots of 10 s, but for one in ten of 1,000 s: without spare instances the slowest of 50 decides.
    core::Scenario scenario = scale_sets(1, 50, 50);
    core::DistributionSpec boot;
    boot.kind = core::DistributionSpec::Kind::empirical;
    boot.values = std::vector<double>(10, 10.0);
    boot.values.back() = 1000.0;
    scenario.catalogue.boot_profiles.at("linux").cpu_time.value = boot;
    const double without = core::simulate(scenario, 0)[Metric::time_to_ready][Statistic::mean];
    sets_of(scenario).overprovision = true;
    const double with = core::simulate(scenario, 0)[Metric::time_to_ready][Statistic::mean];
    CHECK(without > 1000.0);  // false only if none of 50 is slow: 0.9^50 = 0.5 %, and the seed is fixed
    CHECK(with < 200.0);
}

TEST_CASE("A scale set grows after it is ready") {
    core::Scenario scenario = scale_sets(1, 10);
    sets_of(scenario).scale_out = core::ScaleOut{sim::hours(1), 15};
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.requested == 15);
    CHECK(result.count(VmOutcome::running) == 15);
    CHECK(result.throttles.accepted == 2);
    CHECK(result.scale_set_operations == 2);
    CHECK_THAT(result[Metric::makespan][Statistic::mean], WithinAbs(3600 + 5 * kDemand, 1e-6));
    // Growth that is due before the creation is over waits for it.
    sets_of(scenario).scale_out = core::ScaleOut{sim::seconds(1), 15};
    const core::RunResult early = core::simulate(scenario, 0);
    CHECK_THAT(early[Metric::makespan][Statistic::mean], WithinAbs(15 * kDemand, 1e-6));
}

TEST_CASE("A rolling upgrade goes batch by batch with a pause and reads the new image") {
    core::Scenario scenario = scale_sets(1, 10);
    auto& versions = scenario.galleries[0].images[0].versions;
    versions.push_back(versions[0]);
    versions[1].name = "2.0.0";
    core::RollingUpgrade upgrade;
    upgrade.at = sim::hours(1);
    upgrade.image = scenario.deployments[0].image;
    upgrade.image.version = 1;
    upgrade.pause = sim::seconds(60);
    sets_of(scenario).upgrade = upgrade;  // 20 %: five batches of two
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.requested == 20);
    CHECK(result.count(VmOutcome::running) == 20);
    CHECK(result.throttles.accepted == 2);
    CHECK_THAT(result[Metric::makespan][Statistic::mean], WithinAbs(3600 + 5 * 2 * kDemand + 4 * 60, 1e-6));
    CHECK_THAT(result[Metric::time_to_ready][Statistic::max], WithinAbs(5 * 2 * kDemand + 4 * 60, 1e-6));
}

TEST_CASE("A rolling upgrade ends when too many instances fail in it") {
    core::Scenario scenario = scale_sets(1, 10);
    auto& gallery = scenario.galleries[0];
    gallery.images.push_back(gallery.images[0]);  // of the same system, but nothing of it boots in time
    gallery.images[1].name = "slow";
    gallery.images[1].boot = "slow";
    core::BootProfile slow = scenario.catalogue.boot_profiles.at("linux");
    slow.provisioning_timeout.value = sim::seconds(1);
    scenario.catalogue.boot_profiles.emplace("slow", slow);
    core::RollingUpgrade upgrade;
    upgrade.at = sim::hours(1);
    upgrade.image = scenario.deployments[0].image;
    upgrade.image.image = 1;
    sets_of(scenario).upgrade = upgrade;
    const core::RunResult result = core::simulate(scenario, 0);
    // The first batch of two is as many as may fail; the second one is too many.
    CHECK(result.count(VmOutcome::provisioning_timed_out) == 4);
    CHECK(result.count(VmOutcome::running) == 10);
    CHECK(result[Metric::unready_fraction][Statistic::mean] == 0.5);
}

TEST_CASE("A scale set that the control plane keeps out fails with all its instances") {
    core::Scenario scenario = scale_sets(3, 20);
    scenario.clients[0].settings.retry.max_attempts.value = 1;
    auto& policy =
        scenario.catalogue.throttles.compute[static_cast<std::size_t>(core::ApiOperation::create_scale_set)];
    policy.subscription_capacity.value = 1;
    policy.subscription_refill.value = 1;
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.requested == 60);
    CHECK(result.count(VmOutcome::running) == 20);
    CHECK(result.count(VmOutcome::throttled) == 40);
    CHECK(count_of(result, 0, VmOutcome::running) == 20);
    CHECK_THAT(result[Metric::unready_fraction][Statistic::mean], WithinAbs(2.0 / 3.0, 1e-12));
}

TEST_CASE("Batches of instances begin one after the other") {
    core::Scenario scenario = scale_sets(1, 30);
    scenario.catalogue.scale_sets.batch_size.value = 10;
    scenario.catalogue.scale_sets.batch_pause.value = sim::minutes(10);
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::running) == 30);
    for (const core::VmRecord& vm : result.records) CHECK(vm.allocated == sim::minutes(10 * (vm.vm / 10)));
    CHECK_THAT(result[Metric::time_to_ready][Statistic::mean], WithinAbs(1200 + 10 * kDemand, 1e-6));
}

TEST_CASE("Instances that the horizon cuts off are unfinished") {
    core::Scenario scenario = scale_sets(2, 50);
    scenario.experiment.horizon = sim::seconds(10);
    const core::RunResult result = core::simulate(scenario, 0);
    CHECK(result.requested == 100);
    CHECK(result.count(VmOutcome::unfinished) == 100);
    CHECK(result[Metric::unready_fraction][Statistic::mean] == 1.0);
}
