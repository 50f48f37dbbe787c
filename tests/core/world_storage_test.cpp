// Storage under load through whole runs: refusals, accounts, contention, credits, hydration, and the books of
// work.

#include <algorithm>
#include <numeric>

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::KeepRecords;
using core::Metric;
using core::RunResult;
using core::Scenario;
using core::Statistic;
using core::StorageType;
using core::VmOutcome;
using test::burst_scenario;
using test::WithinAbs;
using test::WithinRel;

namespace {

core::StorageFigures& storage_of(Scenario& scenario, StorageType type = StorageType::standard_lrs) {
    return scenario.catalogue.storage[static_cast<std::size_t>(type)];
}

Scenario patient(Scenario scenario) {
    for (auto& [name, boot] : scenario.catalogue.boot_profiles)
        boot.provisioning_timeout.value = sim::hours(100);
    return scenario;
}

/// All VMs read until this time.
void check_all_read_until(const Scenario& scenario, double seconds) {
    const RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.failed() == 0);
    for (const core::VmRecord& vm : result.records)
        CHECK_THAT(vm.read_ended.seconds(), WithinRel(seconds, 1e-9));
}

void check_books(const RunResult& result) {
    const core::StorageUse& use = result.storage;
    CHECK_THAT(use.work_served_s + use.work_left_s, WithinRel(use.work_demanded_s, 1e-9));
    std::uint64_t busy = 0;
    for (const core::VmRecord& vm : result.records) {
        busy += vm.busy_answers;
        CHECK(vm.bottleneck().total() == vm.total());
        CHECK(vm.bottleneck().storage_busy == vm.read_started - vm.allocated);
    }
    CHECK(busy == use.busy_answers);
    CHECK(std::accumulate(result.outcomes.begin(), result.outcomes.end(), std::uint64_t{0}) ==
          result.requested);
}

}  // namespace

TEST_CASE("A replica with an admission limit never serves more readers and refuses the others with 503") {
    Scenario scenario = patient(burst_scenario(30, 1));
    scenario.platform.admission.readers = 10;
    const RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    check_books(result);
    CHECK(result.count(VmOutcome::running) == 30);
    CHECK(result[Metric::peak_vms_per_replica][Statistic::mean] == 10.0);
    CHECK(result.throttled_vms == 20);
    CHECK(result[Metric::throttled_fraction][Statistic::mean] == 20.0 / 30.0);
    CHECK(result[Metric::time_throttled][Statistic::max] > 0.0);
    CHECK(result.bottleneck.storage_busy_s > 0.0);
    for (const core::VmRecord& vm : result.records) {
        // Only between those that read may others begin.
        const auto reading = std::ranges::count_if(result.records, [&](const core::VmRecord& other) {
            return other.read_started <= vm.read_started && vm.read_started < other.read_ended;
        });
        CHECK(reading <= 10);
    }
}

TEST_CASE("A limit that is never reached changes no record") {
    Scenario scenario = burst_scenario(60, 6);
    const RunResult without = core::simulate(scenario, 0, KeepRecords::yes);
    scenario.platform.admission.readers = 60;
    const RunResult with = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK(with.storage.busy_answers == 0);
    REQUIRE(with.records.size() == without.records.size());
    for (std::size_t i = 0; i < with.records.size(); ++i) {
        CHECK(with.records[i].replica == without.records[i].replica);
        CHECK(with.records[i].ended == without.records[i].ended);
    }
}

TEST_CASE("A VM that was refused as often as it may ends as storage unavailable") {
    // 4 VMs, one reads for 140 s; the others wait at most 1 s and 2 s and give up at the third refusal.
    Scenario scenario = burst_scenario(4, 1);
    scenario.platform.admission.readers = 1;
    scenario.platform.admission.retry.max_attempts.value = 3;
    const RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    check_books(result);
    CHECK(result.count(VmOutcome::running) == 1);
    CHECK(result.count(VmOutcome::storage_unavailable) == 3);
    for (const core::VmRecord& vm : result.records) {
        if (vm.outcome != VmOutcome::storage_unavailable) continue;
        CHECK(vm.busy_answers == 3);
        CHECK(vm.ended <= sim::seconds(3));
        CHECK(vm.bottleneck().storage_busy == vm.total());
    }
}

TEST_CASE("VMs that wait for a busy replica are deleted at their timeout and unfinished at the horizon") {
    Scenario scenario = burst_scenario(40, 1);
    scenario.platform.admission.readers = 1;
    scenario.platform.on_timeout = core::OnTimeout::remove;
    const RunResult deleted = core::simulate(scenario, 0, KeepRecords::yes);
    check_books(deleted);
    CHECK(deleted.count(VmOutcome::provisioning_timed_out) > 0);
    for (const core::VmRecord& vm : deleted.records) CHECK(vm.ended <= sim::minutes(40));

    scenario.experiment.horizon = sim::minutes(10);
    const RunResult cut_off = core::simulate(scenario, 0, KeepRecords::yes);
    check_books(cut_off);
    CHECK(cut_off.count(VmOutcome::unfinished) == 40 - cut_off.count(VmOutcome::running));
    CHECK(cut_off.storage.work_left_s > 0.0);
}

TEST_CASE("Readers of all replicas under one account share what the account has") {
    // System: 12 equal readers of D = 140 s on 4 replicas in turn. Alone the replicas end at 3 x 140 s.
    Scenario scenario = burst_scenario(12, 4);
    scenario.platform.routing.value = core::Routing::round_robin;
    check_all_read_until(scenario, 3 * 140.0);

    // All on one account of 1,000 reads/s, which is 2 replicas' worth: 12 x 70,000 / 1,000 s.
    core::StorageFigures& storage = storage_of(scenario);
    storage.account_operations.value = core::PerSecond{1000.0};
    storage.replicas_per_account.value = 4;
    check_all_read_until(scenario, 12 * 70.0);
    // On two accounts of two replicas neither binds.
    storage.replicas_per_account.value = 2;
    check_all_read_until(scenario, 3 * 140.0);
    // Three on the first account, one on the second: the three share 2, 9 x 140 / 2 s, the fourth is on its
    // own.
    storage.replicas_per_account.value = 3;
    const RunResult uneven = core::simulate(scenario, 0, KeepRecords::yes);
    for (const core::VmRecord& vm : uneven.records) {
        CHECK_THAT(vm.read_ended.seconds(), WithinRel(vm.replica == 3 ? 420.0 : 630.0, 1e-9));
    }
    // Egress binds in the same way: 12 x 550 MB at 5.5 MB/s.
    storage.replicas_per_account.value = 4;
    storage.account_egress.value = core::BytesPerSecond{5.5e6};
    check_all_read_until(scenario, 1200.0);
    check_books(core::simulate(scenario, 0, KeepRecords::yes));
}

TEST_CASE("By default no account holds replicas together") {
    // 50 replicas ask for 25,000 reads/s, more than one account of 20,000 has.
    Scenario scenario = burst_scenario(50, 50);
    scenario.platform.routing.value = core::Routing::round_robin;
    check_all_read_until(scenario, 140.0);
    storage_of(scenario).replicas_per_account.value = 50;
    check_all_read_until(scenario, 140.0 * 25'000.0 / 20'000.0);
}

TEST_CASE("Contention slows twenty readers down as the scalability law says") {
    // C(20) = X(20) / 20 with X(20) = 9.3457943925 at sigma 0.05, kappa 0.0005.
    Scenario scenario = patient(burst_scenario(20, 1));
    storage_of(scenario).contention.value = 0.05;
    storage_of(scenario).coherency.value = 0.0005;
    check_all_read_until(scenario, 20.0 * 140.0 * 20.0 / 9.3457943925);
}

TEST_CASE("Contention on a bursting replica costs as many credits as work without it") {
    // 100 readers, e = 1 / (1 + sigma 99) = 1/2. Full credits last 1,800 s at full burst, whether its rate of
    // 7 is served or half of it is lost: 6,300 of 14,000 s are served by then, the rest at 1/2.
    Scenario scenario = patient(burst_scenario(100, 1, StorageType::premium_lrs));
    storage_of(scenario, StorageType::premium_lrs).contention.value = 1.0 / 99.0;
    check_all_read_until(scenario, 1800.0 + (14'000.0 - 6'300.0) / 0.5);
}

TEST_CASE("Disks that load in the background slow the readers of their replica and not the makespan") {
    // VM 0 reads alone, 140 s. From then on its disk loads the other 30 GiB - 550 MB at 10 MB/s, which is
    // c = 10 MB/s / 60 MiB/s of the replica. VM 1, requested at 140 s, gets 1 - c and reads for 140 / (1 -
    // c).
    Scenario scenario = burst_scenario(0, 1);
    scenario.deployments[0].arrivals = core::ListedArrivals{{sim::seconds(0), sim::seconds(140)}};
    scenario.platform.background_hydration = true;
    const RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.count(VmOutcome::running) == 2);
    const double c = 10e6 / (60.0 * core::kMiB);
    CHECK_THAT(result.records[1].read_time().seconds(), WithinRel(140.0 / (1.0 - c), 1e-9));
    CHECK_THAT(result[Metric::makespan][Statistic::mean], WithinRel(140.0 + 140.0 / (1.0 - c), 1e-9));
    // Bytes bind: each disk loads (30 GiB - 550 MB) / 60 MiB/s exclusive seconds.
    const double loaded = (30.0 * core::kGiB - 550e6) / (60.0 * core::kMiB);
    CHECK_THAT(result.storage.work_served_s, WithinRel(2 * 140.0 + 2 * loaded, 1e-9));
    check_books(result);

    // Without a cap of its own a disk takes half of the replica.
    scenario.catalogue.hydration.throughput.value = core::BytesPerSecond{1e9};
    const RunResult uncapped = core::simulate(scenario, 0, KeepRecords::yes);
    CHECK_THAT(uncapped.records[1].read_time().seconds(), WithinRel(280.0, 1e-9));
}

TEST_CASE("Data disks add what a boot reads of them and what is loaded later") {
    // 70,000 + 30,000 reads at 500/s.
    Scenario scenario = burst_scenario(1, 1);
    core::DataDisk disk{.lun = 0, .image = {.size = core::Bytes{32e9}, .occupied = core::Bytes{20e9}}};
    disk.boot_reads.value = 30'000;
    disk.boot_read_bytes.value = core::Bytes{450e6};
    scenario.galleries[0].images[0].versions[0].data_disks = {disk};
    check_all_read_until(scenario, 200.0);
    CHECK(core::simulate(scenario, 0).storage.bytes_read == 1000e6);

    scenario.platform.background_hydration = true;
    const RunResult result = core::simulate(scenario, 0, KeepRecords::yes);
    const double bytes = 30.0 * core::kGiB - 550e6 + 20e9 - 450e6;
    CHECK_THAT(result.storage.work_served_s, WithinRel(200.0 + bytes / (60.0 * core::kMiB), 1e-9));
}

TEST_CASE("The work that replicas serve is the work asked of them whatever happens to the VMs") {
    Scenario scenario = burst_scenario(90, 3, GENERATE(StorageType::standard_lrs, StorageType::premium_lrs));
    const auto variant = GENERATE(0, 1, 2, 3, 4, 5);
    const auto until = GENERATE(0, 7, 60);
    const auto timeout = GENERATE(core::OnTimeout::leave, core::OnTimeout::remove);
    scenario.catalogue = core::default_catalogue();
    scenario.platform.on_timeout = timeout;
    if (until > 0) scenario.experiment.horizon = sim::minutes(until);
    for (core::StorageFigures& storage : scenario.catalogue.storage) {
        if (variant == 1 || variant == 5) storage.contention.value = 0.02;
        if (variant == 2 || variant == 5) {
            storage.replicas_per_account.value = 2;
            storage.account_operations.value = core::PerSecond{700.0};
        }
    }
    if (variant == 3 || variant == 5) scenario.platform.admission.readers = 12;
    if (variant == 4 || variant == 5) scenario.platform.background_hydration = true;
    const RunResult result = core::simulate(scenario, 2, KeepRecords::yes);
    check_books(result);
    CHECK(result.storage.work_demanded_s > 0.0);
    const auto have_read = std::ranges::count_if(
        result.records, [](const core::VmRecord& vm) { return vm.outcome == VmOutcome::running; });
    CHECK(result.storage.bytes_read >= 550e6 * static_cast<double>(have_read));
    if (result.failed() == 0) {
        CHECK(result.storage.bytes_read == 550e6 * static_cast<double>(have_read));
        // Only disks that load in the background may be left.
        CHECK((variant >= 4 || result.storage.work_left_s == 0.0));
    }
}
