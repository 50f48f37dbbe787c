#include "sim/servers.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::WithinAbs;
using gallerysim::test::aborts;

using ServerNotes = std::vector<std::string>;

Process customer(Simulation& simulation, Servers& servers, ServerNotes& notes, std::string name, SimTime service,
                 std::int32_t priority = 0) {
    const auto server = co_await servers.acquire(priority);
    if (!server) {
        notes.push_back(name + " interrupted");
        co_return;
    }
    notes.push_back(name + " at " + std::to_string(simulation.now() / seconds(1)));
    co_await delay(service);
}

}  // namespace

TEST_CASE("Servers serve as many at once as there are and the others first come first served") {
    Simulation simulation;
    Servers servers(simulation, 2);
    ServerNotes notes;
    for (const char* name : {"a", "b", "c", "d"}) {
        simulation.spawn(customer(simulation, servers, notes, name, seconds(3)));
    }
    CHECK(servers.count() == 2);
    CHECK(servers.in_use() == 2);
    CHECK(servers.queue_length() == 2);
    simulation.run();
    CHECK(notes == ServerNotes{"a at 0", "b at 0", "c at 3", "d at 3"});
    CHECK(servers.in_use() == 0);
    CHECK(servers.queue_length() == 0);
}

TEST_CASE("A lower priority number goes first and the first come goes first within one") {
    Simulation simulation;
    Servers servers(simulation, 1);
    ServerNotes notes;
    simulation.spawn(customer(simulation, servers, notes, "first", seconds(1)));
    simulation.spawn(customer(simulation, servers, notes, "low", seconds(1), 5));
    simulation.spawn(customer(simulation, servers, notes, "high", seconds(1), -5));
    simulation.spawn(customer(simulation, servers, notes, "normal", seconds(1), 0));
    simulation.spawn(customer(simulation, servers, notes, "low too", seconds(1), 5));
    simulation.spawn(customer(simulation, servers, notes, "high too", seconds(1), -5));
    simulation.run();
    CHECK(notes == ServerNotes{"first at 0", "high at 1", "high too at 2", "normal at 3", "low at 4", "low too at 5"});
}

TEST_CASE("A server given back goes to the first in the queue and nobody overtakes") {
    Simulation simulation;
    Servers servers(simulation, 1);
    ServerNotes notes;
    const auto greedy = [](Simulation& of, Servers& from, ServerNotes& lines) -> Process {
        for (int i = 0; i < 2; ++i) {
            auto server = co_await from.acquire();
            lines.push_back("greedy at " + std::to_string(of.now() / seconds(1)));
            co_await delay(seconds(1));
            server.release();
        }
    };
    simulation.spawn(greedy(simulation, servers, notes));
    simulation.spawn(customer(simulation, servers, notes, "patient", seconds(1)));
    simulation.run();
    CHECK(notes == ServerNotes{"greedy at 0", "patient at 1", "greedy at 2"});
}

TEST_CASE("A held server is given back once however the hold moves") {
    Simulation simulation;
    Servers servers(simulation, 2);
    const auto holder = [](Simulation&, Servers& from) -> Process {
        std::optional<Servers::Hold> outer;
        {
            Servers::Hold first = co_await from.acquire();
            Servers::Hold second = co_await from.acquire();
            outer = std::move(first);
            CHECK_FALSE(static_cast<bool>(first));
            first = std::move(second);  // given back at the end of this scope
            CHECK(from.in_use() == 2);
        }
        CHECK(from.in_use() == 1);
        outer->release();
        outer->release();
        CHECK(from.in_use() == 0);
        *outer = co_await from.acquire();
        *outer = Servers::Hold{};  // what it held is given back
        CHECK(from.in_use() == 0);
    };
    simulation.spawn(holder(simulation, servers));
    CHECK(servers.in_use() == 0);
    CHECK(simulation.frames().in_use() == 0);
}

TEST_CASE("An interrupted request leaves the queue with an empty hold and the others move up") {
    Simulation simulation;
    Servers servers(simulation, 1);
    ServerNotes notes;
    simulation.spawn(customer(simulation, servers, notes, "a", seconds(5)));
    Process impatient = simulation.spawn(customer(simulation, servers, notes, "b", seconds(5)));
    simulation.spawn(customer(simulation, servers, notes, "c", seconds(5)));
    simulation.run_until(seconds(2));
    CHECK(impatient.interrupt());
    CHECK(servers.queue_length() == 1);
    simulation.run();
    CHECK(notes == ServerNotes{"a at 0", "b interrupted", "c at 5"});
}

TEST_CASE("A process interrupted while it holds a server keeps it until it lets go") {
    Simulation simulation;
    Servers servers(simulation, 1);
    ServerNotes notes;
    Process holder = simulation.spawn(customer(simulation, servers, notes, "a", seconds(9)));
    simulation.spawn(customer(simulation, servers, notes, "b", seconds(1)));
    simulation.run_until(seconds(2));
    CHECK(holder.interrupt());
    CHECK(servers.in_use() == 1);
    simulation.run();
    CHECK(notes == ServerNotes{"a at 0", "b at 2"});
    CHECK(simulation.now() == seconds(3));
}

// One server; services of 4 s asked for at 0, 1 and 2 s: busy 12 s; waiting 3 s and 6 s. Over 20 s.
TEST_CASE("Servers know their busy servers and their queue over time") {
    Simulation simulation;
    Servers servers(simulation, 1);
    ServerNotes notes;
    for (int i = 0; i < 3; ++i) {
        simulation.run_until(seconds(i));
        simulation.spawn(customer(simulation, servers, notes, "a", seconds(4)));
    }
    simulation.run_until(seconds(20));
    CHECK_THAT(servers.busy().average(simulation.now()), WithinAbs(12.0 / 20.0, 1e-12));
    CHECK_THAT(servers.queued().average(simulation.now()), WithinAbs(9.0 / 20.0, 1e-12));
    CHECK(servers.queued().max() == 2.0);
}

TEST_CASE("No servers at all is a bug") {
    Simulation simulation;
    CHECK(aborts([&] { const Servers servers(simulation, 0); }));
}
