#include <algorithm>
#include <cmath>
#include <vector>

#include "core/faults/fault_plan.hpp"
#include "core/world.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::VmOutcome;
using core::VmRecord;

// Random small scenarios of every kind, and what must hold in all of them. Nothing here is statistical: a seed that
// fails has found a bug.

namespace {

constexpr int kScenarios = 10'000;

class Dice {
public:
    explicit Dice(std::uint64_t seed) : stream_(sim::StreamId{.seed = seed, .run = 0, .purpose = 99, .entity = 0}) {}
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(stream_.below(static_cast<std::uint64_t>(most - least + 1)));
    }
    bool chance(int one_in) { return between(1, one_in) == 1; }
    template <class T>
    T one_of(std::initializer_list<T> values) {
        return *(values.begin() + between(0, static_cast<std::int64_t>(values.size()) - 1));
    }

private:
    sim::RandomStream stream_;
};

core::Arrivals some_arrivals(Dice& dice) {
    switch (dice.between(0, 6)) {
        case 0: return core::BurstArrivals{dice.between(1, 30)};
        case 1:
            return core::PoissonArrivals{core::PerSecond{static_cast<double>(dice.between(1, 20)) / 60.0},
                                         sim::minutes(dice.between(1, 3))};
        case 2: return core::BatchArrivals{dice.between(1, 8), sim::seconds(dice.between(1, 90)), dice.between(1, 4)};
        case 3: return core::ClosedLoopArrivals{dice.between(1, 6), dice.between(1, 20)};
        case 4: return core::ListedArrivals{{sim::seconds(0), sim::seconds(7), sim::seconds(7)}};
        default: {
            core::ScaleSets sets;
            sets.count = dice.between(1, 3);
            sets.capacity = dice.between(1, 12);
            sets.overprovision = dice.chance(2);
            if (dice.chance(3)) sets.scale_out = core::ScaleOut{sim::minutes(dice.between(0, 60)), sets.capacity + 3};
            if (dice.chance(3)) {
                core::RollingUpgrade upgrade;
                upgrade.at = sim::minutes(dice.between(0, 60));
                upgrade.pause = sim::seconds(dice.between(0, 30));
                sets.upgrade = upgrade;
            }
            return sets;
        }
    }
}

/// One principal, one write per VM, so that acceptances can be seen in the records.
core::Scenario some_scenario(Dice& dice) {
    using namespace core;
    Scenario scenario = test::burst_scenario(
        1, dice.between(1, 4), dice.one_of({StorageType::standard_lrs, StorageType::standard_zrs, StorageType::premium_lrs}),
        dice.one_of({OsType::windows, OsType::linux_os}));
    scenario.seed = static_cast<std::uint64_t>(dice.between(1, 1'000'000));
    const DistributionSpec some_seconds{.kind = DistributionSpec::Kind::exponential, .a = 20.0};
    if (dice.chance(2)) scenario.catalogue.allocator.placement_time.value = some_seconds;
    if (dice.chance(2)) {
        for (auto& [name, boot] : scenario.catalogue.boot_profiles) boot.cpu_time.value = some_seconds;
    }
    scenario.catalogue.allocator.parallel.value = dice.between(1, 5);
    if (dice.chance(4)) scenario.catalogue.allocator.capacity.value = dice.between(1, 20);
    for (auto& storage : scenario.catalogue.storage) {
        if (dice.chance(3)) storage.contention.value = 0.02;
        if (dice.chance(3)) storage.replicas_per_account.value = 2;
        storage.account_operations.value = PerSecond{dice.chance(3) ? 700.0 : 20'000.0};
    }
    if (dice.chance(3)) scenario.platform.admission.readers = dice.between(1, 4);
    if (dice.chance(3)) scenario.platform.admission.retry.max_attempts.value = dice.between(1, 10);
    scenario.platform.background_hydration = dice.chance(8);
    scenario.platform.routing.value =
        dice.one_of({Routing::random, Routing::round_robin, Routing::least_loaded, Routing::power_of_two});
    scenario.platform.on_timeout = dice.one_of({OnTimeout::leave, OnTimeout::remove, OnTimeout::remove_and_retry});

    ClientSettings& client = scenario.clients[0].settings;
    client.writes_per_vm.value = 1;
    if (dice.chance(3)) client.concurrency = dice.between(1, 5);
    if (dice.chance(3)) client.retry.max_attempts.value = dice.between(1, 5);
    if (dice.chance(4)) client.retry.give_up_after = sim::seconds(dice.between(1, 300));
    client.retry.retry_after.value = dice.one_of({RetryAfter::honour, RetryAfter::ignore, RetryAfter::ideal});
    auto& writes = scenario.catalogue.throttles.manager[static_cast<std::size_t>(CallType::write)];
    writes.capacity.value = dice.between(1, 8);
    writes.refill.value = PerSecond{static_cast<double>(dice.between(1, 20)) / 10.0};

    if (dice.chance(3)) scenario.experiment.horizon = sim::seconds(dice.between(1, 3000));
    scenario.deployments[0].arrivals = some_arrivals(dice);
    if (dice.chance(3)) {
        Deployment more = scenario.deployments[0];
        more.name = "more";
        more.at = sim::seconds(dice.between(0, 600));
        more.arrivals = some_arrivals(dice);
        scenario.deployments.push_back(more);
    }
    return scenario;
}

/// The times at which the control plane accepted a creation: each single VM's last try, each first instance of a set's
/// operation. A lower bound of what was accepted, and in each window no more than the bucket gives.
bool keeps_to_the_bucket(const core::Scenario& scenario, const core::RunResult& result) {
    std::vector<sim::SimTime> accepted;
    for (const VmRecord& vm : result.records) {
        if (vm.scale_set == core::kNoScaleSet && vm.admitted < vm.ended) accepted.push_back(vm.admitted);
    }
    std::ranges::sort(accepted);
    const auto& writes = scenario.catalogue.throttles.manager[static_cast<std::size_t>(core::CallType::write)];
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        for (std::size_t j = i; j < accepted.size(); ++j) {
            const double window = (accepted[j] - accepted[i]).seconds();
            const double most = static_cast<double>(writes.capacity.value) + writes.refill.value.value * window;
            if (static_cast<double>(j - i + 1) > most + 1e-6) return false;
        }
    }
    return true;
}

bool doors_ascend(const VmRecord& vm) {
    const std::array doors{vm.requested, vm.started,      vm.retried,    vm.admitted,
                           vm.allocated, vm.read_started, vm.read_ended, vm.ended};
    return std::ranges::is_sorted(doors);
}

/// What must hold in every run, whatever happens in it.
void check_run(const core::Scenario& scenario, const core::RunResult& result) {
    std::uint64_t ended = 0;
    for (const std::uint64_t count : result.outcomes) ended += count;
    REQUIRE(ended == result.requested + result.overprovisioned);
    REQUIRE(result.records.size() == ended);
    REQUIRE(result.count(VmOutcome::running) <= result.requested);
    for (const VmRecord& vm : result.records) {
        if (!doors_ascend(vm)) {
            for (const sim::SimTime door : {vm.requested, vm.started, vm.retried, vm.admitted, vm.allocated,
                                            vm.read_started, vm.read_ended, vm.ended}) {
                UNSCOPED_INFO(door.seconds());
            }
            UNSCOPED_INFO(vm.tries << ' ' << vm.scale_set << ' '
                                   << core::kVmOutcomeNames[static_cast<std::size_t>(vm.outcome)]);
        }
        REQUIRE(doors_ascend(vm));
        const core::Bottleneck parts = vm.bottleneck();
        REQUIRE(parts.total() == vm.total());
        for (const sim::SimTime part : {parts.client, parts.lost, parts.throttled, parts.allocation, parts.storage_busy,
                                        parts.contention, parts.solo_read, parts.boot, parts.fault}) {
            REQUIRE(part >= sim::SimTime::zero());
        }
    }
    const core::StorageUse& storage = result.storage;
    REQUIRE(std::abs(storage.work_demanded_s - storage.work_served_s - storage.work_left_s) <=
            1e-6 * (1.0 + storage.work_demanded_s));
    REQUIRE(keeps_to_the_bucket(scenario, result));
    double binding = 0.0;
    for (const double seconds : result.binding_s) {
        REQUIRE(seconds >= -1e-9);
        binding += seconds;
    }
    REQUIRE(std::isfinite(binding));
}

core::FaultSpec some_fault(Dice& dice, const core::Scenario& scenario) {
    using namespace core;
    FaultSpec fault;
    fault.kind = static_cast<FaultKind>(dice.between(0, kFaultKinds - 1));
    fault.name = "fault";
    fault.region = "westeurope";
    fault.image = "prod/image/1.0.0";
    fault.to = static_cast<double>(dice.between(1, 9)) / 10.0;
    fault.failover.value = sim::seconds(dice.between(0, 90));
    if (has_parts(fault.kind) && dice.chance(2)) fault.part = dice.between(1, parts_of(scenario, fault));
    if (dice.chance(2)) fault.rebuild = sim::seconds(dice.between(0, 300));
    if (dice.chance(2)) {
        fault.random = FaultSpec::RandomTimes{sim::seconds(dice.between(60, 3000)), sim::seconds(dice.between(1, 600))};
    } else {
        fault.at = sim::seconds(dice.between(0, 900));
        if (!dice.chance(4)) fault.duration = sim::seconds(dice.between(0, 900));
    }
    return fault;
}

/// Whether the fault makes a replica of the scenario's only image unable to serve, by its own words.
bool loses(const core::Scenario& scenario, const core::FaultOccurrence& occurrence, std::uint32_t replica) {
    const core::TargetRegion& target = scenario.galleries[0].images[0].versions[0].target_regions[0];
    const bool zonal = !scenario.catalogue.storage_of(target.storage).zone_redundant;
    switch (scenario.faults[occurrence.fault].kind) {
        case core::FaultKind::region_lost: return true;
        case core::FaultKind::replica_lost: return occurrence.part == replica + 1;
        case core::FaultKind::zone_lost: return zonal && occurrence.part == replica % 3 + 1;
        default: return false;
    }
}

/// No VM reads from a replica, or is in a place, at a time at which a fault has taken it.
void check_faults(const core::Scenario& scenario, const core::RunResult& result) {
    for (const core::FaultOccurrence& occurrence : result.faults) {
        const core::FaultSpec& fault = scenario.faults[occurrence.fault];
        REQUIRE(occurrence.from <= occurrence.until);
        REQUIRE(occurrence.until <= result.end);
        const auto overlaps = [&](sim::SimTime from, sim::SimTime until) {
            return std::max(from, occurrence.from) < std::min(until, occurrence.until);
        };
        for (const VmRecord& vm : result.records) {
            const bool is_reader = vm.replica != core::kNoReplica && loses(scenario, occurrence, vm.replica);
            if (is_reader) REQUIRE_FALSE(overlaps(vm.read_started, vm.read_ended));
            const bool is_there = fault.kind == core::FaultKind::region_lost ||
                                  (fault.kind == core::FaultKind::zone_lost && vm.zone == occurrence.part);
            if (is_there) REQUIRE_FALSE(overlaps(vm.allocated, vm.ended));
        }
    }
    REQUIRE(result.hit_vms_failed <= result.hit_vms);
    REQUIRE(result.hit_vms <= result.requested + result.overprovisioned);
}

bool are_equal(const core::RunResult& a, const core::RunResult& b) {
    if (a.events != b.events || a.end != b.end || a.faults != b.faults || a.records.size() != b.records.size()) return false;
    for (std::size_t i = 0; i < a.records.size(); ++i) {
        const VmRecord& x = a.records[i];
        const VmRecord& y = b.records[i];
        if (x.vm != y.vm || x.ended != y.ended || x.replica != y.replica || x.outcome != y.outcome) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("What must hold in every run holds in 10000 random scenarios") {
    std::array<std::uint64_t, core::kVmOutcomes> seen{};
    for (int i = 0; i < kScenarios; ++i) {
        CAPTURE(i);
        Dice dice(static_cast<std::uint64_t>(i));
        const core::Scenario scenario = some_scenario(dice);
        const core::RunResult result = core::simulate(scenario, 0, core::KeepRecords::yes);
        check_run(scenario, result);
        for (std::size_t o = 0; o < core::kVmOutcomes; ++o) seen[o] += result.outcomes[o];
    }
    // All outcomes but `rejected`, which these scenarios have no rule for, did occur.
    for (std::size_t o = 0; o < core::kVmOutcomes; ++o) {
        INFO(core::kVmOutcomeNames[o]);
        CHECK((seen[o] > 0) == (o != static_cast<std::size_t>(VmOutcome::rejected)));
    }
}

TEST_CASE("It holds in 10000 random scenarios with random faults as well, and no VM is where a fault has been") {
    std::array<std::uint64_t, core::kFaultKinds> seen{};
    std::uint64_t reads_lost = 0;
    std::uint64_t places_lost = 0;
    for (int i = 0; i < kScenarios; ++i) {
        CAPTURE(i);
        Dice dice(static_cast<std::uint64_t>(kScenarios + i));
        core::Scenario scenario = some_scenario(dice);
        for (std::int64_t n = dice.between(1, 3); n > 0; --n) scenario.faults.push_back(some_fault(dice, scenario));
        if (dice.chance(3)) scenario.deployments[0].zones = {static_cast<int>(dice.between(1, 3))};
        scenario.deployments[0].strict_zones = dice.chance(3);
        const core::RunResult result = core::simulate(scenario, 0, core::KeepRecords::yes);
        check_run(scenario, result);
        check_faults(scenario, result);
        if (i % 10 == 0) REQUIRE(are_equal(result, core::simulate(scenario, 0, core::KeepRecords::yes)));
        for (const core::FaultOccurrence& occurrence : result.faults) {
            ++seen[static_cast<std::size_t>(scenario.faults[occurrence.fault].kind)];
            reads_lost += occurrence.reads_lost;
            places_lost += occurrence.places_lost;
        }
    }
    for (const std::uint64_t occurrences : seen) CHECK(occurrences > 100);
    CHECK(reads_lost > 1000);
    CHECK(places_lost > 1000);
}
