// The replication of a version: times that follow from the figures, states, failures, strategies, the lower
// bound.

#include <algorithm>
#include <string>
#include <vector>

#include "core/replication/replication.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

namespace gallerysim::test {
namespace {

using core::AggregatedState;
using core::CopyStrategy;
using core::ReplicationReport;
using core::ReplicationState;
using core::WithinRegion;

struct ReplicationCase {
    core::Scenario scenario = burst_scenario(1, 1);
    core::ReplicationFigures figures = core::default_replication_figures();
    core::ReplicationPolicy policy = core::default_replication_policy();

    explicit ReplicationCase(std::vector<std::string> names, std::int64_t replicas = 1) {
        auto& targets = version().target_regions;
        targets.clear();
        for (std::string& name : names) {
            targets.emplace_back();
            targets.back().name = std::move(name);
            targets.back().replicas = replicas;
        }
    }
    core::ImageVersion& version() { return scenario.galleries[0].images[0].versions[0]; }
    [[nodiscard]] core::ReplicationPlan plan() const {
        return core::plan_replication(scenario, {}, figures, policy);
    }
    [[nodiscard]] ReplicationReport run() const { return run(plan()); }
    [[nodiscard]] ReplicationReport run(core::ReplicationPlan plan) const {
        sim::Simulation simulation{scenario.seed, 0};
        core::CopyNetwork network(simulation, figures);
        core::Replication replication(simulation, network, figures, std::move(plan));
        replication.start();
        simulation.run();
        return replication.report();
    }
};

TEST_CASE("Data disks are copied with the OS disk and a Shallow version copies nothing") {
    ReplicationCase two({"westeurope", "northeurope"});
    const double os_disk = two.plan().bytes.value;
    core::DataDisk data;
    data.image.occupied = core::Bytes{5e9};
    two.version().data_disks = {data};
    CHECK(two.plan().bytes.value == os_disk + 5e9);
    CHECK_FALSE(two.plan().is_shallow);
    two.version().replication_mode = core::ReplicationMode::shallow;
    CHECK(two.plan().is_shallow);
    CHECK(two.run().egress_bytes == 0.0);
}

TEST_CASE("One version of 30 GB to one further region takes what arithmetic gives and users report") {
    ReplicationCase one({"westeurope", "eastus"});
    one.version().os_disk.occupied = core::Bytes{30.0 * core::kGB};
    const ReplicationReport report = one.run();
    const auto& graph = one.plan().graph;
    const double expected = 300.0 + graph.round_trip(0, 1).seconds() + 30e9 / (15.0 * core::kMiB);
    CHECK_THAT(report.makespan().seconds(), WithinAbs(expected, 1e-6));
    CHECK(report.makespan() > sim::minutes(33));
    CHECK(report.makespan() < sim::minutes(100));
    CHECK(report.status.aggregated == AggregatedState::completed);
    CHECK(report.egress_bytes == 30e9);
    CHECK_THAT(report.egress_usd, WithinRel(0.6, 1e-12));
    CHECK(report.wasted_bytes == 0.0);
}

TEST_CASE(
    "A region with one source takes a read per further replica and with doubling a round per doubling") {
    ReplicationCase home({"westeurope"}, 9);
    const double one_read = 30.0 * core::kGiB / (60.0 * core::kMiB);
    CHECK_THAT(home.run().makespan().seconds(), WithinAbs(300.0 + one_read + 300.0 + 8.0 * one_read, 1e-5));
    home.policy.within_region.value = WithinRegion::doubling;
    CHECK_THAT(home.run().makespan().seconds(), WithinAbs(5.0 * (300.0 + one_read), 1e-5));
}

TEST_CASE("Replicas on ZRS are written three times and a slow storage shows it") {
    ReplicationCase home({"westeurope"}, 1);
    home.figures.region_writes.value = core::BytesPerSecond{30.0 * core::kMiB};
    const double one = home.run().makespan().seconds() - 300.0;
    home.version().target_regions[0].storage = core::StorageType::standard_zrs;
    CHECK_THAT(home.run().makespan().seconds() - 300.0, WithinRel(3.0 * one, 1e-9));
}

TEST_CASE("No more copies are read in a region at a time than may be") {
    ReplicationCase home({"westeurope"}, 5);
    home.figures.copies_at_a_time.value = 1;
    const double copy = 300.0 + 30.0 * core::kGiB / (60.0 * core::kMiB);
    CHECK_THAT(home.run().makespan().seconds(), WithinAbs(5.0 * copy, 1e-5));
}

TEST_CASE("States and progress as the API reports them can be asked for at any time") {
    const ReplicationCase two({"westeurope", "eastus"});
    sim::Simulation simulation;
    core::CopyNetwork network(simulation, two.figures);
    core::Replication replication(simulation, network, two.figures, two.plan());
    CHECK(replication.status().aggregated == AggregatedState::unknown);
    replication.start();
    simulation.run_until(sim::minutes(5) + sim::seconds(1024));
    const auto status = replication.status();
    CHECK(status.aggregated == AggregatedState::in_progress);
    CHECK(status.regions[0].state == ReplicationState::completed);
    CHECK(status.regions[0].progress == 100);
    CHECK(status.regions[1].state == ReplicationState::replicating);
    CHECK(status.regions[1].progress == 49);  // 2,048 s, begun a round trip late
    CHECK(replication.is_complete(0));
    CHECK_FALSE(replication.is_complete(1));
    simulation.run();
    CHECK(replication.status().aggregated == AggregatedState::completed);
    CHECK(replication.is_complete(1));
}

TEST_CASE("One region fails and the others succeed") {
    const ReplicationCase some({"westeurope", "eastus", "eastasia"}, 20);
    auto plan = some.plan();
    plan.regions[1].fails_after = sim::minutes(137);
    const ReplicationReport report = some.run(std::move(plan));
    CHECK(report.status.aggregated == AggregatedState::failed);
    CHECK(report.status.regions[1].state == ReplicationState::failed);
    CHECK(report.status.regions[1].ended == sim::minutes(137));
    CHECK(report.status.regions[1].progress > 0);
    CHECK(report.status.regions[1].progress < 100);
    CHECK(report.status.regions[2].state == ReplicationState::completed);
    CHECK(report.wasted_bytes > 0.0);
}

TEST_CASE("A region that is not complete within the time limit fails at it") {
    ReplicationCase home({"westeurope"}, 50);
    const ReplicationReport report = home.run();  // 49 reads of 512 s: over 7 h
    CHECK(report.status.regions[0].state == ReplicationState::failed);
    CHECK(report.ended == sim::hours(6));
    home.figures.time_limit.value = sim::hours(24);
    CHECK(home.run().status.aggregated == AggregatedState::completed);
}

TEST_CASE("Copies that fail are made anew and in the end the region fails") {
    ReplicationCase two({"westeurope", "eastus"});
    two.figures.failure_rate.value = 1.0;
    const ReplicationReport report = two.run();
    CHECK(report.status.aggregated == AggregatedState::failed);
    CHECK(report.status.regions[1].failed_attempts == 5);
    CHECK(report.egress_bytes > 0.0);
    two.figures.failure_rate.value = 0.3;
    two.figures.attempts.value = 50;
    const ReplicationReport in_the_end = two.run();
    CHECK(in_the_end.status.aggregated == AggregatedState::completed);
}

TEST_CASE("Shallow versions are ready at once and copy nothing") {
    const ReplicationCase some({"westeurope", "eastus"});
    auto plan = some.plan();
    plan.is_shallow = true;
    const ReplicationReport report = some.run(std::move(plan));
    CHECK(report.makespan() == sim::SimTime::zero());
    CHECK(report.egress_bytes == 0.0);
    CHECK(report.status.aggregated == AggregatedState::completed);
}

TEST_CASE("A star moves one copy to each region from the source and a tree does for less money") {
    ReplicationCase far({"westeurope", "eastus", "eastasia", "japaneast", "koreacentral", "brazilsouth"});
    const ReplicationReport star = far.run();
    const double gb = far.plan().bytes.value / core::kGB;
    CHECK_THAT(star.egress_bytes, WithinRel(5.0 * gb * core::kGB, 1e-12));
    CHECK_THAT(star.egress_usd, WithinRel(gb * (0.02 + 3 * 0.08 + 0.16), 1e-12));
    for (const auto strategy : {CopyStrategy::relay, CopyStrategy::tree, CopyStrategy::phases}) {
        far.policy.strategy.value = strategy;
        const ReplicationReport other = far.run();
        CHECK(other.status.aggregated == AggregatedState::completed);
        CHECK_THAT(other.egress_bytes, WithinRel(star.egress_bytes, 1e-12));
        if (strategy == CopyStrategy::tree) CHECK(other.egress_usd <= star.egress_usd);
    }
}

TEST_CASE("No replication undercuts its lower bound") {
    const auto all = core::regions();
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        sim::RandomStream draw(sim::StreamId{.seed = seed});
        std::vector<std::string> names;
        const std::size_t first = draw.below(all.size());
        const std::size_t count = 1 + draw.below(12);
        for (std::size_t i = 0; i < count; ++i) names.emplace_back(all[(first + 7 * i) % all.size()].name);
        std::ranges::sort(names);
        names.erase(std::unique(names.begin(), names.end()), names.end());
        ReplicationCase some(names);
        some.scenario.seed = seed;
        for (auto& target : some.version().target_regions) {
            target.replicas = 1 + static_cast<std::int64_t>(draw.below(6));
            if (draw.below(3) == 0) target.storage = core::StorageType::premium_lrs;
        }
        some.figures.time_limit.value = sim::hours(1000);
        some.figures.copies_at_a_time.value = 1 + static_cast<std::int64_t>(draw.below(8));
        some.figures.region_egress.value.value *= 0.05 + draw.uniform();
        some.figures.region_writes.value.value *= 0.02 + draw.uniform();
        some.figures.link.value.value *= 0.01 + draw.uniform();
        if (draw.below(3) == 0) some.figures.failure_rate.value = 0.1;
        some.policy.strategy.value = static_cast<CopyStrategy>(draw.below(4));
        some.policy.within_region.value = static_cast<WithinRegion>(draw.below(2));
        some.policy.phase_size.value = 1 + static_cast<std::int64_t>(draw.below(4));
        const ReplicationReport report = some.run();
        INFO(seed << ' ' << report.strategy << ' ' << report.binding);
        CHECK(report.ended < sim::SimTime::never());
        CHECK(report.makespan().seconds() >= report.lower_bound.seconds() - 1e-3);
        CHECK(report.lower_bound > sim::SimTime::zero());
    }
}

}  // namespace
}  // namespace gallerysim::test
