#include "sim/delay.hpp"

#include <vector>

#include "sim/process.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::aborts;

Process wait_twice(Simulation& simulation, SimTime first, SimTime second, std::vector<SimTime>& times) {
    co_await delay(first);
    times.push_back(simulation.now());
    co_await delay(second);
    times.push_back(simulation.now());
}

}  // namespace

TEST_CASE("A delay lasts exactly as long as it says") {
    Simulation simulation;
    std::vector<SimTime> times;
    simulation.spawn(wait_twice(simulation, seconds(2), SimTime::from_nanoseconds(1), times));
    simulation.run();
    CHECK(times == std::vector<SimTime>{seconds(2), seconds(2) + SimTime::from_nanoseconds(1)});
}

TEST_CASE("A delay of zero lets everything that is due go first") {
    Simulation simulation;
    std::vector<int> order;
    const auto yielding = [](Simulation&, std::vector<int>& notes) -> Process {
        notes.push_back(1);
        co_await delay(SimTime::zero());
        notes.push_back(3);
    };
    simulation.at(SimTime::zero(), [&order] { order.push_back(2); });
    simulation.spawn(yielding(simulation, order));
    simulation.run();
    CHECK(order == std::vector<int>{1, 2, 3});
}

TEST_CASE("A delay of never does not end but can be interrupted") {
    Simulation simulation;
    simulation.run_until(seconds(1));
    std::vector<SimTime> times;
    Process process = simulation.spawn(wait_twice(simulation, SimTime::never(), seconds(1), times));
    simulation.run_until(hours(1'000'000));
    CHECK(times.empty());
    CHECK(process.interrupt());
    simulation.run();
    CHECK(times == std::vector<SimTime>{hours(1'000'000), hours(1'000'000) + seconds(1)});
}

TEST_CASE("A negative delay is a bug") {
    Simulation simulation;
    std::vector<SimTime> times;
    CHECK(aborts([&] { simulation.spawn(wait_twice(simulation, seconds(-1), seconds(1), times)); }));
}
