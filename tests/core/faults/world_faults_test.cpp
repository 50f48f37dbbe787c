// Faults in whole runs, against arithmetic.

#include <algorithm>

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::FaultKind;
using core::FaultSpec;
using core::KeepRecords;
using core::RunResult;
using core::Scenario;
using core::StorageType;
using core::VmOutcome;
using core::VmRecord;
using test::WithinRel;

namespace {

FaultSpec fault_of(FaultKind kind, std::int64_t at_s, std::int64_t for_s, std::optional<std::int64_t> part = {}) {
    FaultSpec fault;
    fault.name = "fault";
    fault.kind = kind;
    fault.region = "westeurope";
    fault.image = "prod/image/1.0.0";
    fault.part = part;
    fault.at = sim::seconds(at_s);
    fault.duration = sim::seconds(for_s);
    fault.failover.value = sim::seconds(60);
    return fault;
}

/// VMs by round robin that wait for nothing but their replicas, and try again at once where a read was broken off.
Scenario even(std::int64_t vms, std::int64_t replicas, StorageType storage = StorageType::standard_lrs) {
    Scenario scenario = test::burst_scenario(vms, replicas, storage);
    scenario.platform.routing.value = core::Routing::round_robin;
    scenario.platform.admission.retry.base.value = sim::SimTime::from_nanoseconds(1);
    scenario.platform.admission.retry.cap.value = sim::SimTime::from_nanoseconds(1);
    for (auto& [name, boot] : scenario.catalogue.boot_profiles) boot.provisioning_timeout.value = sim::hours(100);
    return scenario;
}

RunResult run_of(const Scenario& scenario) {
    RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    const core::StorageUse& use = result.storage;
    CHECK_THAT(use.work_served_s + use.work_left_s, WithinRel(use.work_demanded_s, 1e-9));
    for (const VmRecord& vm : result.records) {
        CHECK(vm.bottleneck().total() == vm.total());
        CHECK(vm.bottleneck().storage_busy >= sim::SimTime::zero());
        CHECK(vm.bottleneck().allocation >= sim::SimTime::zero());
    }
    return result;
}

void check_read_ends(const RunResult& result, std::vector<double> seconds) {
    std::vector<double> ends;
    for (const VmRecord& vm : result.records) ends.push_back(vm.read_ended.seconds());
    std::ranges::sort(ends);
    std::ranges::sort(seconds);
    REQUIRE(ends.size() == seconds.size());
    for (std::size_t i = 0; i < ends.size(); ++i) CHECK_THAT(ends[i], WithinRel(seconds[i], 1e-7));
}

}  // namespace

TEST_CASE("VMs of a lost replica begin again on the others and end when arithmetic says") {
    // System: 12 VMs of D = 140 s by round robin on 3 replicas; replica 2 is lost at 210 s, for good. By then 4 VMs on each
    // have been served 52.5 s each. The 4 of the lost one go to the other two, 2 to each, which have 6 then: the first ones
    // have 87.5 s left and end at 210 + 6 x 87.5 = 735 s, the moved ones 52.5 s later by 2 x 52.5 s: at 840 s.
    Scenario scenario = even(12, 3);
    scenario.faults = {fault_of(FaultKind::replica_lost, 210, 1'000'000, 2)};
    const RunResult result = run_of(scenario);
    CHECK(result.count(VmOutcome::running) == 12);
    check_read_ends(result, {735, 735, 735, 735, 735, 735, 735, 735, 840, 840, 840, 840});
    REQUIRE(result.faults.size() == 1);
    CHECK(result.faults[0].reads_lost == 4);
    CHECK(result.faults[0].places_lost == 0);
    CHECK(result.faults[0].part == 2);
    CHECK(result.faults[0].from == sim::seconds(210));
    CHECK(result.faults[0].until == result.end);
    CHECK(result.hit_vms == 4);
    CHECK(result.hit_vms_failed == 0);
    CHECK_THAT(result.storage.work_served_s, WithinRel(12 * 140.0 + 210.0, 1e-9));
    for (const VmRecord& vm : result.records) {
        const bool moved = vm.lost_reads > 0;
        CHECK(vm.fault_hits == vm.lost_reads);
        CHECK_THAT(vm.bottleneck().fault.seconds() + 1.0, WithinRel(moved ? 211.0 : 1.0, 1e-6));
        CHECK(vm.bottleneck().storage_busy == sim::SimTime::zero());
    }
}

TEST_CASE("A lost replica serves again when its copy is there") {
    // One VM and one replica, lost at 70 s; the copy begins 30 s later and takes 100 s. Nobody can be read from until 200 s,
    // and the VM asks once a second: its read of 140 s begins within a second from then.
    Scenario scenario = even(1, 1);
    scenario.platform.admission.retry.base.value = sim::seconds(1);
    scenario.platform.admission.retry.cap.value = sim::seconds(1);
    scenario.faults = {fault_of(FaultKind::replica_lost, 70, 30, 1)};
    scenario.faults[0].rebuild = sim::seconds(100);
    const RunResult result = run_of(scenario);
    const VmRecord& vm = result.records.at(0);
    CHECK(vm.outcome == VmOutcome::running);
    CHECK(vm.read_started >= sim::seconds(200));
    CHECK(vm.read_started <= sim::seconds(201));
    CHECK(vm.bottleneck().fault == vm.read_started);
    CHECK(vm.bottleneck().contention == sim::SimTime::zero());
    CHECK(result.faults.at(0).until == sim::seconds(200));
}

TEST_CASE("A zone that is lost takes its LRS replicas and places, and ZRS stalls for its failover") {
    // 6 VMs with zones 1, 2, 3 in turn, 2 to each replica of 3, D = 140 s: alone all end at 280 s.
    const StorageType storage = GENERATE(StorageType::standard_lrs, StorageType::standard_zrs);
    Scenario scenario = even(6, 3, storage);
    scenario.deployments[0].zones = {2, 3};  // nobody is in the lost zone
    scenario.faults = {fault_of(FaultKind::zone_lost, 140, 1'000'000, 1)};
    const RunResult result = run_of(scenario);
    CHECK(result.count(VmOutcome::running) == 6);
    if (storage == StorageType::standard_zrs) {
        check_read_ends(result, {340, 340, 340, 340, 340, 340});
        CHECK(result.faults.at(0).reads_lost == 0);
        CHECK(result.hit_vms == 0);
    } else {
        // At 140 s all have 70 s left; 2 begin again, one on each of the two others, which have 3: the first ones end at
        // 140 + 210 = 350 s, the moved ones have 70 s left then.
        check_read_ends(result, {350, 350, 350, 350, 420, 420});
        CHECK(result.faults.at(0).reads_lost == 2);
    }
    CHECK(result.faults.at(0).places_lost == 0);
}

TEST_CASE("VMs in a lost zone are placed again elsewhere, or fail where their zones are strict") {
    const bool strict = GENERATE(false, true);
    Scenario scenario = even(6, 3, StorageType::standard_zrs);
    scenario.deployments[0].zones = {1, 2, 3};
    scenario.deployments[0].strict_zones = strict;
    scenario.faults = {fault_of(FaultKind::zone_lost, 140, 1'000'000, 1)};
    scenario.faults[0].failover.value = sim::SimTime::zero();
    const RunResult result = run_of(scenario);
    CHECK(result.faults.at(0).places_lost == 2);
    CHECK(result.hit_vms == 2);
    if (strict) {
        CHECK(result.count(VmOutcome::allocation_failed) == 2);
        CHECK(result.hit_vms_failed == 2);
        for (const VmRecord& vm : result.records) {
            if (vm.outcome == VmOutcome::allocation_failed) CHECK(vm.ended == sim::seconds(140));
            if (vm.outcome == VmOutcome::allocation_failed) CHECK(vm.bottleneck().fault == sim::seconds(140));
        }
    } else {
        CHECK(result.count(VmOutcome::running) == 6);
        CHECK(result.hit_vms_failed == 0);
        for (const VmRecord& vm : result.records) {
            CHECK(vm.zone != 1);
            const bool moved = vm.fault_hits > 0;
            CHECK(vm.bottleneck().fault == sim::seconds(moved ? 140 : 0));
            CHECK(vm.allocated == sim::seconds(moved ? 140 : 0));
        }
    }
    // A VM that comes while the zone is lost does not go there.
    Scenario late = scenario;
    late.deployments[0].at = sim::seconds(200);
    late.deployments[0].strict_zones = false;
    const RunResult later = run_of(late);
    CHECK(later.count(VmOutcome::running) == 6);
    CHECK(std::ranges::none_of(later.records, [](const VmRecord& vm) { return vm.zone == 1; }));
    CHECK(later.hit_vms == 0);
}

TEST_CASE("Slowed storage and accounts serve so much slower, and slow each other down together") {
    // 2 VMs of D = 140 s on one replica, alone until 280 s. From 140 s on at half speed: 420 s. Slowed to a quarter in all by
    // two faults between 140 and 240 s: 25 s of the 140 s that are left are served then, so 240 + 2 x 115 = 470 s.
    Scenario scenario = even(2, 1);
    scenario.faults = {fault_of(FaultKind::storage_slowed, 140, 1'000'000)};
    scenario.faults[0].to = 0.5;
    check_read_ends(run_of(scenario), {420, 420});
    scenario.faults.push_back(fault_of(FaultKind::account_slowed, 140, 100, 1));
    scenario.faults[1].to = 0.5;
    const RunResult result = run_of(scenario);
    check_read_ends(result, {470, 470});
    CHECK(result.hit_vms == 0);
    CHECK(result.faults.at(1).until == sim::seconds(240));
}

TEST_CASE("While a region is lost nothing is provisioned in it") {
    Scenario scenario = even(6, 3);
    scenario.faults = {fault_of(FaultKind::region_lost, 140, 100)};
    core::Deployment later = scenario.deployments[0];
    later.name = "during";
    later.at = sim::seconds(200);
    scenario.deployments.push_back(later);
    later.name = "after";
    later.at = sim::seconds(1000);
    scenario.deployments.push_back(later);
    const RunResult result = run_of(scenario);
    CHECK(result.count(VmOutcome::allocation_failed) == 12);
    CHECK(result.count(VmOutcome::running) == 6);
    CHECK(result.hit_vms == 12);
    CHECK(result.hit_vms_failed == 12);
    CHECK(result.faults.at(0).places_lost == 6);
    CHECK(result.faults.at(0).reads_lost == 0);  // who loses its place reads no more
}

TEST_CASE("A VM without any replica gives up at its timeout, or when its policy allows no further attempt") {
    Scenario scenario = even(1, 1);
    scenario.platform.admission.retry = core::default_busy_retry();
    for (auto& [name, boot] : scenario.catalogue.boot_profiles) boot.provisioning_timeout.value = sim::minutes(40);
    scenario.faults = {fault_of(FaultKind::replica_lost, 10, 1'000'000, 1)};
    scenario.faults[0].duration.reset();
    const RunResult left = run_of(scenario);
    CHECK(left.count(VmOutcome::provisioning_timed_out) == 1);
    CHECK(left.records.at(0).ended == sim::minutes(40));
    CHECK(left.hit_vms_failed == 1);

    scenario.platform.admission.retry.max_attempts.value = 3;
    const RunResult given_up = run_of(scenario);
    CHECK(given_up.count(VmOutcome::storage_unavailable) == 1);
    CHECK(given_up.records.at(0).busy_answers == 2);
    CHECK(given_up.records.at(0).lost_reads == 1);
    CHECK(given_up.records.at(0).bottleneck().fault == given_up.records.at(0).total());
}

TEST_CASE("Faults that never come and faults elsewhere change nothing") {
    const Scenario scenario = test::burst_scenario(60, 6);
    const RunResult without = core::simulate(scenario, 0, KeepRecords::yes);
    Scenario with = scenario;
    with.faults = {fault_of(FaultKind::zone_lost, 1'000'000, 10, 1), fault_of(FaultKind::region_lost, 10, 1000)};
    with.faults[1].region = "northeurope";
    const RunResult result = run_of(with);
    CHECK(result.end == without.end);
    CHECK(result.events == without.events);
    CHECK(result.faults.size() == 1);
    REQUIRE(result.records.size() == without.records.size());
    for (std::size_t i = 0; i < result.records.size(); ++i) {
        CHECK(result.records[i].ended == without.records[i].ended);
        CHECK(result.records[i].replica == without.records[i].replica);
    }
}

TEST_CASE("A region that is lost takes the galleries whose home it is down as the event does") {
    // Replicas are to be added at 200 s: refused while the home region is down, at a given time or at a random one.
    Scenario scenario = even(1, 1);
    core::GalleryEvent event;
    event.name = "exclude";
    event.at = sim::seconds(200);
    event.operation = core::GalleryOperation::set_exclude_from_latest;
    event.target = "prod/image/1.0.0";
    scenario.events = {event};
    scenario.deployments[0].at = sim::seconds(1000);
    scenario.deployments[0].image.text = "prod/image/latest";
    CHECK(core::simulate(scenario, 0).count(VmOutcome::rejected) == 1);
    scenario.faults = {fault_of(FaultKind::home_region_down, 150, 100)};
    CHECK(core::simulate(scenario, 0).count(VmOutcome::running) == 1);
    scenario.faults[0].duration = sim::seconds(40);
    CHECK(core::simulate(scenario, 0).count(VmOutcome::rejected) == 1);
    scenario.faults[0].kind = FaultKind::region_lost;
    scenario.faults[0].duration = sim::seconds(100);
    CHECK(core::simulate(scenario, 0).count(VmOutcome::running) == 1);
}

TEST_CASE("An application's package is read again from another replica when its own is lost") {
    Scenario scenario = even(1, 2);
    core::ApplicationVersion version;
    version.name = "1.0.0";
    version.size = core::Bytes{60.0 * 140.0 * core::kMiB};  // 140 s at 60 MiB/s
    version.install_time.value = {.kind = core::DistributionSpec::Kind::constant, .a = 5.0};
    version.target_regions = scenario.galleries[0].images[0].versions[0].target_regions;
    core::VmApplication agent;
    agent.name = "agent";
    agent.versions = {version};
    scenario.galleries[0].applications = {agent};
    scenario.deployments[0].applications = {"prod/agent/1.0.0"};
    const sim::SimTime alone = run_of(scenario).records.at(0).ended;
    CHECK(alone == sim::seconds(285));
    // The zone of replica 1 is lost 70 s into the package, the VM is elsewhere: 70 s are read in vain.
    scenario.deployments[0].zones = {3};
    scenario.faults = {fault_of(FaultKind::zone_lost, 210, 1000, 1)};
    const VmRecord hit = run_of(scenario).records.at(0);
    CHECK(hit.outcome == VmOutcome::running);
    CHECK_THAT(hit.ended.seconds(), WithinRel(355.0, 1e-6));
    CHECK_THAT(hit.bottleneck().fault.seconds(), WithinRel(70.0, 1e-6));
    CHECK_THAT(hit.bottleneck().boot.seconds(), WithinRel(145.0, 1e-6));
}

TEST_CASE("A replica that is added in a lost zone serves when the zone is back") {
    // One replica in zone 1; a second one is added in zone 2 at 100 s, while zone 2 is lost until 1,000 s. 4 VMs of D = 140 s
    // come at 200 s and all go to the first: 760 s. 4 more at 2,000 s go to both in turn: 2,280 s.
    Scenario scenario = even(4, 1);
    scenario.deployments[0].at = sim::seconds(200);
    scenario.deployments[0].zones = {3};
    scenario.deployments.push_back(scenario.deployments[0]);
    scenario.deployments[1].name = "later";
    scenario.deployments[1].at = sim::seconds(2000);
    core::GalleryEvent event;
    event.name = "more";
    event.at = sim::seconds(100);
    event.operation = core::GalleryOperation::set_replicas;
    event.target = "prod/image/1.0.0";
    event.region = "westeurope";
    event.replicas = 2;
    scenario.events = {event};
    scenario.catalogue.replication.setup.value = sim::SimTime::zero();
    scenario.catalogue.replication.stream.value = core::BytesPerSecond{1e15};
    scenario.faults = {fault_of(FaultKind::zone_lost, 50, 950, 2)};
    check_read_ends(run_of(scenario), {760, 760, 760, 760, 2280, 2280, 2280, 2280});
}
