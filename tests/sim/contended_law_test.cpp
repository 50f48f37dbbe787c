#include "sim/contended_law.hpp"

#include <memory>

#include "sim/burst_credits.hpp"
#include "sim/shared_capacity.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/flow_recorder.hpp"

namespace gallerysim::test {
namespace {

using sim::seconds;

// Base 1, burst 3 for 10 s: a bank of 20 credits. sigma = 1: two flows are served at half the rate.
std::unique_ptr<sim::ContendedLaw> contended_burst() {
    return std::make_unique<sim::ContendedLaw>(std::make_unique<sim::BurstCredits>(sim::BurstCredits::Terms{
                                                   .base = 1.0, .burst = 3.0, .burst_time = seconds(10)}),
                                               sim::UslLaw::Coefficients{.sigma = 1.0});
}

TEST_CASE("A burst under contention ends as soon as without it and earns nothing while the disk is busy") {
    // Together 1.5 a second for 10 s, then 0.5: 15 are served at 10 s, the other 15 at 40 s.
    sim::Simulation simulation;
    sim::SharedCapacity capacity{simulation, 1.0};
    capacity.set_law(contended_burst());
    FlowRecorder first{simulation};
    FlowRecorder second{simulation};
    capacity.start({.demand = 15.0}, first);
    capacity.start({.demand = 15.0}, second);
    simulation.run();
    CHECK(first.at() == seconds(40));
    CHECK(second.at() == seconds(40));
}

TEST_CASE("A single flow on a contended burst is served as if there were no contention") {
    sim::Simulation simulation;
    sim::SharedCapacity capacity{simulation, 1.0};
    capacity.set_law(contended_burst());
    FlowRecorder flow{simulation};
    capacity.start({.demand = 32.0}, flow);
    simulation.run();
    CHECK(flow.at() == seconds(12));  // 30 in the first 10 s
}

TEST_CASE("What is left of flows is what has not been served of them") {
    sim::Simulation simulation;
    sim::SharedCapacity capacity{simulation, 2.0};
    FlowRecorder first{simulation};
    FlowRecorder second{simulation};
    FlowRecorder third{simulation};
    capacity.start({.demand = 1.0}, first);
    const auto gone = capacity.start({.demand = 8.0}, second);
    capacity.start({.demand = 9.0, .cap = 0.5}, third);
    CHECK_THAT(capacity.work_left(), WithinRel(18.0, 1e-12));
    simulation.run_until(seconds(4));
    CHECK_THAT(capacity.work_left() + capacity.work_done(), WithinRel(18.0, 1e-12));
    const double left = capacity.cancel(gone);
    simulation.run_until(seconds(5));
    CHECK_THAT(capacity.work_left() + capacity.work_done() + left, WithinRel(18.0, 1e-12));
    simulation.run();
    CHECK(capacity.work_left() == 0.0);
}

}  // namespace
}  // namespace gallerysim::test
