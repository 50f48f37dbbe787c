#include "sim/simulation.hpp"

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sim/process.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::aborts;

/// Notes the time when it runs.
struct NoteTime {
    Simulation* simulation;
    std::vector<SimTime>* times;
    void operator()() const { times->push_back(simulation->now()); }
};

}  // namespace

TEST_CASE("A simulation runs its events in order and moves its clock to each") {
    Simulation simulation;
    std::vector<SimTime> times;
    simulation.at(seconds(3), NoteTime{&simulation, &times});
    simulation.after(seconds(1), NoteTime{&simulation, &times});
    simulation.at(seconds(2), NoteTime{&simulation, &times});
    CHECK(simulation.pending_events() == 3);
    simulation.run();
    CHECK(times == std::vector<SimTime>{seconds(1), seconds(2), seconds(3)});
    CHECK(simulation.now() == seconds(3));
    CHECK(simulation.events_run() == 3);
    CHECK(simulation.pending_events() == 0);
}

TEST_CASE("Running until a horizon runs what is due then and leaves the clock there") {
    Simulation simulation;
    std::vector<SimTime> times;
    for (int i = 1; i <= 4; ++i) simulation.at(seconds(i), NoteTime{&simulation, &times});
    simulation.run_until(seconds(2));
    CHECK(times.size() == 2);
    CHECK(simulation.now() == seconds(2));
    simulation.run_until(milliseconds(2500));
    CHECK(times.size() == 2);
    CHECK(simulation.now() == milliseconds(2500));
    simulation.run_until(SimTime::never());
    CHECK(times.size() == 4);
    CHECK(simulation.now() == seconds(4));
}

TEST_CASE("What is scheduled after a horizon runs before what was pending beyond it") {
    for (const std::int64_t pending : {1, 10, 1'000}) {  // in the heap and in the wheel
        Simulation simulation;
        std::vector<SimTime> times;
        for (std::int64_t i = 0; i < pending; ++i) {
            simulation.at(seconds(100) + milliseconds(i), NoteTime{&simulation, &times});
        }
        simulation.run_until(seconds(10));
        simulation.at(seconds(10), NoteTime{&simulation, &times});
        simulation.at(seconds(50), NoteTime{&simulation, &times});
        simulation.run_until(seconds(60));
        CHECK(times == std::vector<SimTime>{seconds(10), seconds(50)});
        simulation.run();
        CHECK(times.size() == static_cast<std::size_t>(pending) + 2);
    }
}

TEST_CASE("Stop ends a run after the event that runs and a later run goes on") {
    Simulation simulation;
    std::vector<SimTime> times;
    simulation.at(seconds(1), [&simulation] { simulation.stop(); });
    simulation.at(seconds(2), NoteTime{&simulation, &times});
    simulation.run_until(seconds(5));
    CHECK(times.empty());
    CHECK(simulation.now() == seconds(1));
    simulation.run_until(seconds(5));
    CHECK(times == std::vector<SimTime>{seconds(2)});
    CHECK(simulation.now() == seconds(5));
}

TEST_CASE("A cancelled event does not run and does not move the clock") {
    Simulation simulation;
    std::vector<SimTime> times;
    const EventHandle handle = simulation.at(seconds(9), NoteTime{&simulation, &times});
    simulation.at(seconds(1), NoteTime{&simulation, &times});
    CHECK(simulation.is_pending(handle));
    CHECK(simulation.cancel(handle));
    CHECK_FALSE(simulation.cancel(handle));
    simulation.run();
    CHECK(times == std::vector<SimTime>{seconds(1)});
    CHECK(simulation.now() == seconds(1));
    simulation.at(seconds(2), NoteTime{&simulation, &times});  // before the time of the cancelled one
    simulation.run();
    CHECK(simulation.now() == seconds(2));
}

TEST_CASE("An event at never stays pending for ever") {
    Simulation simulation;
    std::vector<SimTime> times;
    simulation.run_until(seconds(1));
    simulation.after(SimTime::never(), NoteTime{&simulation, &times});
    simulation.after(SimTime::never() - SimTime::from_nanoseconds(1), NoteTime{&simulation, &times});
    simulation.at(SimTime::never(), NoteTime{&simulation, &times});
    simulation.run();
    CHECK(times.empty());
    CHECK(simulation.pending_events() == 3);
    CHECK(simulation.now() == seconds(1));
}

TEST_CASE("The last nanosecond before never can be used") {
    Simulation simulation;
    std::vector<SimTime> times;
    const SimTime last = SimTime::never() - SimTime::from_nanoseconds(1);
    simulation.at(last, NoteTime{&simulation, &times});
    simulation.run();
    CHECK(times == std::vector<SimTime>{last});
}

TEST_CASE("Events scheduled for now run after what is already due and before later events") {
    Simulation simulation;
    std::vector<int> order;
    struct Event {
        Simulation* simulation;
        std::vector<int>* order;
        void operator()() const {
            order->push_back(1);
            simulation->at(simulation->now(), [order = order] { order->push_back(4); });
            simulation->at(
                simulation->now(), [order = order] { order->push_back(2); }, Priority::early);
            simulation->at(
                simulation->now(), [order = order] { order->push_back(5); }, Priority::late);
        }
    };
    simulation.at(seconds(1), Event{&simulation, &order});
    simulation.at(seconds(1), [&order] { order.push_back(3); });
    simulation.at(seconds(2), [&order] { order.push_back(6); });
    simulation.run();
    CHECK(order == std::vector<int>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("An exception that leaves an event leaves run and the simulation can be run on") {
    Simulation simulation;
    std::vector<SimTime> times;
    simulation.at(seconds(1), [] { throw std::runtime_error("broken"); });
    simulation.at(seconds(2), NoteTime{&simulation, &times});
    CHECK_THROWS_AS(simulation.run(), std::runtime_error);
    CHECK(simulation.now() == seconds(1));
    simulation.run();
    CHECK(times == std::vector<SimTime>{seconds(2)});
}

TEST_CASE("Scheduling in the past is a bug and so is a run within a run") {
    Simulation simulation;
    simulation.run_until(seconds(2));
    CHECK(aborts([&] { simulation.at(seconds(1), [] {}); }));
    CHECK(aborts([&] { simulation.after(seconds(-1), [] {}); }));
    CHECK(aborts([&] { simulation.run_until(seconds(1)); }));
    simulation.at(seconds(2), [&simulation] { simulation.run(); });
    CHECK(aborts([&] { simulation.run(); }));
}

TEST_CASE("Streams differ by seed and run and purpose and entity and are the same for the same") {
    const Simulation simulation(1, 2);
    const auto first = [](RandomStream stream) { return stream.next_u64(); };
    const std::uint64_t draw = first(simulation.stream(3, 4));
    CHECK(first(Simulation(1, 2).stream(3, 4)) == draw);
    CHECK(first(Simulation(2, 2).stream(3, 4)) != draw);
    CHECK(first(Simulation(1, 3).stream(3, 4)) != draw);
    CHECK(first(simulation.stream(4, 4)) != draw);
    CHECK(first(simulation.stream(3, 5)) != draw);
}
