#include "sim/task.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/delay.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

Task<int> add_later(Simulation&, int a, int b) {
    co_await delay(seconds(1));
    co_return a + b;
}

Task<int> at_once(Simulation&, int value) { co_return value; }

Task<> pause(Simulation&, int times) {
    for (int i = 0; i < times; ++i) co_await delay(seconds(1));
}

Task<int> nested(Simulation& simulation, int depth) {
    if (depth == 0) co_return 0;
    const int below = co_await nested(simulation, depth - 1);
    co_await delay(seconds(1));
    co_return below + 1;
}

Task<std::unique_ptr<std::string>> wrap(Simulation& simulation, std::string text) {
    co_await pause(simulation, 1);
    co_return std::make_unique<std::string>(std::move(text));
}

Task<int> failing_task(Simulation&, SimTime after) {
    if (after > SimTime::zero()) co_await delay(after);
    throw std::runtime_error("broken");
}

Task<Outcome> long_wait(Simulation&) { co_return co_await delay(seconds(100)); }

}  // namespace

TEST_CASE("A task gives its result to the process that awaits it") {
    Simulation simulation;
    std::vector<int> results;
    const auto process = [](Simulation& of, std::vector<int>& sums) -> Process {
        sums.push_back(co_await add_later(of, 1, 2));
        sums.push_back(co_await add_later(of, sums.back(), 4) + co_await at_once(of, 100));
    };
    simulation.spawn(process(simulation, results));
    simulation.run();
    CHECK(results == std::vector<int>{3, 107});
    CHECK(simulation.now() == seconds(2));
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("A task starts when it is awaited and not before") {
    Simulation simulation;
    SimTime ended;
    const auto process = [](Simulation& of, SimTime& end) -> Process {
        Task<> later = pause(of, 2);
        co_await delay(seconds(5));
        co_await std::move(later);
        end = of.now();
    };
    simulation.spawn(process(simulation, ended));
    simulation.run();
    CHECK(ended == seconds(7));
}

TEST_CASE("A task that nobody awaits costs nothing and goes away") {
    Simulation simulation;
    { const Task<> unused = pause(simulation, 3); }
    CHECK(simulation.frames().in_use() == 0);
    CHECK(simulation.pending_events() == 0);
}

TEST_CASE("Tasks nest") {
    Simulation simulation;
    int depth = 0;
    const auto process = [](Simulation& of, int& result) -> Process { result = co_await nested(of, 50); };
    simulation.spawn(process(simulation, depth));
    simulation.run();
    CHECK(depth == 50);
    CHECK(simulation.now() == seconds(50));
}

TEST_CASE("A task's result may be something that can only be moved") {
    Simulation simulation;
    std::string result;
    const auto process = [](Simulation& of, std::string& text) -> Process {
        const std::unique_ptr<std::string> wrapped = co_await wrap(of, "a long text that no small string holds");
        text = *wrapped;
    };
    simulation.spawn(process(simulation, result));
    simulation.run();
    CHECK(result == "a long text that no small string holds");
}

TEST_CASE("An exception passes from a task to who awaits it") {
    Simulation simulation;
    std::vector<std::string> notes;
    const auto process = [](Simulation& of, std::vector<std::string>& lines) -> Process {
        for (const SimTime after : {SimTime::zero(), seconds(1)}) {
            try {
                co_await failing_task(of, after);
            } catch (const std::runtime_error& error) {
                lines.emplace_back(error.what());
            }
        }
        co_await delay(seconds(1));
        lines.emplace_back("went on");
    };
    simulation.spawn(process(simulation, notes));
    simulation.run();
    CHECK(notes == std::vector<std::string>{"broken", "broken", "went on"});
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("An exception that nobody catches passes through task and process out of run") {
    Simulation simulation;
    const auto process = [](Simulation& of) -> Process { co_await failing_task(of, seconds(1)); };
    simulation.spawn(process(simulation));
    CHECK_THROWS_AS(simulation.run(), std::runtime_error);
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("An interrupt of the process ends the wait within its task") {
    Simulation simulation;
    std::vector<Outcome> outcomes;
    const auto process = [](Simulation& of, std::vector<Outcome>& results) -> Process {
        results.push_back(co_await long_wait(of));
        results.push_back(co_await delay(seconds(1)));
    };
    Process waiting = simulation.spawn(process(simulation, outcomes));
    simulation.run_until(seconds(3));
    CHECK(waiting.interrupt());
    simulation.run();
    CHECK(outcomes == std::vector<Outcome>{Outcome::interrupted, Outcome::done});
    CHECK(simulation.now() == seconds(4));
}

TEST_CASE("A process may await very many tasks that end at once without using up the stack") {
    Simulation simulation;
    long sum = 0;
    const auto process = [](Simulation& of, long& total) -> Process {
        for (int i = 0; i < 200'000; ++i) total += co_await at_once(of, 1);
    };
    simulation.spawn(process(simulation, sum));
    CHECK(sum == 200'000);
}

TEST_CASE("A process may await very many tasks that wait without using up the stack") {
    Simulation simulation;
    long sum = 0;
    const auto process = [](Simulation& of, long& total) -> Process {
        for (int i = 0; i < 100'000; ++i) total += co_await add_later(of, 1, 1);
    };
    simulation.spawn(process(simulation, sum));
    simulation.run();
    CHECK(sum == 200'000);
}
