#include "sim/capacity_law.hpp"

#include <deque>
#include <memory>

#include "sim/burst_credits.hpp"
#include "sim/shared_capacity.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/flow_recorder.hpp"

namespace gallerysim::test {
namespace {

using sim::BurstCredits;
using sim::CapacityLaw;
using sim::FlowId;
using sim::hours;
using sim::minutes;
using sim::seconds;
using sim::SharedCapacity;
using sim::SimTime;
using sim::Simulation;
using sim::UslLaw;

// ---- universal scalability law
// ----------------------------------------------------------------------------------------

TEST_CASE("The scalability law gives the published throughputs") {
    // X(n) = n C(n) / C at lambda = 1, sigma = 0.05, kappa = 0.0005.
    const UslLaw law{{.sigma = 0.05, .kappa = 0.0005}};
    CHECK_THAT(10.0 * law.efficiency(10), WithinAbs(6.6889632107, 1e-10));
    CHECK_THAT(20.0 * law.efficiency(20), WithinAbs(9.3457943925, 1e-10));
    CHECK_THAT(43.0 * law.efficiency(43), WithinAbs(10.7419435423, 1e-10));
    CHECK_THAT(44.0 * law.efficiency(44), WithinAbs(10.7421875, 1e-10));
    CHECK_THAT(100.0 * law.efficiency(100), WithinAbs(9.1743119266, 1e-10));
    CHECK(law.efficiency(1) == 1.0);
    CHECK(law.efficiency(0) == 1.0);
}

TEST_CASE("Flows that disturb each other are served at the rate of their number") {
    // Demands 1 and 2, sigma = 0.25: together 1 / 1.25 = 0.8 a second, so the first ends at 2.5 s, and the
    // other one's second unit takes 1 s alone.
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    capacity.set_law(std::make_unique<UslLaw>(UslLaw::Coefficients{.sigma = 0.25}));
    FlowRecorder first{simulation};
    FlowRecorder second{simulation};
    capacity.start({.demand = 1.0}, first);
    capacity.start({.demand = 2.0}, second);
    CHECK_THAT(capacity.served_rate(), WithinRel(0.8, 1e-12));
    simulation.run();
    CHECK(first.at() == SimTime::from_seconds(2.5));
    CHECK(second.at() == SimTime::from_seconds(3.5));
}

TEST_CASE("A law that is taken away has no effect any more") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    capacity.set_law(std::make_unique<UslLaw>(UslLaw::Coefficients{.sigma = 1.0}));
    FlowRecorder first{simulation};
    FlowRecorder second{simulation};
    capacity.start({.demand = 2.0}, first);
    capacity.start({.demand = 2.0}, second);
    simulation.at(seconds(4), [&] { capacity.set_law(nullptr); });
    simulation.run();
    // 1/2 for both together for 4 s, then 1: half of each is left.
    CHECK(second.at() == seconds(6));
}

// ---- burst credits
// ----------------------------------------------------------------------------------------------------

/// A Premium SSD P10: base 1, burst 7 for at most 30 min; the bank holds 6 x 1800 work units.
struct Premium {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    BurstCredits* credits = nullptr;
    std::deque<FlowRecorder> flows;

    Premium() {
        auto law = std::make_unique<BurstCredits>(
            BurstCredits::Terms{.base = 1.0, .burst = 7.0, .burst_time = minutes(30)});
        credits = law.get();
        capacity.set_law(std::move(law));
    }
    FlowId start(double demand, double cap = sim::Flow::kUncapped) {
        flows.emplace_back(simulation);
        return capacity.start({.demand = demand, .cap = cap}, flows.back());
    }
};

TEST_CASE("A full bank lasts for the burst time at full burst and then the rate is the base rate") {
    Premium disk;
    disk.start(7.0 * 1800.0 + 100.0);
    CHECK(disk.capacity.served_rate() == 7.0);
    disk.simulation.run_until(minutes(30) - SimTime::from_nanoseconds(1));
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(7.0, 1e-12));
    disk.simulation.run_until(minutes(30));
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(1.0, 1e-12));
    CHECK(disk.credits->credits() == 0.0);
    disk.simulation.run();
    CHECK(disk.flows[0].at() == minutes(30) + seconds(100));
    CHECK(disk.simulation.events_run() == 2);  // the credits end, the flow ends
}

TEST_CASE("Credits last longer when less than the burst is asked for") {
    // Served at 3, they fall by 2 a second.
    Premium disk;
    disk.start(1e6, 3.0);
    disk.simulation.run_until(seconds(5399));
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(3.0, 1e-12));
    disk.simulation.run_until(seconds(5401));
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(1.0, 1e-12));
}

TEST_CASE("An idle disk earns its base rate and an exhausted one bursts again with what it has earned") {
    Premium disk;
    disk.start(7.0 * 1800.0);
    disk.simulation.run();
    CHECK(disk.simulation.now() == minutes(30));
    disk.simulation.run_until(minutes(40));
    // 600 earned, at 6 a second: 100 s of burst, 700 units.
    disk.start(700.0 + 50.0);
    disk.simulation.run();
    CHECK(disk.flows[1].at() == minutes(40) + seconds(100) + seconds(50));
}

TEST_CASE("The bank is never fuller than full") {
    Premium disk;
    disk.simulation.run_until(hours(100));
    disk.start(7.0 * 1800.0 + 1.0);
    disk.simulation.run();
    CHECK(disk.flows[0].at() == hours(100) + minutes(30) + seconds(1));
    CHECK(disk.credits->bank() == 10'800.0);
}

TEST_CASE("A disk that serves just its base rate keeps its credits") {
    Premium disk;
    disk.start(1000.0, 0.5);
    disk.start(1000.0, 0.5);
    disk.simulation.run_until(seconds(1500));
    disk.start(7.0 * 300.0);
    disk.simulation.run_until(seconds(1600));
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(7.0, 1e-12));
    disk.capacity.set_rate(1.0);  // brings the credits up to date
    CHECK_THAT(disk.credits->credits(), WithinRel(10'800.0 - 600.0, 1e-12));
}

TEST_CASE("A demand around the base rate does not make an exhausted disk flicker") {
    // Ten flows that together want 1.5 come and go; each change may cost an event for the last credits, and
    // no more.
    Premium disk;
    disk.start(1e9, 1.5);
    disk.simulation.run_until(hours(12));
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(1.0, 1e-12));
    const auto events = disk.simulation.events_run();
    for (int i = 0; i < 100; ++i) {
        disk.simulation.run_until(disk.simulation.now() + seconds(10));
        disk.start(3.0, 0.3 + 0.1 * (i % 3));
    }
    CHECK(disk.simulation.events_run() - events <= 4 * 100);
}

TEST_CASE("A slowed disk has both of its rates slowed and a failed one has none") {
    Premium disk;
    disk.start(1e9);
    disk.capacity.set_rate(0.5);
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(3.5, 1e-12));
    disk.capacity.set_rate(0.0);
    CHECK(disk.capacity.served_rate() == 0.0);
    const auto events = disk.simulation.events_run();
    disk.simulation.run_until(hours(1));
    CHECK(disk.simulation.events_run() <= events + 2);
    disk.capacity.set_rate(1.0);
    CHECK_THAT(disk.capacity.served_rate(), WithinRel(7.0, 1e-12));
}

TEST_CASE("Burst terms that make no sense are bugs of the caller") {
    CHECK(aborts([] { const BurstCredits law{{.base = 2.0, .burst = 1.0, .burst_time = seconds(1)}}; }));
    CHECK(aborts([] { const BurstCredits law{{.base = 0.0, .burst = 1.0, .burst_time = seconds(1)}}; }));
    CHECK(aborts([] { const UslLaw law{{.sigma = -0.1}}; }));
    CHECK(
        !aborts([] { const BurstCredits law{{.base = 1.0, .burst = 1.0, .burst_time = SimTime::zero()}}; }));
}

// ---- laws of one's own
// ------------------------------------------------------------------------------------------------

/// A rate that halves every day at noon, and says so only a day ahead.
class Halving final : public CapacityLaw {
public:
    [[nodiscard]] double rate(double nominal, SimTime now, std::size_t) override {
        for (std::int64_t noon = now / hours(24); noon > 0; --noon) nominal /= 2.0;
        return nominal;
    }
    [[nodiscard]] SimTime next_change(SimTime now, double) override {
        return hours(24) * (now / hours(24) + 1);
    }
};

TEST_CASE("A law by the clock changes the rate of flows that are under way") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    capacity.set_law(std::make_unique<Halving>());
    FlowRecorder flow{simulation};
    capacity.start({.demand = 86'400.0 * 1.75}, flow);
    simulation.run();
    CHECK(flow.at() == hours(72));
}

/// Says that it changes at once, for ever.
class Restless final : public CapacityLaw {
public:
    [[nodiscard]] double rate(double nominal, SimTime, std::size_t) override { return nominal; }
    [[nodiscard]] SimTime next_change(SimTime now, double) override { return now; }
};

TEST_CASE("A law that is always about to change does not stop time") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    capacity.set_law(std::make_unique<Restless>());
    FlowRecorder flow{simulation};
    capacity.start({.demand = 1e-6}, flow);
    simulation.run_until(SimTime::from_seconds(1e-5));
    CHECK(flow.at() == SimTime::from_nanoseconds(1000));
}

TEST_CASE("An account can have a law") {
    // Two members with one flow each: three quarters of the rate for both together.
    Simulation simulation;
    SharedCapacity account{simulation, 1.0};
    account.set_law(std::make_unique<UslLaw>(UslLaw::Coefficients{.sigma = 1.0 / 3.0}));
    SharedCapacity first{simulation, 1.0, account};
    SharedCapacity second{simulation, 1.0, account};
    FlowRecorder short_flow{simulation};
    FlowRecorder long_flow{simulation};
    first.start({.demand = 3.0}, short_flow);
    second.start({.demand = 4.0}, long_flow);
    CHECK_THAT(account.served_rate(), WithinRel(0.75, 1e-12));
    simulation.run();
    CHECK(short_flow.at() == seconds(8));
    CHECK(long_flow.at() == seconds(9));
}

}  // namespace
}  // namespace gallerysim::test
