#include "sim/store.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/combinators.hpp"
#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::aborts;

using StoreNotes = std::vector<std::string>;

std::string at(const Simulation& simulation) { return " at " + std::to_string(simulation.now() / seconds(1)); }

Process producer(Simulation& simulation, Store<int>& store, StoreNotes& notes, int first, int count) {
    for (int i = first; i < first + count; ++i) {
        const Outcome outcome = co_await store.put(i);
        notes.push_back((outcome == Outcome::done ? "put " : "gave up ") + std::to_string(i) + at(simulation));
    }
}

Process consumer(Simulation& simulation, Store<int>& store, StoreNotes& notes, std::string name, int count, SimTime pause) {
    for (int i = 0; i < count; ++i) {
        co_await delay(pause);
        const std::optional<int> item = co_await store.get();
        notes.push_back(name + " got " + (item ? std::to_string(*item) : "nothing") + at(simulation));
    }
}

}  // namespace

TEST_CASE("Items leave a store in the order in which they came") {
    Simulation simulation;
    Store<int> store;
    StoreNotes notes;
    simulation.spawn(producer(simulation, store, notes, 1, 3));
    CHECK(store.size() == 3);
    notes.clear();
    simulation.spawn(consumer(simulation, store, notes, "c", 3, SimTime::zero()));
    simulation.run();
    CHECK(notes == StoreNotes{"c got 1 at 0", "c got 2 at 0", "c got 3 at 0"});
    CHECK(store.size() == 0);
}

TEST_CASE("Who waits longest for an item gets the first one") {
    Simulation simulation;
    Store<int> store;
    StoreNotes notes;
    simulation.spawn(consumer(simulation, store, notes, "a", 1, SimTime::zero()));
    simulation.spawn(consumer(simulation, store, notes, "b", 1, SimTime::zero()));
    simulation.run_until(seconds(2));
    StoreNotes puts;
    simulation.spawn(producer(simulation, store, puts, 7, 2));
    CHECK(puts == StoreNotes{"put 7 at 2", "put 8 at 2"});
    simulation.run();
    CHECK(notes == StoreNotes{"a got 7 at 2", "b got 8 at 2"});
}

TEST_CASE("A full store lets putters wait first come first served") {
    Simulation simulation;
    Store<int> store(2);
    StoreNotes puts;
    StoreNotes gets;
    simulation.spawn(producer(simulation, store, puts, 1, 4));
    simulation.spawn(producer(simulation, store, puts, 11, 1));
    CHECK(puts == StoreNotes{"put 1 at 0", "put 2 at 0"});
    simulation.spawn(consumer(simulation, store, gets, "c", 5, seconds(1)));
    simulation.run();
    CHECK(gets == StoreNotes{"c got 1 at 1", "c got 2 at 2", "c got 3 at 3", "c got 11 at 4", "c got 4 at 5"});
    CHECK(puts == StoreNotes{"put 1 at 0", "put 2 at 0", "put 3 at 1", "put 11 at 2", "put 4 at 3"});
    CHECK(store.size() == 0);
}

TEST_CASE("Interrupted getters and putters leave the store and their items stay out of it") {
    Simulation simulation;
    Store<int> store(1);
    StoreNotes notes;
    Process getter = simulation.spawn(consumer(simulation, store, notes, "c", 1, SimTime::zero()));
    simulation.run();
    CHECK(getter.interrupt());
    simulation.run();
    Process putter = simulation.spawn(producer(simulation, store, notes, 1, 2));
    CHECK(putter.interrupt());
    simulation.run();
    CHECK(notes == StoreNotes{"c got nothing at 0", "put 1 at 0", "gave up 2 at 0"});
    CHECK(store.size() == 1);
}

TEST_CASE("A store moves items that cannot be copied and destroys each of them once") {
    Simulation simulation;
    Store<std::unique_ptr<std::string>> store(1);
    std::vector<std::string> got;
    const auto writer = [](Simulation&, Store<std::unique_ptr<std::string>>& to) -> Process {
        for (const char* text : {"a text too long for a small string", "another such text", "a third one"}) {
            co_await to.put(std::make_unique<std::string>(text));
        }
    };
    const auto reader = [](Simulation&, Store<std::unique_ptr<std::string>>& from,
                           std::vector<std::string>& texts) -> Process {
        for (int i = 0; i < 2; ++i) {
            const auto item = co_await from.get();
            texts.push_back(**item);
        }
    };
    simulation.spawn(writer(simulation, store));
    simulation.spawn(reader(simulation, store, got));
    simulation.run();
    CHECK(got == std::vector<std::string>{"a text too long for a small string", "another such text"});
    CHECK(store.size() == 1);
}

TEST_CASE("An item that was won in an interrupted all_of goes back to the front of the shelf") {
    Simulation simulation;
    Store<int> store;
    Store<int> empty;
    StoreNotes notes;
    simulation.spawn(producer(simulation, store, notes, 1, 2));
    const auto both = [](Simulation&, Store<int>& one, Store<int>& other) -> Process {
        const auto items = co_await all_of(one.get(), other.get());
        CHECK_FALSE(items.has_value());
    };
    Process process = simulation.spawn(both(simulation, store, empty));
    CHECK(store.size() == 1);
    CHECK(process.interrupt());
    CHECK(store.size() == 2);
    notes.clear();
    simulation.spawn(consumer(simulation, store, notes, "c", 2, SimTime::zero()));
    simulation.run();
    CHECK(notes == StoreNotes{"c got 1 at 0", "c got 2 at 0"});
}

TEST_CASE("An item that is given back goes to who waits for one") {
    Simulation simulation;
    Store<int> store;
    Store<int> empty;
    StoreNotes notes;
    simulation.spawn(producer(simulation, store, notes, 1, 1));
    const auto both = [](Simulation&, Store<int>& one, Store<int>& other) -> Process {
        const std::vector<Store<int>::Get> gets{one.get(), other.get()};
        const auto items = co_await all_of(gets);
        CHECK_FALSE(items.has_value());
    };
    Process process = simulation.spawn(both(simulation, store, empty));
    notes.clear();
    simulation.spawn(consumer(simulation, store, notes, "c", 1, SimTime::zero()));
    simulation.run_until(seconds(3));
    CHECK(notes.empty());
    CHECK(process.interrupt());
    simulation.run();
    CHECK(notes == StoreNotes{"c got 1 at 3"});
}

TEST_CASE("A store without room is a bug") {
    CHECK(aborts([] { const Store<int> store(0); }));
}
