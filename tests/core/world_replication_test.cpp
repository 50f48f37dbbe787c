// Versions that are published while VMs are deployed: when a region has them, who gets which version, what is logged.

#include <algorithm>
#include <string>

#include "core/gallery/activity_log.hpp"
#include "core/gallery/bill.hpp"
#include "core/replication/replicate.hpp"
#include "core/world.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

namespace gallerysim::test {
namespace {

using namespace core;

constexpr double kSetup = 300.0;                              // of each copy
constexpr double kRead = 30.0 * kGiB / (60.0 * kMiB);         // 512 s: a copy within a region
constexpr double kAcross = 30.0 * kGiB / (15.0 * kMiB);       // 2,048 s: a copy between regions
constexpr const char* kTarget = "prod/image/1.0.0";

/// Linux VMs, at once or at these times, of a version that is published at a time to westeurope and others.
Scenario published_at(sim::SimTime at, std::vector<std::string> others = {}, std::int64_t replicas = 1) {
    Scenario scenario = burst_scenario(1, replicas, StorageType::standard_lrs, OsType::linux_os);
    ImageVersion& version = scenario.galleries[0].images[0].versions[0];
    version.published = at;
    for (const std::string& other : others) {
        version.target_regions.push_back(version.target_regions.front());
        version.target_regions.back().name = other;
    }
    return scenario;
}

void deploy_at(Scenario& scenario, std::vector<sim::SimTime> times, std::size_t deployment = 0) {
    scenario.deployments[deployment].arrivals = ListedArrivals{std::move(times)};
}

sim::SimTime at_s(double seconds) { return sim::SimTime::from_seconds(seconds); }

GalleryEvent event_of(GalleryOperation operation, sim::SimTime at, const std::string& region,
                      std::int64_t replicas = 1) {
    GalleryEvent event;
    event.name = "event";
    event.operation = operation;
    event.at = at;
    event.target = kTarget;
    event.region = region;
    event.replicas = replicas;
    return event;
}

}  // namespace

TEST_CASE("A version can be deployed from the moment on at which its region is complete") {
    Scenario scenario = published_at(sim::seconds(60));
    const double complete = 60.0 + kSetup + kRead;
    deploy_at(scenario, {sim::seconds(0), sim::seconds(60), at_s(complete - 0.5), at_s(complete + 0.5)});
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::rejected) == 3);
    CHECK(result.count(VmOutcome::running) == 1);
    CHECK(result.rejected[static_cast<std::size_t>(Rule::no_latest)] == 3);
    CHECK_THAT(result[Metric::replication_time][Statistic::max], WithinAbs(kSetup + kRead, 1e-6));
    CHECK(result[Metric::unreplicated_fraction][Statistic::mean] == 0.0);
}

TEST_CASE("Who names a version before its region is complete is told so and goes on when it is") {
    Scenario scenario = published_at(sim::SimTime::zero());
    scenario.deployments[0].image.text = kTarget;
    deploy_at(scenario, {sim::seconds(10), at_s(kSetup + kRead + 1.0)});
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.rejected[static_cast<std::size_t>(Rule::replication_incomplete)] == 1);
    CHECK(result.count(VmOutcome::running) == 1);
}

TEST_CASE("A deployment that waits for its image begins when the region is complete") {
    Scenario scenario = published_at(sim::seconds(60), {"eastus"});
    scenario.deployments[0].region = "eastus";
    scenario.deployments[0].image.target_region = 1;
    scenario.deployments[0].waits_for_image = true;
    scenario.deployments[0].arrivals = BurstArrivals{7};
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.count(VmOutcome::running) == 7);
    const ReplicationReport& report = result.replications.at(0);
    CHECK_THAT(report.status.regions[1].ended.seconds(), WithinAbs(60.0 + kSetup + kAcross, 0.2));  // and a round trip
    for (const VmRecord& vm : result.records) CHECK(vm.requested == report.status.regions[1].ended);
    // One that asks later than that does not wait.
    scenario.deployments[0].at = sim::hours(2);
    for (const VmRecord& vm : simulate(scenario, 0, KeepRecords::yes).records) CHECK(vm.requested == sim::hours(2));
}

TEST_CASE("A deployment whose image never comes is refused when nothing is left that could bring it") {
    Scenario scenario = published_at(sim::SimTime::zero());
    scenario.galleries[0].images[0].versions[0].target_regions[0].copies_fail_after = sim::minutes(6);
    scenario.deployments[0].waits_for_image = true;
    scenario.deployments[0].arrivals = BurstArrivals{3};
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::rejected) == 3);
    for (const VmRecord& vm : result.records) CHECK(vm.requested == sim::minutes(6));
    CHECK(result[Metric::unreplicated_fraction][Statistic::mean] == 1.0);
    CHECK(std::isnan(result[Metric::replication_time][Statistic::mean]));
}

TEST_CASE("Latest is the old version until the new one is complete and both are read meanwhile") {
    Scenario scenario = burst_scenario(1, 1, StorageType::standard_lrs, OsType::linux_os);
    auto& versions = scenario.galleries[0].images[0].versions;
    versions.push_back(versions[0]);
    versions[1].name = "2.0.0";
    versions[1].published = sim::seconds(100);
    const double complete = 100.0 + kSetup + kRead;
    deploy_at(scenario, {sim::seconds(50), sim::seconds(150), at_s(complete - 1.0), at_s(complete + 1.0)});
    // The old version goes with the new one: who comes later than that gets the new one.
    GalleryEvent removal = event_of(GalleryOperation::remove, sim::hours(1), {});
    scenario.events = {removal};
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::running) == 4);
    // Three VMs read from the old version's replica and one from the new one's: 3.84 s each, nobody shares.
    CHECK_THAT(result.storage.work_served_s, WithinRel(4 * 3.84, 1e-9));
    CHECK(result.replications.size() == 1);
    CHECK(result.replications[0].version == "prod/image/2.0.0");
}

TEST_CASE("The write of a version ends in the activity log when all its regions are complete") {
    Scenario scenario = published_at(sim::seconds(60), {"eastus"});
    deploy_at(scenario, {sim::hours(2)});
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    const auto write = [&](const RunResult& of) {
        for (const Activity& activity : activities_of(scenario, of)) {
            if (activity.operation == "Microsoft.Compute/galleries/images/versions/write") return activity;
        }
        FAIL("the write is not in the log");
        return Activity{};
    };
    CHECK(write(result).started == sim::seconds(60));
    CHECK(write(result).ended == result.replications[0].ended);
    CHECK(write(result).error_code.empty());
    scenario.galleries[0].images[0].versions[0].target_regions[1].copies_fail_after = sim::minutes(20);
    const RunResult failed = simulate(scenario, 0, KeepRecords::yes);
    CHECK(write(failed).ended == sim::seconds(60) + sim::minutes(20));
    CHECK(write(failed).http_status == 500);
    CHECK(failed[Metric::unreplicated_fraction][Statistic::mean] == 0.5);
}

TEST_CASE("A region that has failed is complete after it was taken out and asked for again") {
    Scenario scenario = published_at(sim::SimTime::zero(), {"eastus"});
    scenario.galleries[0].images[0].versions[0].target_regions[1].copies_fail_after = sim::minutes(20);
    scenario.events = {event_of(GalleryOperation::remove_region, sim::minutes(30), "eastus"),
                       event_of(GalleryOperation::add_region, sim::minutes(40), "eastus", 2)};
    scenario.deployments[0].region = "eastus";
    scenario.deployments[0].image.target_region = 1;
    scenario.deployments[0].image.text = kTarget;
    const double complete = 2400.0 + kSetup + kAcross + kSetup + kRead;
    deploy_at(scenario, {sim::minutes(25), sim::minutes(35), sim::minutes(45), at_s(complete + 1.0)});
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.rejected[static_cast<std::size_t>(Rule::replication_incomplete)] == 2);
    CHECK(result.rejected[static_cast<std::size_t>(Rule::no_replicas_in_region)] == 1);
    CHECK(result.count(VmOutcome::running) == 1);
    REQUIRE(result.replications.size() == 2);
    CHECK(result.replications[0].status.aggregated == AggregatedState::failed);
    const ReplicationReport& again = result.replications[1];
    REQUIRE(again.status.regions.size() == 1);
    CHECK(again.source == "westeurope");
    CHECK_THAT(again.ended.seconds(), WithinAbs(complete, 0.2));
    CHECK(again.makespan() >= again.lower_bound);
    // The same without VMs.
    const auto reports = replicate(scenario, scenario.catalogue.replication, scenario.platform.replication);
    REQUIRE(reports.size() == 2);
    CHECK_THAT(reports[1].ended.seconds(), WithinAbs(again.ended.seconds(), 1e-6));
}

// System: one replica of capacity 1, four VMs of D = 140 s that begin to read at 300 s, when the copy of a second replica
// has been set up: W = 512 s of the replica. Closed form: VMs end at 300 + 5 D, the copy at 300 + 4 D + W.

TEST_CASE("A copy of a replica that VMs read slows them and they slow it") {
    Scenario scenario = burst_scenario(4, 1);
    deploy_at(scenario, std::vector<sim::SimTime>(4, sim::seconds(300)));
    scenario.events = {event_of(GalleryOperation::set_replicas, sim::SimTime::zero(), "westeurope", 2)};
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.count(VmOutcome::running) == 4);
    for (const VmRecord& vm : result.records) {
        CHECK_THAT(vm.read_ended.seconds(), WithinAbs(kSetup + 5 * 140.0, 1e-6));
    }
    CHECK_THAT(result[Metric::replication_time][Statistic::max], WithinAbs(kSetup + 4 * 140.0 + kRead, 1e-6));
    CHECK_THAT(result.storage.work_served_s, WithinRel(4 * 140.0 + kRead, 1e-9));
    CHECK_THAT(result.storage.work_demanded_s, WithinRel(result.storage.work_served_s, 1e-9));
}

TEST_CASE("A new replica serves when its copy is complete and one that is taken away ends its reads") {
    Scenario scenario = burst_scenario(1, 1, StorageType::standard_lrs, OsType::linux_os);
    scenario.platform.routing.value = Routing::round_robin;
    scenario.events = {event_of(GalleryOperation::set_replicas, sim::seconds(100), "westeurope", 3),
                       event_of(GalleryOperation::set_replicas, sim::hours(2), "westeurope", 1)};
    // Two copies of 512 s share the first replica: both are there at 100 + 300 + 1,024 s.
    const double there = 100.0 + kSetup + 2 * kRead;
    std::vector<sim::SimTime> times{at_s(there - 2.0), at_s(there - 1.5), at_s(there - 1.0)};
    for (int i = 0; i < 6; ++i) times.push_back(at_s(there + 60.0 + i));
    for (int i = 0; i < 3; ++i) times.push_back(sim::hours(2) + sim::seconds(i - 1));
    deploy_at(scenario, times);
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.count(VmOutcome::running) == times.size());
    std::vector<std::uint32_t> replicas(times.size());
    for (const VmRecord& vm : result.records) replicas[vm.vm] = vm.replica;
    for (std::size_t i = 0; i < 3; ++i) CHECK(replicas[i] == 0);
    for (std::uint32_t replica = 0; replica < 3; ++replica) {
        CHECK(std::count(replicas.begin() + 3, replicas.begin() + 9, replica) == 2);
    }
    CHECK(replicas[10] == 0);
    CHECK(replicas[11] == 0);
}

TEST_CASE("What a star moves between regions costs what the bill says") {
    Scenario scenario = published_at(sim::minutes(10), {"northeurope", "eastus", "southeastasia", "brazilsouth"}, 2);
    const RunResult result = simulate(scenario, 0);
    const Bill bill = bill_of_run(scenario, result.end);
    double egress_gb = 0.0;
    for (const BillLine& line : bill.lines) egress_gb += line.egress_gb;
    REQUIRE(result.replications.size() == 1);
    CHECK_THAT(result.replications[0].egress_usd, WithinRel(bill.egress_usd(), 1e-12));
    CHECK_THAT(result.replications[0].egress_bytes, WithinRel(egress_gb * kGB, 1e-12));
}

// Random publications and changes beside VMs: no copy is sooner than its lower bound, every VM has one outcome, what is
// asked of the replicas is served or left, and what a region has in the end is what the gallery says.

TEST_CASE("Random publications and changes beside VMs keep the books and the lower bound") {
    const std::vector<std::string> all{"northeurope", "eastus", "southeastasia"};
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        sim::RandomStream draw(sim::StreamId{.seed = seed});
        const std::vector<std::string> others(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(draw.below(4)));
        Scenario scenario = published_at(sim::minutes(static_cast<std::int64_t>(draw.below(20))), others,
                                         1 + static_cast<std::int64_t>(draw.below(3)));
        scenario.seed = seed;
        ImageVersion& version = scenario.galleries[0].images[0].versions[0];
        if (draw.below(2) == 0) version.published.reset();
        scenario.platform.replication.strategy.value = static_cast<CopyStrategy>(draw.below(4));
        scenario.platform.replication.within_region.value = static_cast<WithinRegion>(draw.below(2));
        if (draw.below(3) == 0) scenario.catalogue.replication.failure_rate.value = 0.2;
        for (std::uint64_t i = 0; i < draw.below(6); ++i) {
            const auto operation = static_cast<GalleryOperation>(
                static_cast<std::uint64_t>(GalleryOperation::set_replicas) + draw.below(4));
            scenario.events.push_back(event_of(operation, sim::minutes(static_cast<std::int64_t>(draw.below(240))),
                                               all[draw.below(3)], 1 + static_cast<std::int64_t>(draw.below(4))));
            scenario.events.back().name = "event " + std::to_string(i);
        }
        std::vector<sim::SimTime> times;
        for (int i = 0; i < 40; ++i) times.push_back(sim::minutes(6 * i));
        deploy_at(scenario, times);
        const RunResult result = simulate(scenario, 0, KeepRecords::yes);
        INFO(seed);
        std::uint64_t outcomes = 0;
        for (const std::uint64_t count : result.outcomes) outcomes += count;
        CHECK(outcomes == 40);
        CHECK_THAT(result.storage.work_served_s + result.storage.work_left_s,
                   WithinRel(result.storage.work_demanded_s, 1e-6));
        CHECK(result.regions_replicated <= result.regions_asked);
        for (const ReplicationReport& report : result.replications) {
            INFO(report.version << ' ' << report.strategy << ' ' << report.binding);
            CHECK(report.ended < sim::SimTime::never());
            if (report.status.aggregated == AggregatedState::completed && !report.status.regions.empty()) {
                CHECK(report.makespan().seconds() >= report.lower_bound.seconds() - 1e-3);
            }
        }
        const RunResult again = simulate(scenario, 0, KeepRecords::yes);
        CHECK(again.end == result.end);
        CHECK(again.events == result.events);
    }
}

TEST_CASE("A run without publications copies nothing and has no replication time") {
    const RunResult result = simulate(burst_scenario(3, 1), 0);
    CHECK(result.replications.empty());
    CHECK(result.regions_asked == 0);
    CHECK(std::isnan(result[Metric::replication_time][Statistic::mean]));
    CHECK(std::isnan(result[Metric::unreplicated_fraction][Statistic::mean]));
}

}  // namespace gallerysim::test
