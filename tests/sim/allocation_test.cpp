// In steady state the engine takes nothing from the heap: neither for events, in whichever way they are queued, nor for
// processes and what they wait for.

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/combinators.hpp"
#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/random_stream.hpp"
#include "sim/servers.hpp"
#include "sim/signal.hpp"
#include "sim/simulation.hpp"
#include "sim/store.hpp"
#include "sim/task.hpp"
#include "sim/token_bucket.hpp"
#include "tests/support/allocation_counter.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::allocations;

/// Allocations while the simulation runs from `warm` to `end`.
std::size_t allocations_between(Simulation& simulation, SimTime warm, SimTime end) {
    simulation.run_until(warm);
    const std::size_t before = allocations();
    simulation.run_until(end);
    return allocations() - before;
}

/// n events that schedule themselves again, each with a timeout that is cancelled in time.
class Holds {
public:
    Holds(Simulation& simulation, std::size_t n) : simulation_(&simulation), timeouts_(n) {
        for (std::size_t i = 0; i < n; ++i) hold(i);
    }

private:
    void hold(std::size_t i) {
        simulation_->cancel(timeouts_[i]);
        timeouts_[i] = simulation_->after(seconds(10), [] {});
        const auto gap = SimTime::from_nanoseconds(static_cast<std::int64_t>(random_.below(2'000'000'000)));
        simulation_->after(gap, [this, i] { hold(i); });
    }

    Simulation* simulation_;
    std::vector<EventHandle> timeouts_;
    RandomStream random_{StreamId{.seed = 10}};
};

Task<int> part(Simulation&, SimTime span) {
    co_await delay(span);
    co_return 1;
}

struct Town {
    explicit Town(Simulation& simulation)
        : servers(simulation, 2), bucket(simulation, TokenBucket::Continuous{5, milliseconds(20)}), store(3) {}

    Servers servers;
    TokenBucket bucket;
    Store<std::int64_t> store;
    Signal signal;
    std::int64_t done = 0;
};

Process customer(Simulation& simulation, Town& town, std::int64_t number) {
    auto served = co_await first_of(town.servers.acquire(), delay(milliseconds(35)));
    if (served.index() == 1) co_return;
    co_await town.bucket.take();
    co_await delay(milliseconds(number % 23));
    co_await all_of(delay(milliseconds(3)), first_of(town.signal.wait(), delay(milliseconds(number % 7))));
    town.done += co_await part(simulation, milliseconds(1));
    co_await town.store.put(number);
}

Process arrivals(Simulation& simulation, Town& town) {
    for (std::int64_t number = 0;; ++number) {
        co_await delay(milliseconds(number % 17));
        simulation.spawn(customer(simulation, town, number));
        if (number % 5 == 0) town.signal.notify();
    }
}

Process collector(Simulation&, Town& town) {
    for (;;) {
        const std::optional<std::int64_t> item = co_await town.store.get();
        co_await delay(milliseconds(*item % 13));
    }
}

}  // namespace

TEST_CASE("Events that come and go and are cancelled allocate nothing") {
    for (const std::size_t pending : {1U, 100U, 200U, 1'000U, 20'000U}) {
        Simulation simulation;
        const Holds holds(simulation, pending);
        CHECK(allocations_between(simulation, seconds(25), seconds(30)) == 0);
    }
}

// 40 to 600 events pending, up and down: between the heap and the wheel.
TEST_CASE("A queue that swells and shrinks allocates nothing once it has done so") {
    Simulation simulation;
    struct Tide {
        Simulation* simulation;
        void operator()() const {
            for (std::int64_t i = 0; i < 600; ++i) simulation->after(milliseconds(i), [] {});
            simulation->after(seconds(1), *this);
        }
    };
    simulation.at(SimTime::zero(), Tide{&simulation});
    CHECK(allocations_between(simulation, seconds(10), seconds(30)) == 0);
}

TEST_CASE("Processes that come and go and wait in every way allocate nothing") {
    Simulation simulation;
    Town town(simulation);
    simulation.spawn(arrivals(simulation, town));
    simulation.spawn(collector(simulation, town));
    CHECK(allocations_between(simulation, seconds(100), seconds(200)) == 0);
    CHECK(town.done > 1'000);
}
