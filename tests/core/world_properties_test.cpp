#include <algorithm>
#include <cmath>
#include <vector>

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

}  // namespace

TEST_CASE("What must hold in every run holds in 10000 random scenarios") {
    std::array<std::uint64_t, core::kVmOutcomes> seen{};
    for (int i = 0; i < kScenarios; ++i) {
        CAPTURE(i);
        Dice dice(static_cast<std::uint64_t>(i));
        const core::Scenario scenario = some_scenario(dice);
        const core::RunResult result = core::simulate(scenario, 0, core::KeepRecords::yes);

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
                UNSCOPED_INFO(vm.tries << ' ' << vm.scale_set << ' ' << core::kVmOutcomeNames[static_cast<std::size_t>(vm.outcome)]);
            }
            REQUIRE(doors_ascend(vm));
            REQUIRE(vm.bottleneck().total() == vm.total());
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
        for (std::size_t o = 0; o < core::kVmOutcomes; ++o) seen[o] += result.outcomes[o];
    }
    // All outcomes but `rejected`, which these scenarios have no rule for, did occur.
    for (std::size_t o = 0; o < core::kVmOutcomes; ++o) {
        INFO(core::kVmOutcomeNames[o]);
        CHECK((seen[o] > 0) == (o != static_cast<std::size_t>(VmOutcome::rejected)));
    }
}
