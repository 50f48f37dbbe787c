// A whole VM deployment, from its request to its record: client, control plane, allocator, routing, read, boot. items/s
// are VMs per second on one core, with the model's own random streams (Philox, by inversion).
//
//   stream   1,000,000 Linux VMs, 100 a second, over 50 replicas: some 5,000 in flight, the throttles never bind
//   burst    200 Windows VMs at once on 6 replicas, one run after the other: what a sweep consists of

#include <benchmark/benchmark.h>

#include "core/world.hpp"
#include "tests/support/scenario_builder.hpp"

namespace {

using namespace gallerysim;

/// The catalogue's own times for placements and boots.
core::Scenario with_all_times(core::Scenario scenario) {
    scenario.catalogue = core::default_catalogue();
    return scenario;
}

core::Scenario stream_scenario() {
    core::Scenario scenario =
        with_all_times(test::burst_scenario(0, 50, core::StorageType::standard_lrs, core::OsType::linux_os));
    scenario.deployments[0].arrivals = core::PoissonArrivals{core::PerSecond{100.0}, sim::seconds(10'000)};
    // Placements for 100 VMs a second, and buckets that never run dry.
    scenario.catalogue.allocator.parallel.value = 1'000;
    scenario.catalogue.boot_profiles.at("linux").reads.value = 200.0;
    scenario.catalogue.boot_profiles.at("linux").read_bytes.value = core::Bytes{10e6};
    scenario.catalogue.throttles.manager[1].refill.value.value = 1'000.0;
    scenario.catalogue.throttles.compute[0].subscription_refill.value = 100'000;
    scenario.catalogue.throttles.compute[0].subscription_capacity.value = 300'000;
    scenario.catalogue.throttles.network.calls.value = 1'000'000;
    return scenario;
}

void stream(benchmark::State& state, core::KeepRecords keep) {
    const core::Scenario scenario = stream_scenario();
    std::uint64_t vms = 0;
    for (auto _ : state) vms += core::simulate(scenario, 0, keep).requested;
    state.SetItemsProcessed(static_cast<std::int64_t>(vms));
}

void burst(benchmark::State& state) {
    const core::Scenario scenario = with_all_times(test::burst_scenario(200, 6));
    std::uint64_t vms = 0;
    std::uint32_t run = 0;
    for (auto _ : state) vms += core::simulate(scenario, run++).requested;
    state.SetItemsProcessed(static_cast<std::int64_t>(vms));
}

BENCHMARK_CAPTURE(stream, records_off, core::KeepRecords::no)
    ->Name("deployment/stream, records off")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(stream, records_on, core::KeepRecords::yes)
    ->Name("deployment/stream, records on")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(burst)->Name("deployment/burst of 200")->Unit(benchmark::kMicrosecond);

}  // namespace
