#include "sim/assert.hpp"

#include <array>
#include <string>

#include "sim/running_clock.hpp"
#include "sim/simulation.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::aborts;
using Catch::Matchers::Contains;

/// What `action` prints to stderr until it aborts or ends.
template <class Action>
std::string errors_of(Action action) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        action();
        _exit(EXIT_SUCCESS);
    }
    close(ends[1]);
    std::string text;
    std::array<char, 256> part{};
    for (ssize_t n = read(ends[0], part.data(), part.size()); n > 0; n = read(ends[0], part.data(), part.size())) {
        text.append(part.data(), static_cast<std::size_t>(n));
    }
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return text;
}

}  // namespace

TEST_CASE("An assertion that holds does nothing and one that fails ends the program") {
    CHECK_FALSE(aborts([] { GALLERYSIM_ASSERT(1 + 1 == 2, "arithmetic"); }));
    CHECK(aborts([] { GALLERYSIM_ASSERT(1 + 1 == 3, "arithmetic"); }));
}

TEST_CASE("A failed assertion says what broke and where and at what simulation time") {
    const std::string text = errors_of([] {
        Simulation simulation;
        simulation.after(milliseconds(1500), [] { GALLERYSIM_ASSERT(1 + 1 == 3, "arithmetic"); });
        simulation.run();
    });
    CHECK_THAT(text, Contains("simulation time 1.500000000 s"));
    CHECK_THAT(text, Contains("arithmetic (1 + 1 == 3)"));
    CHECK_THAT(text, Contains("assert_test.cpp"));
}

TEST_CASE("An assertion that fails outside a run names no time") {
    const std::string text = errors_of([] { GALLERYSIM_ASSERT(1 + 1 == 3, "arithmetic"); });
    CHECK_THAT(text, Contains("internal error: arithmetic"));
}

TEST_CASE("The running clock is that of the simulation that runs and only while it runs") {
    Simulation simulation;
    const SimTime* seen = nullptr;
    CHECK(running_clock() == nullptr);
    simulation.after(seconds(2), [&seen] { seen = running_clock(); });
    simulation.run();
    REQUIRE(seen != nullptr);
    CHECK(*seen == seconds(2));
    CHECK(running_clock() == nullptr);
}

TEST_CASE("A simulation run by an event of another one is the running one until it ends") {
    Simulation outer;
    Simulation inner;
    struct Seen {
        Simulation* inner;
        SimTime in_inner;
        SimTime in_outer;
    } seen{&inner, {}, {}};
    inner.after(seconds(5), [&seen] { seen.in_inner = *running_clock(); });
    outer.after(seconds(3), [&seen] {
        seen.inner->run();
        seen.in_outer = *running_clock();
    });
    outer.run();
    CHECK(seen.in_inner == seconds(5));
    CHECK(seen.in_outer == seconds(3));
}
