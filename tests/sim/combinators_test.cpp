#include "sim/combinators.hpp"

#include <optional>
#include <string>
#include <vector>

#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/servers.hpp"
#include "sim/signal.hpp"
#include "sim/store.hpp"
#include "sim/token_bucket.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

/// What a process under test has noted: who won, and when.
struct Seen {
    std::string what;
    SimTime when;
    friend bool operator==(const Seen&, const Seen&) = default;
};
using Notes = std::vector<Seen>;

template <class... Results>
std::string winner(const FirstOfResult<Results...>& result) {
    return result.interrupted() ? "interrupted" : std::to_string(result.index());
}

/// Holds all of `servers` from now for a while.
Process occupy(Simulation&, Servers& servers, SimTime span) {
    const auto hold = co_await servers.acquire();
    co_await delay(span);
}

/// Notes when it gets a server.
Process next_in_line(Simulation& simulation, Servers& servers, Notes& notes) {
    const auto hold = co_await servers.acquire();
    notes.push_back({"next", simulation.now()});
}

}  // namespace

TEST_CASE("The first operation that is done wins and the others are given up") {
    Simulation simulation;
    Signal signal;
    Notes notes;
    const auto racer = [](Simulation& of, Signal& from, Notes& seen) -> Process {
        const auto result = co_await first_of(delay(seconds(5)), from.wait(), delay(seconds(3)));
        seen.push_back({winner(result), of.now()});
    };
    simulation.spawn(racer(simulation, signal, notes));
    CHECK(signal.waiting() == 1);
    simulation.run();
    CHECK(notes == Notes{{"2", seconds(3)}});
    CHECK(signal.waiting() == 0);
    CHECK(simulation.pending_events() == 0);
    CHECK(simulation.now() == seconds(3));
}

TEST_CASE("Operations done at the start win in the order in which they are written") {
    Simulation simulation;
    Servers one(simulation, 1);
    Servers other(simulation, 1);
    Notes notes;
    const auto racer = [](Simulation& of, Servers& first, Servers& second, Notes& seen) -> Process {
        auto result = co_await first_of(delay(seconds(1)), first.acquire(), second.acquire());
        seen.push_back({winner(result), of.now()});
        CHECK(static_cast<bool>(result.template get<1>()));
        CHECK(first.in_use() == 1);
        CHECK(second.in_use() == 0);
    };
    simulation.spawn(racer(simulation, one, other, notes));
    CHECK(notes == Notes{{"1", SimTime::zero()}});
    CHECK(one.in_use() == 0);
    CHECK(simulation.pending_events() == 0);  // the delay was started and given up
}

TEST_CASE("Of two operations done at the same time the one whose event comes first wins") {
    Simulation simulation;
    Notes notes;
    const auto racer = [](Simulation& of, Notes& seen) -> Process {
        const auto result = co_await first_of(delay(seconds(2)), delay(seconds(2)));
        seen.push_back({winner(result), of.now()});
    };
    simulation.spawn(racer(simulation, notes));
    simulation.run();
    CHECK(notes == Notes{{"0", seconds(2)}});
}

TEST_CASE("A wait with a timeout ends in one or the other and leaves nothing behind") {
    for (const SimTime busy : {seconds(2), seconds(9)}) {
        Simulation simulation;
        Servers servers(simulation, 1);
        Notes notes;
        const auto patient = [](Simulation& of, Servers& from, Notes& seen) -> Process {
            auto result = co_await first_of(from.acquire(), delay(seconds(5)));
            seen.push_back({winner(result), of.now()});
            if (result.index() == 0) {
                const Servers::Hold hold = std::move(result.template get<0>());
                co_await delay(seconds(1));
            }
        };
        simulation.spawn(occupy(simulation, servers, busy));
        simulation.spawn(patient(simulation, servers, notes));
        simulation.run();
        CHECK(notes == (busy < seconds(5) ? Notes{{"0", seconds(2)}} : Notes{{"1", seconds(5)}}));
        CHECK(servers.in_use() == 0);
        CHECK(servers.queue_length() == 0);
        CHECK(simulation.pending_events() == 0);
    }
}

TEST_CASE("An interrupted first_of has no winner and gives everything up") {
    Simulation simulation;
    Servers servers(simulation, 1);
    Signal signal;
    Notes notes;
    const auto racer = [](Simulation& of, Servers& from, Signal& other, Notes& seen) -> Process {
        const auto result = co_await first_of(from.acquire(), other.wait(), delay(seconds(9)));
        seen.push_back({winner(result), of.now()});
    };
    simulation.spawn(occupy(simulation, servers, seconds(50)));
    Process process = simulation.spawn(racer(simulation, servers, signal, notes));
    simulation.run_until(seconds(4));
    CHECK(process.interrupt());
    simulation.run_until(seconds(5));
    CHECK(notes == Notes{{"interrupted", seconds(4)}});
    CHECK(servers.queue_length() == 0);
    CHECK(signal.waiting() == 0);
}

TEST_CASE("All of several operations are done when the last one is") {
    Simulation simulation;
    Store<int> store;
    Notes notes;
    const auto collector = [](Simulation& of, Store<int>& from, Notes& seen) -> Process {
        const auto all = co_await all_of(delay(seconds(3)), from.get(), delay(seconds(1)));
        REQUIRE(all.has_value());
        CHECK(std::get<0>(*all) == Outcome::done);
        CHECK(std::get<1>(*all) == 7);
        seen.push_back({"all", of.now()});
    };
    const auto giver = [](Simulation&, Store<int>& to) -> Process {
        co_await delay(seconds(2));
        co_await to.put(7);
    };
    simulation.spawn(collector(simulation, store, notes));
    simulation.spawn(giver(simulation, store));
    simulation.run();
    CHECK(notes == Notes{{"all", seconds(3)}});
}

TEST_CASE("All of nothing and all of what is done already do not wait") {
    Simulation simulation;
    Servers servers(simulation, 3);
    Notes notes;
    const auto collector = [](Simulation& of, Servers& from, Notes& seen) -> Process {
        const auto none = co_await all_of(std::vector<Delay>{});
        CHECK(none->empty());
        const auto two = co_await all_of(from.acquire(), from.acquire());
        CHECK(from.in_use() == 2);
        seen.push_back({"all", of.now()});
    };
    simulation.spawn(collector(simulation, servers, notes));
    CHECK(notes == Notes{{"all", SimTime::zero()}});
    CHECK(servers.in_use() == 0);
}

TEST_CASE("All of a list gives the results in the order of the list") {
    Simulation simulation;
    Notes notes;
    const auto ticker = [](Simulation&, SimTime span) -> Process { co_await delay(span); };
    const auto collector = [](Simulation& of, std::vector<Process>& workers, Notes& seen) -> Process {
        std::vector<Join> joins;
        for (const Process& worker : workers) joins.push_back(worker.join());
        const auto all = co_await all_of(std::move(joins));
        CHECK(all->size() == 3);
        seen.push_back({"all", of.now()});
    };
    std::vector<Process> workers;
    for (const int span : {2, 4, 1}) workers.push_back(simulation.spawn(ticker(simulation, seconds(span))));
    simulation.spawn(collector(simulation, workers, notes));
    simulation.run();
    CHECK(notes == Notes{{"all", seconds(4)}});
}

TEST_CASE("What was won is given back when an all_of is interrupted") {
    Simulation simulation;
    Servers free(simulation, 1);
    Servers busy(simulation, 1);
    Notes notes;
    Notes line;
    const auto greedy = [](Simulation& of, Servers& first, Servers& second, Notes& seen) -> Process {
        const auto both = co_await all_of(first.acquire(), second.acquire());
        seen.push_back({both ? "both" : "interrupted", of.now()});
    };
    simulation.spawn(occupy(simulation, busy, seconds(10)));
    Process process = simulation.spawn(greedy(simulation, free, busy, notes));
    simulation.spawn(next_in_line(simulation, free, line));
    CHECK(free.in_use() == 1);
    simulation.run_until(seconds(3));
    CHECK(process.interrupt());
    simulation.run();
    CHECK(notes == Notes{{"interrupted", seconds(3)}});
    CHECK(line == Notes{{"next", seconds(3)}});
    CHECK(free.in_use() == 0);
    CHECK(busy.in_use() == 0);
    CHECK(busy.queue_length() == 0);
}

// The server won must not be handed to the second request of the very process that gives everything up.
TEST_CASE("An interrupted process that waits for two servers of one gives back the one it has") {
    Simulation simulation;
    Servers servers(simulation, 1);
    Notes notes;
    Notes line;
    const auto greedy = [](Simulation& of, Servers& from, Notes& seen) -> Process {
        std::vector<Servers::Acquire> both{from.acquire(), from.acquire()};
        const auto holds = co_await all_of(std::move(both));
        seen.push_back({holds ? "both" : "interrupted", of.now()});
        const auto again = co_await all_of(from.acquire(), delay(seconds(1)));
        seen.push_back({again ? "again" : "interrupted", of.now()});
    };
    Process process = simulation.spawn(greedy(simulation, servers, notes));
    simulation.spawn(next_in_line(simulation, servers, line));
    simulation.run_until(seconds(2));
    CHECK(process.interrupt());
    simulation.run();
    CHECK(notes == Notes{{"interrupted", seconds(2)}, {"again", seconds(3)}});
    CHECK(line == Notes{{"next", seconds(2)}});
    CHECK(servers.in_use() == 0);
    CHECK(simulation.frames().in_use() == 1);
}

// When the timeout wins, the all_of gives its server back, and that server goes to the other branch of the same
// first_of, which has lost by then: it must pass it on.
TEST_CASE("A server given back by a loser and won by another loser goes back too") {
    Simulation simulation;
    Servers servers(simulation, 1);
    Signal never;
    Notes notes;
    Notes line;
    const auto racer = [](Simulation& of, Servers& from, Signal& other, Notes& seen) -> Process {
        const auto result =
            co_await first_of(all_of(from.acquire(), other.wait()), from.acquire(), delay(seconds(5)));
        seen.push_back({winner(result), of.now()});
        co_await delay(seconds(1));
        seen.push_back({"went on", of.now()});
    };
    simulation.spawn(racer(simulation, servers, never, notes));
    simulation.spawn(next_in_line(simulation, servers, line));
    simulation.run();
    CHECK(notes == Notes{{"2", seconds(5)}, {"went on", seconds(6)}});
    CHECK(line == Notes{{"next", seconds(5)}});
    CHECK(servers.in_use() == 0);
    CHECK(servers.queue_length() == 0);
    CHECK(never.waiting() == 0);
}

TEST_CASE("The same holds when an interrupt makes everybody lose") {
    Simulation simulation;
    Servers servers(simulation, 1);
    Signal never;
    Notes notes;
    const auto racer = [](Simulation& of, Servers& from, Signal& other, Notes& seen) -> Process {
        const auto result = co_await first_of(all_of(from.acquire(), other.wait()), from.acquire());
        seen.push_back({winner(result), of.now()});
        co_await delay(seconds(1));
        seen.push_back({"went on", of.now()});
    };
    Process process = simulation.spawn(racer(simulation, servers, never, notes));
    simulation.run_until(seconds(5));
    CHECK(process.interrupt());
    simulation.run();
    CHECK(notes == Notes{{"interrupted", seconds(5)}, {"went on", seconds(6)}});
    CHECK(servers.in_use() == 0);
    CHECK(servers.queue_length() == 0);
}

TEST_CASE("Combinations nest") {
    Simulation simulation;
    Signal signal;
    Notes notes;
    const auto nested = [](Simulation& of, Signal& from, Notes& seen) -> Process {
        auto result = co_await first_of(all_of(delay(seconds(2)), first_of(from.wait(), delay(seconds(4)))),
                                        delay(seconds(8)));
        seen.push_back({winner(result), of.now()});
        auto& all = result.template get<0>();
        REQUIRE(all.has_value());
        seen.push_back({winner(std::get<1>(*all)), of.now()});
    };
    simulation.spawn(nested(simulation, signal, notes));
    simulation.at(seconds(3), [&signal] { signal.notify(); });
    simulation.run();
    CHECK(notes == Notes{{"0", seconds(3)}, {"0", seconds(3)}});
    CHECK(simulation.now() == seconds(3));
    CHECK(simulation.pending_events() == 0);
}

TEST_CASE("An operation that completes another one of the same all_of counts both once") {
    Simulation simulation;
    Store<int> store(1);
    Notes notes;
    const auto hand_over = [](Simulation& of, Store<int>& shelf, Notes& seen) -> Process {
        const auto both = co_await all_of(shelf.get(), shelf.put(5));
        REQUIRE(both.has_value());
        CHECK(std::get<0>(*both) == 5);
        seen.push_back({"both", of.now()});
        co_await delay(seconds(1));
        const auto three = co_await all_of(shelf.get(), shelf.put(6), delay(seconds(1)));
        CHECK(std::get<0>(*three) == 6);
        seen.push_back({"three", of.now()});
    };
    simulation.spawn(hand_over(simulation, store, notes));
    simulation.run();
    CHECK(notes == Notes{{"both", SimTime::zero()}, {"three", seconds(2)}});
}

TEST_CASE("An operation that completes an earlier one of the same first_of does not win itself") {
    Simulation simulation;
    Store<std::string> store(1);
    Notes notes;
    const auto hand_over = [](Simulation& of, Store<std::string>& shelf, Notes& seen) -> Process {
        auto result = co_await first_of(delay(seconds(5)), shelf.get(), shelf.put("five"), shelf.get());
        seen.push_back({winner(result), of.now()});
        CHECK(result.template get<1>() == "five");
        co_await delay(seconds(9));
        seen.push_back({"went on", of.now()});
    };
    simulation.spawn(hand_over(simulation, store, notes));
    simulation.run();
    CHECK(notes == Notes{{"1", SimTime::zero()}, {"went on", seconds(9)}});
    CHECK(store.size() == 0);
}

TEST_CASE("A bucket serves on after a first_of with two requests in its queue") {
    Simulation simulation;
    TokenBucket bucket(simulation, TokenBucket::Continuous{.capacity = 4, .interval = seconds(1)});
    REQUIRE(bucket.try_take(4));
    Notes notes;
    const auto racer = [](Simulation& of, TokenBucket& from, Notes& seen) -> Process {
        const auto result = co_await first_of(from.take(2), from.take(4));
        seen.push_back({winner(result), of.now()});
    };
    const auto taker = [](Simulation& of, TokenBucket& from, Notes& seen) -> Process {
        co_await from.take(3);
        seen.push_back({"taken", of.now()});
    };
    simulation.spawn(racer(simulation, bucket, notes));
    simulation.spawn(taker(simulation, bucket, notes));
    simulation.run_until(seconds(2));
    CHECK(simulation.pending_events() == 1);
    simulation.run();
    CHECK(notes == Notes{{"0", seconds(2)}, {"taken", seconds(5)}});
}
