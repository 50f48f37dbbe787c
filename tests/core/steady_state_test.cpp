#include "core/steady_state.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using test::WithinAbs;

namespace {

constexpr double kDemand_s = 140.0;  // 70,000 reads of a Windows boot at 500/s

/// A Poisson stream on one replica at this load; no timeout comes in its way.
Scenario steady_stream(double load, sim::SimTime duration) {
    Scenario scenario = test::burst_scenario(1, 1);
    scenario.catalogue.boot_profiles.at("windows").provisioning_timeout.value = sim::hours(1000);
    scenario.deployments[0].arrivals = PoissonArrivals{.rate = {load / kDemand_s}, .duration = duration};
    scenario.experiment.steady_state = SteadyState{};
    return scenario;
}

double mean(const RunResult& result, Metric metric) { return result[metric][Statistic::mean]; }

}  // namespace

TEST_CASE("A given warm-up and cool-down leave in just the VMs that are requested between them") {
    Scenario scenario = steady_stream(0.5, sim::hours(100));
    scenario.experiment.steady_state = SteadyState{.warm_up = sim::hours(10), .cool_down = sim::hours(5)};
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    REQUIRE(result.steady.has_value());
    sim::SimTime last;
    for (const VmRecord& vm : result.records) last = std::max(last, vm.requested);
    CHECK(result.steady->from == sim::hours(10));
    CHECK(result.steady->to == last - sim::hours(5));

    // The same from the records.
    std::uint64_t before = 0;
    std::uint64_t inside = 0;
    std::uint64_t came_to_run = 0;
    double sum_s = 0.0;
    for (const VmRecord& vm : result.records) {
        before += vm.requested < result.steady->from ? 1U : 0U;
        came_to_run += vm.ended >= result.steady->from && vm.ended < result.steady->to ? 1U : 0U;
        if (vm.requested < result.steady->from || vm.requested >= result.steady->to) continue;
        ++inside;
        sum_s += vm.total().seconds();
    }
    CHECK(result.requested == inside);
    CHECK(result.count(VmOutcome::running) == inside);
    CHECK(result.steady->warm_up_vms == before);
    CHECK(result.steady->cool_down_vms == result.records.size() - before - inside);
    CHECK_THAT(mean(result, Metric::time_to_running), WithinAbs(sum_s / static_cast<double>(inside), 1e-9));
    const double minutes = (result.steady->to - result.steady->from).seconds() / 60.0;
    CHECK_THAT(mean(result, Metric::throughput), WithinAbs(static_cast<double>(came_to_run) / minutes, 1e-12));
    CHECK(std::isnan(mean(result, Metric::makespan)));
    CHECK(std::isnan(mean(result, Metric::last_admission)));
}

TEST_CASE("The cool-down is as long as the longest time of a VM and so all VMs of the window end before it is over") {
    const RunResult result = simulate(steady_stream(0.8, sim::hours(200)), 3, KeepRecords::yes);
    sim::SimTime last;
    sim::SimTime longest;
    for (const VmRecord& vm : result.records) {
        last = std::max(last, vm.requested);
        longest = std::max(longest, vm.total());
    }
    CHECK(result.steady->to == last - longest);
    for (const VmRecord& vm : result.records) {
        if (vm.requested < result.steady->to) CHECK(vm.ended <= last);
    }
}

TEST_CASE("VMs that the horizon cuts off lie in the cool-down") {
    Scenario scenario = steady_stream(0.5, sim::hours(500));
    scenario.experiment.horizon = sim::hours(100);
    const RunResult result = simulate(scenario, 0, KeepRecords::yes);
    CHECK(result.count(VmOutcome::unfinished) == 0);
    const auto cut_off = std::ranges::count(result.records, VmOutcome::unfinished, &VmRecord::outcome);
    INFO(cut_off << " VMs were cut off");
    CHECK(result.steady->to < sim::hours(100));
}

TEST_CASE("Keeping records changes nothing about a steady state") {
    const Scenario scenario = steady_stream(0.7, sim::hours(50));
    const RunResult with = simulate(scenario, 1, KeepRecords::yes);
    const RunResult without = simulate(scenario, 1, KeepRecords::no);
    CHECK(without.records.empty());
    CHECK(with.requested == without.requested);
    CHECK(with.steady->from == without.steady->from);
    CHECK(mean(with, Metric::time_to_running) == mean(without, Metric::time_to_running));
    CHECK(mean(with, Metric::replica_utilisation) == mean(without, Metric::replica_utilisation));
}

// More work comes than the replica can do: by the end, the backlog is some 1,000 h of work.
TEST_CASE("A stream that is faster than its replica does not settle") {
    const RunResult result = simulate(steady_stream(1.5, sim::hours(300)), 0);
    CHECK_FALSE(result.steady->settled);
}

TEST_CASE("A stream without VMs has an empty window") {
    Scenario scenario = steady_stream(0.5, sim::hours(100));
    scenario.deployments[0].arrivals = PoissonArrivals{.rate = {1e-9}, .duration = sim::seconds(1)};
    const RunResult result = simulate(scenario, 0);
    CHECK(result.requested == 0);
    CHECK(result.steady->from == result.steady->to);
    CHECK_FALSE(result.steady->settled);
    CHECK(std::isnan(mean(result, Metric::throughput)));
}

TEST_CASE("Totals over time are exact at the notes and grow evenly in between also after the step has doubled") {
    TotalsOverTime totals;
    sim::SimTime now;
    while (now < sim::seconds(5000)) {
        now = now + totals.step();
        totals.note({.work_done = 2.0 * now.seconds(), .binding_s = {now.seconds()}});
    }
    CHECK(totals.step() == sim::seconds(8));
    for (const double from : {0.0, 0.5, 10.0, 1001.0, 4999.0}) {
        const RunTotals added = totals.between(sim::SimTime::from_seconds(from), sim::seconds(5000));
        CHECK_THAT(added.work_done, WithinAbs(2.0 * (5000.0 - from), 1e-9));
        CHECK_THAT(added.binding_s[0], WithinAbs(5000.0 - from, 1e-9));
    }
}
