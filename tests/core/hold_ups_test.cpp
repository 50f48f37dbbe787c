#include "core/hold_ups.hpp"

#include <algorithm>

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::HoldUp;
using test::WithinAbs;

namespace {

double share(const core::RunResult& result, HoldUp by) { return result.binding_s[static_cast<std::size_t>(by)]; }

}  // namespace

TEST_CASE("The limit that holds up the most VMs is the binding one and ties go to the first") {
    core::HoldUps all;
    CHECK(all.binding() == HoldUp::none);
    all.move(sim::seconds(0), HoldUp::none, HoldUp::client, 3);
    all.move(sim::seconds(0), HoldUp::none, HoldUp::replica, 3);
    CHECK(all.binding() == HoldUp::client);
    all.move(sim::seconds(2), HoldUp::client, HoldUp::replica, 2);
    CHECK(all.binding() == HoldUp::replica);
    all.move(sim::seconds(5), HoldUp::replica, HoldUp::none, 5);
    CHECK(all.held_up_by(HoldUp::client) == 1);
    const auto times = all.binding_times(sim::seconds(9));
    CHECK(times[static_cast<std::size_t>(HoldUp::client)] == sim::seconds(2 + 4));
    CHECK(times[static_cast<std::size_t>(HoldUp::replica)] == sim::seconds(3));
}

TEST_CASE("Every hold-up has a name and a meaning of its own") {
    for (std::size_t i = 0; i < core::kHoldUps; ++i) {
        const auto one = static_cast<HoldUp>(i);
        CHECK_FALSE(core::meaning_of(one).empty());
        CHECK((core::name_of(one) == "none") == (one == HoldUp::none));
    }
}

TEST_CASE("Readers that a replica cannot serve at full speed are held up by it and a single one is not") {
    const core::RunResult burst = core::simulate(test::burst_scenario(17, 1), 0);
    CHECK_THAT(share(burst, HoldUp::replica), WithinAbs(17 * 140.0, 1e-6));
    CHECK_THAT(share(burst, HoldUp::none), WithinAbs(0.0, 1e-6));
    const core::RunResult alone = core::simulate(test::burst_scenario(1, 1), 0);
    CHECK_THAT(share(alone, HoldUp::replica), WithinAbs(0.0, 1e-6));
    CHECK_THAT(share(alone, HoldUp::none), WithinAbs(140.0, 1e-6));
    // A bursting premium replica serves two disks of 1,750 / s at full speed, and a third is too many.
    core::Scenario premium = test::burst_scenario(2, 1, core::StorageType::premium_lrs);
    premium.catalogue.vm_disk.operations.value = core::PerSecond{1750.0};
    CHECK_THAT(share(core::simulate(premium, 0), HoldUp::replica), WithinAbs(0.0, 1e-6));
    premium.deployments[0].arrivals = core::BurstArrivals{3};
    CHECK_THAT(share(core::simulate(premium, 0), HoldUp::replica), WithinAbs(60.0, 1e-6));  // 3 x 70,000 / 3,500
}

TEST_CASE("The control plane binds from the first refusal to the last admission when nothing else takes time") {
    // Ideal client and instant data plane: (2 x 1,000 - 200) / 10 s = 180 s.
    core::Scenario scenario = test::burst_scenario(1000, 50);
    scenario.clients[0].settings.retry.retry_after.value = core::RetryAfter::ideal;
    for (auto& [name, boot] : scenario.catalogue.boot_profiles) {
        boot.reads.value = 0.0;
        boot.read_bytes.value = core::Bytes{0.0};
    }
    const core::RunResult result = core::simulate(scenario, 0);
    CHECK_THAT(share(result, core::held_up_by(core::Limit::arm_principal)), WithinAbs(180.0, 1e-6));
}

TEST_CASE("A client with few slots and an allocator with one placer hold VMs up") {
    core::Scenario scenario = test::burst_scenario(10, 10, core::StorageType::premium_lrs, core::OsType::linux_os);
    scenario.clients[0].settings.concurrency = 1;
    const core::RunResult one_by_one = core::simulate(scenario, 0);
    CHECK(share(one_by_one, HoldUp::client) > 0.0);
    scenario.clients[0].settings.concurrency.reset();
    scenario.catalogue.allocator.parallel.value = 1;
    scenario.catalogue.allocator.placement_time.value = {.kind = core::DistributionSpec::Kind::constant, .a = 10.0};
    const core::RunResult placed = core::simulate(scenario, 0);
    CHECK_THAT(share(placed, HoldUp::allocator), WithinAbs(90.0, 1e-6));  // nine wait for the one before
}

TEST_CASE("At 50 replicas Linux VMs are bound by the control plane and Windows VMs by their replicas") {
    const auto binding = [](core::OsType os) {
        core::Scenario scenario = test::burst_scenario(1000, 50, core::StorageType::standard_lrs, os);
        scenario.catalogue = core::default_catalogue();
        const core::RunResult result = core::simulate(scenario, 0);
        return static_cast<HoldUp>(std::ranges::max_element(result.binding_s) - result.binding_s.begin());
    };
    CHECK(binding(core::OsType::linux_os) == core::held_up_by(core::Limit::arm_principal));
    CHECK(binding(core::OsType::windows) == HoldUp::replica);
}
