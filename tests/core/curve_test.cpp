#include "core/curve.hpp"

#include "core/error.hpp"
#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::HoldUp;
using test::WithinAbs;

TEST_CASE("The counts of a curve add up to those of the run and looking changes nothing in it") {
    core::Scenario scenario = test::burst_scenario(400, 4, core::StorageType::standard_lrs, core::OsType::linux_os);
    scenario.platform.admission.readers = 30;
    const core::RunResult result = core::simulate(scenario, 0);
    const core::Curve curve = core::simulate_curve(scenario, 0, sim::seconds(7));
    core::CurvePoint sum;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        CHECK(curve[i].time == sim::seconds(7 * static_cast<std::int64_t>(i + 1)));
        CHECK(curve[i].most_readers <= 30);
        sum.requested += curve[i].requested;
        sum.came_to_run += curve[i].came_to_run;
        sum.throttled_answers += curve[i].throttled_answers;
        sum.busy_answers += curve[i].busy_answers;
    }
    CHECK(sum.requested == 400);
    CHECK(sum.came_to_run == result.count(core::VmOutcome::running));
    CHECK(curve.back().running == sum.came_to_run);
    CHECK(curve.back().in_flight == 0);
    CHECK(sum.throttled_answers == result.throttles.throttled_by(core::Limit::arm_principal));
    CHECK(sum.throttled_answers > 0);
    CHECK(sum.busy_answers == result.storage.busy_answers);
    CHECK(sum.busy_answers > 0);
}

TEST_CASE("The end of premium credits shows in the curve when arithmetic says so") {
    // 100 Windows hosts ask for 14,000 s of one premium replica. It serves 7 of them a second for 30 min, 12,600 s, and then 1
    // a second: the rest of 1,400 s takes until 3,200 s. All flows are equal, so nobody is done before.
    core::Scenario scenario = test::burst_scenario(100, 1, core::StorageType::premium_lrs);
    scenario.catalogue.boot_profiles.at("windows").provisioning_timeout.value = sim::hours(2);
    const core::Curve curve = core::simulate_curve(scenario, 0, sim::seconds(100));
    REQUIRE(curve.size() == 32);
    CHECK(curve[30].mean_readers == 100.0);
    CHECK(curve[31].mean_readers == 0.0);
    CHECK(curve[31].running == 100);
    CHECK(curve[10].binding == HoldUp::replica);
    for (const core::CurvePoint& point : curve) {
        if (point.time == sim::seconds(1800)) continue;  // credits that end at just this time may be told either way
        CHECK(point.bursting == (point.time < sim::seconds(1800) ? 1 : 0));
    }
    // 25 hosts need 500 s of it: their credits do not come to an end.
    scenario.deployments[0].arrivals = core::BurstArrivals{25};
    const core::Curve few = core::simulate_curve(scenario, 0, sim::seconds(100));
    CHECK(few.size() == 5);
    CHECK(few.back().bursting == 1);
    CHECK(few.back().running == 25);
}

TEST_CASE("The curve of a bucket falls and rises with its tokens") {
    // 150 VMs take 300 tokens of 200: the bucket is empty until (300 - 200) / 10 = 10 s and then fills by 10 a second.
    core::Scenario scenario = test::burst_scenario(150, 50, core::StorageType::standard_lrs, core::OsType::linux_os);
    scenario.clients[0].settings.retry.retry_after.value = core::RetryAfter::ideal;
    const core::Curve curve = core::simulate_curve(scenario, 0, sim::seconds(2));
    const auto used = [&](std::size_t i) { return curve.at(i).used[static_cast<std::size_t>(core::Limit::arm_principal)]; };
    CHECK(used(0) > 0.99);
    CHECK(used(3) > 0.99);
    CHECK_THAT(used(5), WithinAbs(1.0 - 20.0 / 200.0, 0.01));  // 2 s after the last call
}

TEST_CASE("A curve of too many points is refused") {
    core::Scenario scenario = test::burst_scenario(17, 1);
    CHECK_THROWS_AS(core::simulate_curve(scenario, 0, sim::milliseconds(1)), core::Error);
}
