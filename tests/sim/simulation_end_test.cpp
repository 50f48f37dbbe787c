// A simulation may end with processes waiting for anything: their frames are destroyed with all that stands in them, and
// nothing in them runs on or touches what is gone already. The frame pool asserts that every frame came back; the
// sanitizers see what leaks and what is touched too late.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/combinators.hpp"
#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/servers.hpp"
#include "sim/shared_capacity.hpp"
#include "sim/signal.hpp"
#include "sim/store.hpp"
#include "sim/task.hpp"
#include "sim/token_bucket.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

using Token = std::shared_ptr<int>;

/// Says when it is destroyed.
struct Farewell {
    std::vector<std::string>* notes;
    std::string name;
    ~Farewell() { notes->push_back(name); }
};

template <class Wait>
Process waiter(Simulation&, Token token, Wait wait, bool& went_on) {
    const std::string long_text = "locals are destroyed too, even long ones that the heap holds";
    const Token local = token;
    co_await wait();
    went_on = true;
}

Task<int> inner(Simulation&, Token token) {
    const Token local = token;
    co_await delay(hours(1));
    co_return 1;
}

Task<int> outer(Simulation& simulation, Token token) { co_return 1 + co_await inner(simulation, token); }

Process task_waiter(Simulation& simulation, Token token, bool& went_on) {
    co_await outer(simulation, std::move(token));
    went_on = true;
}

Process holder(Simulation&, Servers& servers, Token) {
    const auto hold = co_await servers.acquire();
    co_await delay(hours(1));
}

Process with_farewell(Simulation&, std::vector<std::string>& notes, std::string name) {
    const Farewell farewell{&notes, std::move(name)};
    co_await delay(hours(1));
}

Process parent(Simulation& simulation, std::vector<std::string>& notes) {
    const Farewell farewell{&notes, "parent"};
    const Process kept = simulation.spawn(with_farewell(simulation, notes, "kept child"));
    simulation.spawn(with_farewell(simulation, notes, "free child"));
    const Process finished = simulation.spawn([](Simulation&) -> Process { co_return; }(simulation));
    co_await kept.join();
}

}  // namespace

TEST_CASE("A simulation that ends destroys processes waiting in every kind of wait") {
    const Token token = std::make_shared<int>(0);
    bool went_on = false;
    {
        Simulation simulation;
        Servers servers(simulation, 1);
        Signal signal;
        Store<std::string> empty;
        Store<std::string> full(1);
        TokenBucket bucket(simulation, TokenBucket::Continuous{.capacity = 1, .interval = hours(1)});
        SharedCapacity capacity(simulation, 1.0);
        REQUIRE(bucket.try_take());
        simulation.spawn(holder(simulation, servers, token));
        simulation.spawn(waiter(simulation, token, [&] { return full.put("the item that fills the store"); }, went_on));
        REQUIRE(went_on);
        went_on = false;

        const Process joined = simulation.spawn(task_waiter(simulation, token, went_on));
        const auto wait_for = [&](auto wait) { simulation.spawn(waiter(simulation, token, wait, went_on)); };
        wait_for([] { return delay(hours(1)); });
        wait_for([&] { return servers.acquire(); });
        wait_for([&] { return signal.wait(); });
        wait_for([&] { return empty.get(); });
        wait_for([&] { return full.put("an item for which there is no room in the store"); });
        wait_for([&] { return bucket.take(); });
        wait_for([&] { return capacity.read(1e6); });
        wait_for([&] { return joined.join(); });
        wait_for([&] { return first_of(signal.wait(), servers.acquire(), delay(hours(2))); });
        wait_for([&] { return all_of(signal.wait(), empty.get(), delay(seconds(1))); });
        wait_for([&] { return all_of(std::vector<Delay>(3, delay(hours(1)))); });
        wait_for([&] { return first_of(all_of(servers.acquire(), signal.wait()), full.put("one more item")); });
        simulation.run_until(minutes(1));
        CHECK(token.use_count() > 20);
    }
    CHECK_FALSE(went_on);
    CHECK(token.use_count() == 1);
}

TEST_CASE("A simulation may end before anything has run") {
    const Token token = std::make_shared<int>(0);
    bool went_on = false;
    {
        Simulation simulation;
        simulation.spawn(waiter(simulation, token, [] { return delay(seconds(1)); }, went_on));
        const Process never_spawned = waiter(simulation, token, [] { return delay(seconds(1)); }, went_on);
    }
    CHECK_FALSE(went_on);
    CHECK(token.use_count() == 1);
}

TEST_CASE("A simulation may end when processes are about to go on") {
    const Token token = std::make_shared<int>(0);
    bool went_on = false;
    {
        Simulation simulation;
        Signal signal;
        Servers servers(simulation, 1);
        std::optional<Process> first = simulation.spawn(holder(simulation, servers, token));
        Process interrupted = simulation.spawn(waiter(simulation, token, [] { return delay(hours(1)); }, went_on));
        simulation.spawn(waiter(simulation, token, [&] { return signal.wait(); }, went_on));
        simulation.spawn(waiter(simulation, token, [&] { return servers.acquire(); }, went_on));
        signal.notify();
        CHECK(interrupted.interrupt());
        CHECK(first->interrupt());
    }
    CHECK_FALSE(went_on);
    CHECK(token.use_count() == 1);
}

TEST_CASE("What processes wait for may be gone before the simulation ends") {
    const Token token = std::make_shared<int>(0);
    bool went_on = false;
    {
        Simulation simulation;
        auto servers = std::make_unique<Servers>(simulation, 1);
        auto signal = std::make_unique<Signal>();
        auto bucket = std::make_unique<TokenBucket>(
            simulation, TokenBucket::Continuous{.capacity = 1, .interval = hours(1)});
        REQUIRE(bucket->try_take());
        simulation.spawn(holder(simulation, *servers, token));  // holds a server at the end
        simulation.spawn(waiter(simulation, token, [&] { return servers->acquire(); }, went_on));
        simulation.spawn(waiter(simulation, token, [&] { return signal->wait(); }, went_on));
        simulation.spawn(waiter(simulation, token, [&] { return bucket->take(); }, went_on));
        servers.reset();
        signal.reset();
        bucket.reset();
    }
    CHECK_FALSE(went_on);
    CHECK(token.use_count() == 1);
}

TEST_CASE("Waiting processes are destroyed with the youngest first and kept ones with who keeps them") {
    std::vector<std::string> notes;
    {
        Simulation simulation;
        simulation.spawn(with_farewell(simulation, notes, "oldest"));
        simulation.spawn(parent(simulation, notes));
        simulation.spawn(with_farewell(simulation, notes, "youngest"));
        simulation.run_until(seconds(1));
        CHECK(notes.empty());
    }
    CHECK(notes == std::vector<std::string>{"youngest", "free child", "kept child", "parent", "oldest"});
}
