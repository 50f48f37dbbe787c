// co_await capacity.read(demand).

#include "sim/combinators.hpp"
#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/shared_capacity.hpp"
#include "tests/support/catch.hpp"

namespace gallerysim::test {
namespace {

using sim::Outcome;
using sim::Process;
using sim::seconds;
using sim::SharedCapacity;
using sim::SimTime;
using sim::Simulation;

Process reader(Simulation& simulation, SharedCapacity& capacity, double demand, SimTime& ended,
               Outcome& outcome) {
    outcome = co_await capacity.read(demand);
    ended = simulation.now();
}

TEST_CASE("A process reads from a capacity") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    SimTime first_end;
    SimTime second_end;
    Outcome first = Outcome::interrupted;
    Outcome second = Outcome::interrupted;
    simulation.spawn(reader(simulation, capacity, 2.0, first_end, first));
    simulation.spawn(reader(simulation, capacity, 3.0, second_end, second));
    simulation.run();
    CHECK(first_end == seconds(4));
    CHECK(second_end == seconds(5));
    CHECK(first == Outcome::done);
    CHECK(second == Outcome::done);
}

Process reader_with_rest(Simulation&, SharedCapacity& capacity, double demand, double& rest,
                         Outcome& outcome) {
    outcome = co_await capacity.read(demand).leaving(rest);
}

TEST_CASE("An interrupted read says what it has not read") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    double rest = -1.0;
    Outcome outcome = Outcome::done;
    Process process = simulation.spawn(reader_with_rest(simulation, capacity, 8.0, rest, outcome));
    simulation.run_until(seconds(3));
    CHECK(process.interrupt());
    simulation.run();
    CHECK(outcome == Outcome::interrupted);
    CHECK_THAT(rest, WithinRel(5.0, 1e-12));
    CHECK(capacity.flows() == 0);
    CHECK(simulation.now() == seconds(3));
}

Process impatient_reader(Simulation& simulation, SharedCapacity& capacity, std::size_t& winner,
                         double& rest) {
    auto first = co_await first_of(capacity.read(8.0).leaving(rest), sim::delay(seconds(3)));
    static_cast<void>(simulation);
    winner = first.index();
}

TEST_CASE("A read that loses against a timeout is given up and says what it has not read") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    std::size_t winner = 9;
    double rest = -1.0;
    simulation.spawn(impatient_reader(simulation, capacity, winner, rest));
    simulation.run();
    CHECK(winner == 1);
    CHECK_THAT(rest, WithinRel(5.0, 1e-12));
}

TEST_CASE("A simulation ends with processes that still read") {
    SimTime ended;
    Outcome outcome = Outcome::done;
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    for (int i = 0; i < 3; ++i) simulation.spawn(reader(simulation, capacity, 10.0, ended, outcome));
    simulation.run_until(seconds(1));
    CHECK(capacity.flows() == 3);
}

}  // namespace
}  // namespace gallerysim::test
