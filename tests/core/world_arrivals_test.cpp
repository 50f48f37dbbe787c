#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "core/error.hpp"
#include "core/trace_file.hpp"
#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::KeepRecords;
using core::Metric;
using core::Statistic;
using core::VmOutcome;
using test::WithinAbs;

namespace {

core::RunResult run(const core::Arrivals& arrivals, std::int64_t replicas = 50) {
    core::Scenario scenario =
        test::burst_scenario(1, replicas, core::StorageType::standard_lrs, core::OsType::linux_os);
    scenario.deployments[0].arrivals = arrivals;
    return core::simulate(scenario, 0, KeepRecords::yes);
}

std::vector<sim::SimTime> requests(const core::RunResult& result) {
    std::vector<sim::SimTime> times;
    for (const core::VmRecord& vm : result.records) times.push_back(vm.requested);
    std::ranges::sort(times);
    return times;
}

}  // namespace

TEST_CASE("Batches are requested at equal distances") {
    const auto times = requests(run(core::BatchArrivals{.vms = 5, .every = sim::minutes(10), .batches = 3}));
    REQUIRE(times.size() == 15);
    for (std::size_t i = 0; i < times.size(); ++i) CHECK(times[i] == sim::minutes(10 * static_cast<std::int64_t>(i / 5)));
}

TEST_CASE("A stream with changing rate has the numbers that its rates give and none while the rate is zero") {
    core::ProfileArrivals profile;
    profile.times = {sim::hours(0), sim::hours(1), sim::hours(2)};
    profile.rates = {core::PerSecond{0.5}, core::PerSecond{0.0}, core::PerSecond{1.0}};
    profile.duration = sim::hours(4);
    const auto times = requests(run(profile));
    const auto before = [&](sim::SimTime t) { return std::ranges::lower_bound(times, t) - times.begin(); };
    // Poisson with means 1,800 and 7,200: beyond 4 standard deviations in 6 of 100,000 seeds each.
    CHECK_THAT(static_cast<double>(before(sim::hours(1))), WithinAbs(1800.0, 4.0 * 42.4));
    CHECK(before(sim::hours(2)) == before(sim::hours(1)));
    CHECK_THAT(static_cast<double>(before(sim::hours(4)) - before(sim::hours(2))), WithinAbs(7200.0, 4.0 * 84.9));
    CHECK(before(sim::hours(4)) == static_cast<std::ptrdiff_t>(times.size()));
    CHECK(profile.expected_vms() == 9000.0);
}

TEST_CASE("A stream with one rate is the Poisson stream of that rate") {
    core::ProfileArrivals profile;
    profile.times = {sim::SimTime::zero()};
    profile.rates = {core::PerSecond{0.25}};
    profile.duration = sim::hours(1);
    const auto times = requests(run(profile));
    const auto poisson = requests(run(core::PoissonArrivals{core::PerSecond{0.25}, sim::hours(1)}));
    REQUIRE(times.size() == poisson.size());  // the same draws, rounded at different places
    for (std::size_t i = 0; i < times.size(); ++i) CHECK_THAT(times[i].seconds(), WithinAbs(poisson[i].seconds(), 1e-5));
}

TEST_CASE("A pool keeps so many creations in flight until all have been requested") {
    // Three at a time on one replica, all of the same demand of 3.84 s: each three end together after 11.52 s.
    const core::RunResult result = run(core::ClosedLoopArrivals{.in_flight = 3, .vms = 10}, 1);
    CHECK(result.count(VmOutcome::running) == 10);
    CHECK(result[Metric::peak_vms_per_replica][Statistic::mean] == 3.0);
    for (const core::VmRecord& vm : result.records) {
        const auto in_flight = std::ranges::count_if(result.records, [&](const core::VmRecord& other) {
            return other.requested <= vm.requested && other.ended > vm.requested;
        });
        CHECK(in_flight <= 3);
    }
    CHECK_THAT(result[Metric::makespan][Statistic::mean], WithinAbs(10 * 3.84, 1e-6));
}

TEST_CASE("A region without room for all fails the VMs that come last") {
    core::Scenario scenario = test::burst_scenario(8, 8, core::StorageType::standard_lrs, core::OsType::linux_os);
    scenario.catalogue.allocator.capacity.value = 5;
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::running) == 5);
    CHECK(result.count(VmOutcome::allocation_failed) == 3);
    for (const core::VmRecord& vm : result.records) CHECK(vm.bottleneck().total() == vm.total());
}

TEST_CASE("VMs whose zone is full go to the next one unless they must not") {
    core::Scenario scenario = test::burst_scenario(6, 8, core::StorageType::standard_lrs, core::OsType::linux_os);
    scenario.catalogue.allocator.capacity.value = 6;  // two in each of westeurope's three zones
    scenario.deployments[0].zones = {1, 2};
    const core::RunResult next = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(next.count(VmOutcome::running) == 4);
    CHECK(next.count(VmOutcome::allocation_failed) == 2);
    scenario.deployments[0].zones = {1};
    scenario.deployments[0].strict_zones = true;
    CHECK(core::simulate(scenario, 0).count(VmOutcome::running) == 2);
    scenario.deployments[0].zones = {};
    scenario.deployments[0].strict_zones = false;
    CHECK(core::simulate(scenario, 0).count(VmOutcome::running) == 6);
}

TEST_CASE("A client that tries again deletes the VM at its deadline and creates it anew") {
    // 18 x 140 s is more than 40 min: all time out, are deleted and created again together, and time out again.
    core::Scenario scenario = test::burst_scenario(18, 1);
    scenario.platform.on_timeout = core::OnTimeout::remove_and_retry;
    scenario.platform.timeout_tries.value = 2;
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::provisioning_timed_out) == 18);
    CHECK(result.throttles.accepted == 18 * (2 + 1 + 2 + 1));  // two writes and a delete, twice
    for (const core::VmRecord& vm : result.records) {
        CHECK(vm.tries == 2);
        CHECK(vm.ended == sim::minutes(80));
        CHECK(vm.bottleneck().lost == sim::minutes(40));
        CHECK(vm.bottleneck().total() == vm.total());
    }
}

TEST_CASE("A VM that times out by bad luck may run at its second try") {
    core::Scenario scenario = test::burst_scenario(40, 40);
    scenario.platform.on_timeout = core::OnTimeout::remove_and_retry;
    scenario.platform.timeout_tries.value = 20;
    core::DistributionSpec boot;
    boot.kind = core::DistributionSpec::Kind::empirical;
    boot.values = {60.0, 10'000.0};
    scenario.catalogue.boot_profiles.at("windows").cpu_time.value = boot;
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::running) == 40);  // each try fails with 1/2: 40 x 2^-20
    const auto tried_again = std::ranges::count_if(result.records, [](const core::VmRecord& vm) { return vm.tries > 1; });
    CHECK(tried_again > 8);  // 20 expected, 4 standard deviations are 12.6: 6 of 100,000 seeds
    CHECK(tried_again < 33);
}

TEST_CASE("A trace requests what its rows say when they say it") {
    const auto file = std::filesystem::temp_directory_path() / ("gallerysim-trace-" + std::to_string(::getpid()) + ".csv");
    std::ofstream(file) << "time_s,vms\n0,2\n1.5,1\n\n60,3\n";
    core::TraceArrivals trace;
    trace.file = file.string();
    trace.vms = 6;
    trace.rows = 3;
    core::Scenario scenario = test::burst_scenario(1, 8, core::StorageType::standard_lrs, core::OsType::linux_os);
    trace.targets = {{"westeurope", scenario.deployments[0].image}};
    scenario.deployments[0].arrivals = trace;
    // The fingerprint of another file: what was checked is not what is there now.
    CHECK_THROWS_AS(core::simulate(scenario, 0), core::Error);
    std::get<core::TraceArrivals>(scenario.deployments[0].arrivals).fingerprint = [&] {
        core::TraceReader reader(trace.file);
        core::TraceRow row;
        while (reader.next(row) != core::TraceReader::Next::end) {}
        return reader.fingerprint();
    }();
    const auto times = requests(core::simulate(scenario, 0, KeepRecords::yes));
    std::filesystem::remove(file);
    CHECK(times == std::vector{sim::seconds(0), sim::seconds(0), sim::milliseconds(1500), sim::seconds(60),
                               sim::seconds(60), sim::seconds(60)});
}
