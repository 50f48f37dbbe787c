#include <algorithm>
#include <cmath>

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::KeepRecords;
using core::Metric;
using core::Statistic;
using core::VmOutcome;

namespace {

/// VMs of a boot that reads next to nothing from 50 replicas: what remains is the control plane.
core::Scenario instant_scenario(std::int64_t vms) {
    core::Scenario scenario = test::burst_scenario(vms, 50, core::StorageType::standard_lrs, core::OsType::linux_os);
    core::BootProfile& boot = scenario.catalogue.boot_profiles.at("linux");
    boot.reads.value = 0.001;
    boot.read_bytes.value = core::Bytes{1.0};
    return scenario;
}

double last_admission(const core::Scenario& scenario, std::uint32_t run = 0) {
    return core::simulate(scenario, run)[Metric::last_admission][Statistic::mean];
}

}  // namespace

TEST_CASE("One principal has its thousandth VM let in after 180 s when it calls the moment a token is there") {
    // 2 writes per VM on a bucket of 200 that gains 10/s: (2,000 - 200) / 10.
    core::Scenario scenario = instant_scenario(1000);
    scenario.clients[0].settings.retry.retry_after.value = core::RetryAfter::ideal;
    const core::RunResult result = core::simulate(scenario, 0);
    CHECK(result[Metric::last_admission][Statistic::mean] == 180.0);
    CHECK(result[Metric::time_throttled][Statistic::max] == 180.0);
    CHECK(result.count(VmOutcome::running) == 1000);
    CHECK(result.throttles.accepted == 2000);
    CHECK(result.throttles.throttled_by(core::Limit::compute_subscription) == 0);
}

TEST_CASE("Clients that honour Retry-After with jitter are never let in earlier than ideal ones") {
    const core::Scenario scenario = instant_scenario(1000);
    for (std::uint32_t run = 0; run < 10; ++run) CHECK(last_admission(scenario, run) >= 180.0);
}

TEST_CASE("Eight principals with 3000 VMs meet the bucket of the compute provider beyond 1500") {
    core::Scenario scenario = instant_scenario(375);
    scenario.catalogue.throttles.network.calls.value = 1'000'000;
    const core::ClientSpec client = scenario.clients[0];
    const core::Deployment burst = scenario.deployments[0];
    scenario.clients.clear();
    scenario.deployments.clear();
    for (std::size_t i = 0; i < 8; ++i) {
        scenario.clients.push_back(client);
        scenario.clients.back().principal += std::to_string(i);
        scenario.clients.back().settings.retry.retry_after.value = core::RetryAfter::ideal;
        scenario.deployments.push_back(burst);
        scenario.deployments.back().client = i;
    }
    const core::RunResult result = core::simulate(scenario, 0);
    CHECK(result.count(VmOutcome::running) == 3000);
    CHECK(result.throttles.throttled_by(core::Limit::compute_subscription) > 0);

    // Half as many never do.
    for (core::Deployment& deployment : scenario.deployments) deployment.arrivals = core::BurstArrivals{187};
    CHECK(core::simulate(scenario, 0).throttles.throttled_by(core::Limit::compute_subscription) == 0);
}

TEST_CASE("The network provider binds at 2000 VMs") {
    // 1,000 network writes in the first 5 min, the others in the next.
    core::Scenario scenario = instant_scenario(2000);
    scenario.clients[0].settings.retry.retry_after.value = core::RetryAfter::ideal;
    const core::RunResult result = core::simulate(scenario, 0);
    CHECK(result.throttles.throttled_by(core::Limit::network) > 0);
    CHECK(result[Metric::last_admission][Statistic::mean] >= 300.0);
}

TEST_CASE("A client of ten slots never has more than ten VMs between its first call and the end") {
    core::Scenario scenario = test::burst_scenario(60, 6);
    scenario.clients[0].settings.concurrency = 10;
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.count(VmOutcome::running) == 60);
    for (const core::VmRecord& vm : result.records) {
        const auto at_work = std::ranges::count_if(result.records, [&](const core::VmRecord& other) {
            return other.started <= vm.started && vm.started < other.ended;
        });
        CHECK(at_work <= 10);
        CHECK(vm.bottleneck().client == vm.started - vm.requested);
        CHECK(vm.bottleneck().total() == vm.total());
    }
}

TEST_CASE("A client that gives up leaves VMs throttled and every request still has one outcome") {
    core::Scenario scenario = instant_scenario(400);
    const bool by_attempts = GENERATE(true, false);
    if (by_attempts) {
        scenario.clients[0].settings.retry.max_attempts.value = 2;
    } else {
        scenario.clients[0].settings.retry.give_up_after = sim::seconds(10);
    }
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::throttled) > 0);
    CHECK(result.count(VmOutcome::throttled) + result.count(VmOutcome::running) == 400);
    for (const core::VmRecord& vm : result.records) {
        if (vm.outcome != VmOutcome::throttled) continue;
        CHECK(vm.replica == core::kNoReplica);
        CHECK(vm.throttled_answers > 0);
        CHECK(vm.throttled_by == core::Limit::arm_principal);
        CHECK(vm.bottleneck().total() == vm.total());
        CHECK((by_attempts || vm.total() == sim::seconds(10)));
    }
}

TEST_CASE("VMs that wait for a token at the horizon are unfinished and throttled") {
    core::Scenario scenario = instant_scenario(1000);
    scenario.experiment.horizon = sim::seconds(60);
    const core::RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::unfinished) > 0);
    std::uint64_t sum = 0;
    for (const std::uint64_t count : result.outcomes) sum += count;
    CHECK(sum == 1000);
    CHECK(result.throttled_vms > result.count(VmOutcome::unfinished));
    for (const core::VmRecord& vm : result.records) CHECK(vm.bottleneck().total() == vm.total());
}
