#include "sim/process.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/delay.hpp"
#include "sim/signal.hpp"
#include "sim/this_process.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::aborts;

using ProcessNotes = std::vector<std::string>;

Process ticks(Simulation& simulation, ProcessNotes& notes, std::string name, int count) {
    for (int i = 0; i < count; ++i) {
        notes.push_back(name + std::to_string(simulation.now() / seconds(1)));
        co_await delay(seconds(1));
    }
    notes.push_back(name + " ends");
}

Process nothing(Simulation&) { co_return; }

Process sleeper(Simulation&, SimTime span, std::optional<Outcome>& outcome) { outcome = co_await delay(span); }

Process joiner(Simulation& simulation, Process& other, ProcessNotes& notes) {
    const Outcome outcome = co_await other.join();
    notes.push_back((outcome == Outcome::done ? "joined at " : "interrupted at ") +
                    std::to_string(simulation.now() / seconds(1)));
}

Process parent(Simulation& simulation, ProcessNotes& notes, int generations) {
    if (generations == 0) co_return;
    const Process child = simulation.spawn(parent(simulation, notes, generations - 1));
    co_await delay(seconds(generations));
    notes.push_back(std::to_string(generations) + (child.finished() ? " after" : " before") + " its child");
}

Process failing(Simulation&, SimTime after) {
    if (after > SimTime::zero()) co_await delay(after);
    throw std::runtime_error("broken");
}

/// A member function as a process: the simulation is the first parameter after the object.
struct Shop {
    int served = 0;
    Process serve(Simulation&, int customers) {
        for (int i = 0; i < customers; ++i) {
            co_await delay(seconds(1));
            ++served;
        }
    }
    Process serve_const(Simulation&, int& count) const {
        co_await delay(seconds(1));
        count = served;
    }
};

}  // namespace

TEST_CASE("A process runs at once up to its first wait and goes on when the wait is over") {
    Simulation simulation;
    ProcessNotes notes;
    simulation.spawn(ticks(simulation, notes, "a", 2));
    CHECK(notes == ProcessNotes{"a0"});
    simulation.spawn(ticks(simulation, notes, "b", 1));
    simulation.run();
    CHECK(notes == ProcessNotes{"a0", "b0", "a1", "b ends", "a ends"});
    CHECK(simulation.now() == seconds(2));
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("A process that never waits is finished when spawn returns") {
    Simulation simulation;
    const Process process = simulation.spawn(nothing(simulation));
    CHECK(process.finished());
    CHECK(simulation.frames().in_use() == 1);  // kept by the object
    CHECK(simulation.pending_events() == 0);
}

TEST_CASE("A process that was never spawned does nothing and goes away") {
    Simulation simulation;
    ProcessNotes notes;
    {
        const Process process = ticks(simulation, notes, "a", 2);
        CHECK(simulation.frames().in_use() == 1);
    }
    simulation.run();
    CHECK(notes.empty());
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("A kept process says when it has finished and may be let go at any time") {
    Simulation simulation;
    ProcessNotes notes;
    std::optional<Process> early = simulation.spawn(ticks(simulation, notes, "a", 2));
    Process late = simulation.spawn(ticks(simulation, notes, "b", 2));
    CHECK_FALSE(late.finished());
    early.reset();  // the process goes on
    simulation.run();
    CHECK(late.finished());
    CHECK(notes == ProcessNotes{"a0", "b0", "a1", "b1", "a ends", "b ends"});
    CHECK(simulation.frames().in_use() == 1);
    late = simulation.spawn(nothing(simulation));  // lets the finished one go
    CHECK(simulation.frames().in_use() == 1);
}

TEST_CASE("Joining waits for the end of a process and is done at once after it") {
    Simulation simulation;
    ProcessNotes notes;
    ProcessNotes ticked;
    Process worker = simulation.spawn(ticks(simulation, ticked, "w", 3));
    simulation.spawn(joiner(simulation, worker, notes));
    simulation.spawn(joiner(simulation, worker, notes));
    simulation.run();
    CHECK(notes == ProcessNotes{"joined at 3", "joined at 3"});
    simulation.spawn(joiner(simulation, worker, notes));
    CHECK(notes.size() == 3);
}

TEST_CASE("A joined process may be let go while it is joined") {
    Simulation simulation;
    ProcessNotes notes;
    ProcessNotes ticked;
    std::optional<Process> worker = simulation.spawn(ticks(simulation, ticked, "w", 3));
    simulation.spawn(joiner(simulation, *worker, notes));
    worker.reset();
    simulation.run();
    CHECK(notes == ProcessNotes{"joined at 3"});
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("Processes spawn processes and keep them in their frames") {
    Simulation simulation;
    ProcessNotes notes;
    simulation.spawn(parent(simulation, notes, 3));
    CHECK(simulation.frames().in_use() == 4);
    simulation.run();
    CHECK(notes == ProcessNotes{"1 after its child", "2 after its child", "3 after its child"});
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("An interrupt ends a wait with a result that says so") {
    Simulation simulation;
    std::optional<Outcome> outcome;
    Process process = simulation.spawn(sleeper(simulation, seconds(10), outcome));
    simulation.run_until(seconds(4));
    CHECK(process.interrupt());
    CHECK_FALSE(outcome.has_value());      // it goes on in an event of its own
    CHECK_FALSE(process.interrupt());      // and cannot be interrupted twice
    CHECK(simulation.pending_events() == 1);  // the delay is off
    simulation.run();
    CHECK(outcome == Outcome::interrupted);
    CHECK(simulation.now() == seconds(4));
    CHECK(process.finished());
    CHECK_FALSE(process.interrupt());
}

TEST_CASE("A process whose wait has just ended is not interrupted any more") {
    Simulation simulation;
    Signal signal;
    std::optional<Outcome> outcome;
    const auto waiter = [](Simulation&, Signal& of, std::optional<Outcome>& result) -> Process {
        result = co_await of.wait();
    };
    Process process = simulation.spawn(waiter(simulation, signal, outcome));
    signal.notify();
    CHECK_FALSE(process.interrupt());
    simulation.run();
    CHECK(outcome == Outcome::done);
}

TEST_CASE("An interrupted process can wait again at once") {
    Simulation simulation;
    std::vector<Outcome> outcomes;
    const auto stubborn = [](Simulation&, std::vector<Outcome>& results) -> Process {
        for (int i = 0; i < 3; ++i) results.push_back(co_await delay(seconds(10)));
    };
    Process process = simulation.spawn(stubborn(simulation, outcomes));
    simulation.at(seconds(5), [&process] { process.interrupt(); });
    simulation.at(seconds(5), [&process] { process.interrupt(); }, Priority::late);
    simulation.run();
    CHECK(outcomes == std::vector<Outcome>{Outcome::interrupted, Outcome::interrupted, Outcome::done});
    CHECK(simulation.now() == seconds(15));
}

TEST_CASE("An interrupt and the end of a wait at one instant happen in the order of their events") {
    for (const bool interrupt_first : {true, false}) {
        Simulation simulation;
        std::optional<Outcome> outcome;
        std::optional<Process> process;
        const auto interrupt = [&process] { process->interrupt(); };
        if (interrupt_first) simulation.at(seconds(5), interrupt);
        process = simulation.spawn(sleeper(simulation, seconds(5), outcome));
        if (!interrupt_first) simulation.at(seconds(5), interrupt);
        simulation.run();
        CHECK(outcome == (interrupt_first ? Outcome::interrupted : Outcome::done));
    }
}

TEST_CASE("A process that has not started or that runs is in no wait to be interrupted") {
    Simulation simulation;
    Process idle = nothing(simulation);
    CHECK_FALSE(idle.interrupt());
    std::vector<bool> answers;
    const auto self_interrupting = [](Simulation&, std::vector<bool>& results) -> Process {
        ProcessState& self = co_await this_process();
        results.push_back(self.interrupt());
        results.push_back(co_await delay(seconds(1)) == Outcome::interrupted);
    };
    simulation.spawn(self_interrupting(simulation, answers));
    simulation.run();
    CHECK(answers == std::vector<bool>{false, false});
}

TEST_CASE("A process may give an event of its own making itself to interrupt") {
    Simulation simulation;
    std::optional<Outcome> outcome;
    const auto with_deadline = [](Simulation& of, std::optional<Outcome>& result) -> Process {
        ProcessState& self = co_await this_process();
        of.after(seconds(3), [&self] { self.interrupt(); });
        result = co_await delay(seconds(10));
    };
    simulation.spawn(with_deadline(simulation, outcome));
    simulation.run();
    CHECK(outcome == Outcome::interrupted);
    CHECK(simulation.now() == seconds(3));
}

TEST_CASE("An exception that leaves a process leaves run and the process has ended") {
    Simulation simulation;
    ProcessNotes notes;
    ProcessNotes ticked;
    Process process = simulation.spawn(failing(simulation, seconds(2)));
    simulation.spawn(joiner(simulation, process, notes));
    simulation.spawn(ticks(simulation, ticked, "a", 4));
    CHECK_THROWS_AS(simulation.run(), std::runtime_error);
    CHECK(simulation.now() == seconds(2));
    CHECK(process.finished());
    simulation.run();
    CHECK(notes == ProcessNotes{"joined at 2"});
    CHECK(ticked.back() == "a ends");
    CHECK(simulation.frames().in_use() == 1);
}

TEST_CASE("An exception in the first step of a process leaves spawn outside a run") {
    Simulation simulation;
    CHECK_THROWS_AS(simulation.spawn(failing(simulation, SimTime::zero())), std::runtime_error);
    CHECK(simulation.frames().in_use() == 0);
    simulation.run();
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("An exception in the first step of a process does not disturb the process that spawned it") {
    Simulation simulation;
    ProcessNotes notes;
    const auto spawner = [](Simulation& of, ProcessNotes& lines) -> Process {
        co_await delay(seconds(1));
        const Process child = of.spawn(failing(of, SimTime::zero()));
        lines.push_back(child.finished() ? "child ended" : "child runs");
        co_await delay(seconds(1));
        lines.push_back("done");
    };
    simulation.spawn(spawner(simulation, notes));
    CHECK_THROWS_AS(simulation.run(), std::runtime_error);
    CHECK(notes == ProcessNotes{"child ended"});
    simulation.run();
    CHECK(notes == ProcessNotes{"child ended", "done"});
}

TEST_CASE("Member functions and const member functions are processes too") {
    Simulation simulation;
    Shop shop;
    int count = 0;
    simulation.spawn(shop.serve(simulation, 3));
    simulation.run();
    CHECK(shop.served == 3);
    simulation.spawn(shop.serve_const(simulation, count));
    simulation.run();
    CHECK(count == 3);
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("Parameters and locals of a process live as long as it does and are destroyed once") {
    // A shared_ptr counts its owners: the test's, the parameter's and the local's.
    Simulation simulation;
    const auto token = std::make_shared<int>(0);
    const auto owner = [](Simulation&, std::shared_ptr<int> mine) -> Process {
        const std::shared_ptr<int> local = mine;
        co_await delay(seconds(1));
        mine.reset();
        co_await delay(seconds(1));
    };
    simulation.spawn(owner(simulation, token));
    CHECK(token.use_count() == 3);
    simulation.run_until(milliseconds(1500));
    CHECK(token.use_count() == 2);
    simulation.run();
    CHECK(token.use_count() == 1);
}

TEST_CASE("A hundred thousand processes come and go and all frames are returned") {
    Simulation simulation;
    const auto crowd = [](Simulation& of, int count, std::optional<Outcome>& outcome) -> Process {
        for (int i = 0; i < count; ++i) {
            of.spawn(sleeper(of, milliseconds(i % 977), outcome));
            if (i % 10 == 0) co_await delay(milliseconds(1));
        }
    };
    std::optional<Outcome> outcome;
    simulation.spawn(crowd(simulation, 100'000, outcome));
    simulation.run();
    CHECK(outcome == Outcome::done);
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("A process is spawned once and in its own simulation") {
    Simulation simulation;
    Simulation other;
    CHECK(aborts([&] { other.spawn(nothing(simulation)); }));
    CHECK(aborts([&] {
        Process process = simulation.spawn(nothing(simulation));
        simulation.spawn(std::move(process));
    }));
}

TEST_CASE("A process kept beyond its simulation is a bug that does not go unseen") {
    CHECK(aborts([] {
        std::optional<Process> process;
        Simulation simulation;
        process = simulation.spawn(nothing(simulation));
    }));
}
