#include "sim/signal.hpp"

#include <string>
#include <vector>

#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

using SignalNotes = std::vector<std::string>;

Process waiter(Simulation& simulation, Signal& signal, SignalNotes& notes, std::string name, int times) {
    for (int i = 0; i < times; ++i) {
        const Outcome outcome = co_await signal.wait();
        notes.push_back(name + (outcome == Outcome::done ? " at " : " interrupted at ") +
                        std::to_string(simulation.now() / seconds(1)));
    }
}

}  // namespace

TEST_CASE("A signal resumes everyone who waits in the order in which they came") {
    Simulation simulation;
    Signal signal;
    SignalNotes notes;
    for (const char* name : {"a", "b", "c"}) simulation.spawn(waiter(simulation, signal, notes, name, 1));
    CHECK(signal.waiting() == 3);
    simulation.at(seconds(2), [&signal] { signal.notify(); });
    simulation.run();
    CHECK(notes == SignalNotes{"a at 2", "b at 2", "c at 2"});
    CHECK(signal.waiting() == 0);
}

TEST_CASE("Who waits again waits for the next time") {
    Simulation simulation;
    Signal signal;
    SignalNotes notes;
    simulation.spawn(waiter(simulation, signal, notes, "a", 3));
    simulation.at(seconds(1), [&signal] { signal.notify(); });
    simulation.at(seconds(4), [&signal] { signal.notify(); });
    simulation.run();
    CHECK(notes == SignalNotes{"a at 1", "a at 4"});
    CHECK(signal.waiting() == 1);
}

TEST_CASE("A signal that nobody waits for is lost") {
    Simulation simulation;
    Signal signal;
    SignalNotes notes;
    signal.notify();
    simulation.spawn(waiter(simulation, signal, notes, "a", 1));
    simulation.run();
    CHECK(notes.empty());
}

TEST_CASE("A signal does not nest the steps of processes") {
    Simulation simulation;
    Signal signal;
    SignalNotes notes;
    const auto notifier = [](Simulation&, Signal& of, SignalNotes& lines) -> Process {
        co_await delay(seconds(1));
        lines.emplace_back("before");
        of.notify();
        lines.emplace_back("after");
    };
    simulation.spawn(waiter(simulation, signal, notes, "a", 1));
    simulation.spawn(notifier(simulation, signal, notes));
    simulation.run();
    CHECK(notes == SignalNotes{"before", "after", "a at 1"});
}

TEST_CASE("An interrupted waiter leaves the signal") {
    Simulation simulation;
    Signal signal;
    SignalNotes notes;
    Process process = simulation.spawn(waiter(simulation, signal, notes, "a", 1));
    simulation.spawn(waiter(simulation, signal, notes, "b", 1));
    simulation.run_until(seconds(1));
    CHECK(process.interrupt());
    CHECK(signal.waiting() == 1);
    signal.notify();
    simulation.run();
    CHECK(notes == SignalNotes{"a interrupted at 1", "b at 1"});
}
