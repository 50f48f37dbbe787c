#include "core/replica_set.hpp"

#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "core/stream_purpose.hpp"
#include "sim/process.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/flow_recorder.hpp"

using namespace gallerysim;
using core::ReplicaSet;
using core::ReplicaSetTerms;
using core::Routing;
using core::StorageType;

namespace {

/// Windows hosts that read from one Premium replica at once, with the catalogue's figures.
struct PremiumHosts {
    explicit PremiumHosts(int hosts, sim::SimTime burst_duration = sim::minutes(30)) {
        core::Catalogue catalogue = core::default_catalogue();
        core::StorageFigures storage = catalogue.storage_of(StorageType::premium_lrs);
        storage.burst_duration.value = burst_duration;
        const core::ServiceDemand demand =
            service_demand(storage, catalogue.boot_profiles.at("windows"), catalogue.vm_disk);
        replicas.emplace(simulation, storage, demand, ReplicaSetTerms{});
        for (int i = 0; i < hosts; ++i) {
            replicas->capacity_of(0).start({.demand = demand.demand_s, .cap = demand.reader_cap},
                                           reads.emplace_back(simulation));
        }
        simulation.run();
    }
    sim::Simulation simulation;
    std::optional<ReplicaSet> replicas;
    std::deque<test::FlowRecorder> reads;
};

}  // namespace

TEST_CASE("Credits of a Premium replica end when arithmetic says") {
    // D = 70,000 / 500 = 140 s, B = 3,500 / 500 = 7. The bank holds (7 - 1) x 1,800 s = 10,800 credits, so it
    // lasts for 1,800 s of full burst, in which 12,600 s of work are served. 25 hosts ask for 3,500 s: done
    // at 500 s, with 3,000 credits spent. They never end.
    const PremiumHosts few(25);
    CHECK(few.replicas->credits_end(0) == sim::SimTime::never());
    CHECK(few.reads.back().at() == sim::seconds(500));
    // 100 hosts ask for 14,000 s: the credits end at 1,800 s, and 1,400 s of work are left at rate 1.
    const PremiumHosts many(100);
    CHECK(many.replicas->credits_end(0) == sim::seconds(1800));
    CHECK(many.reads.back().at() == sim::seconds(3200));
    // With credits for 5 min, 25 hosts have 2,100 s served at 300 s and read until 300 + 1,400 s: still in
    // time.
    const PremiumHosts short_of_credits(25, sim::minutes(5));
    CHECK(short_of_credits.replicas->credits_end(0) == sim::seconds(300));
    CHECK(short_of_credits.reads.back().at() == sim::seconds(1700));
}

TEST_CASE("A replica that does not burst has no end of credits") {
    sim::Simulation simulation;
    const ReplicaSet replicas(simulation, core::default_catalogue().storage_of(StorageType::standard_lrs), {},
                              ReplicaSetTerms{.replicas = 3});
    CHECK(replicas.credits_end(2) == sim::SimTime::never());
}

TEST_CASE("A VM that was refused is sent to any other replica and never to the same") {
    // 1,000 draws over 6 others or fewer: that one is never drawn has probability below 1e-75.
    const auto routing = GENERATE(Routing::random, Routing::round_robin, Routing::least_loaded,
                                  Routing::power_of_two, Routing::same_zone_first);
    const std::int64_t count = GENERATE(2, 3, 7);
    sim::Simulation simulation(42, 0);
    ReplicaSet replicas(simulation, core::default_catalogue().storage_of(StorageType::standard_lrs), {},
                        ReplicaSetTerms{.replicas = count, .zones = 3, .routing = routing});
    sim::RandomStream stream = simulation.stream(static_cast<std::uint16_t>(core::StreamPurpose::busy), 1);
    for (std::uint32_t refused = 0; refused < count; ++refused) {
        std::set<std::uint32_t> seen;
        for (int i = 0; i < 1000; ++i) {
            const std::uint32_t replica = replicas.route_elsewhere(refused, 1, stream);
            REQUIRE(replica < count);
            REQUIRE(replica != refused);
            seen.insert(replica);
        }
        const bool even = routing == Routing::random || routing == Routing::power_of_two;
        if (even) CHECK(seen.size() == static_cast<std::size_t>(count) - 1);
        // Zone 1 has the replicas 0, 3, 6: a VM stays there while there is another one.
        if (routing == Routing::same_zone_first && count == 7) {
            for (const std::uint32_t replica : seen) CHECK(replica % 3 == 0);
        }
    }
}

TEST_CASE("The only replica is asked again") {
    sim::Simulation simulation;
    ReplicaSet replicas(simulation, core::default_catalogue().storage_of(StorageType::standard_lrs), {},
                        ReplicaSetTerms{.readers = 1});
    sim::RandomStream stream = simulation.stream(1, 1);
    REQUIRE(replicas.admit(0));
    CHECK_FALSE(replicas.admit(0));
    CHECK(replicas.route_elsewhere(0, 0, stream) == 0);
    replicas.end_read(0);
    CHECK(replicas.admit(0));
    CHECK(replicas.use().busy_answers == 1);
}

namespace {

/// Hosts that read what a boot of D seconds asks for from a set of replicas without caps of their own; where their
/// replica is lost they ask another one at once, from the beginning.
struct ReadingHosts {
    ReadingHosts(double demand_s, const ReplicaSetTerms& terms, StorageType type = StorageType::standard_lrs)
        : replicas(simulation, core::default_catalogue().storage_of(type),
                   demand_of(demand_s), terms) {}

    static core::ServiceDemand demand_of(double demand_s) {
        core::ServiceDemand demand;
        demand.demand_s = demand_s;
        demand.reader_cap = 100.0;
        return demand;
    }

    void add(int hosts) {
        for (int i = 0; i < hosts; ++i) {
            ends.push_back(sim::SimTime::never());
            simulation.spawn(host(simulation, *this, ends.size() - 1));
        }
    }
    static sim::Process host(sim::Simulation& simulation, ReadingHosts& all, std::size_t number) {
        sim::RandomStream stream = simulation.stream(1, number);
        std::uint32_t replica = all.replicas.route(0, stream);
        for (;;) {
            if (!all.replicas.admit(replica)) co_return;
            double left = 0.0;
            if (co_await all.replicas.read(replica).leaving(left) == sim::Outcome::done) break;
            CHECK(left == 0.0);
            CHECK(all.replicas.is_lost(replica));
            all.replicas.break_off_read(replica, left);
            replica = all.replicas.route_elsewhere(replica, 0, stream);
        }
        all.replicas.end_read(replica);
        all.ends[number] = simulation.now();
    }
    void check_books() const {
        const core::StorageUse use = replicas.use();
        CHECK_THAT(use.work_served_s + use.work_left_s, test::WithinRel(use.work_demanded_s, 1e-9));
    }

    sim::Simulation simulation{42, 0};
    ReplicaSet replicas;
    std::vector<sim::SimTime> ends;
};

}  // namespace

TEST_CASE("Readers of a lost replica begin again on the others and end when arithmetic says") {
    // System: n = 12 readers of D = 10 s by round robin on 3 replicas, one of which is lost at t = 15 s. Until then each
    // has 4 readers and serves each 15 / 4 s. The 4 of the lost one begin again, 2 on each of the others, which have 6
    // then. There: left of the first 4 is 10 - 3.75 = 6.25 s each, served at 1/6 until 15 + 6 x 6.25 = 52.5 s; the 2
    // new ones have 10 - 6.25 = 3.75 s left then, and end at 52.5 + 2 x 3.75 = 60 s. All work: 12 x 10 s and the lost 15 s.
    ReadingHosts hosts(10.0, {.replicas = 3, .routing = Routing::round_robin});
    hosts.add(12);
    hosts.simulation.run_until(sim::seconds(15));
    const auto broken_off = hosts.replicas.lose(1);
    CHECK(broken_off.flows == 4);
    CHECK_THAT(broken_off.work, test::WithinRel(4 * 6.25, 1e-12));
    CHECK(hosts.replicas.lose(1).flows == 0);
    hosts.simulation.run();
    for (std::size_t i = 0; i < 12; ++i) {
        CHECK_THAT(hosts.ends[i].seconds(), test::WithinRel(i % 3 == 1 ? 60.0 : 52.5, 1e-9));
    }
    CHECK_THAT(hosts.replicas.work_done(), test::WithinRel(135.0, 1e-9));
    CHECK(hosts.replicas.use().reads_lost == 4);
    CHECK(hosts.replicas.readers_of(1) == 0);
    hosts.check_books();
}

TEST_CASE("A replica that is there again serves, and one that is retired ends what it has begun") {
    ReadingHosts hosts(10.0, {.replicas = 2, .most_replicas = 3, .routing = Routing::round_robin});
    hosts.add(2);
    hosts.replicas.retire(0);
    hosts.add(2);  // both to replica 1, which has 3
    CHECK(hosts.replicas.readers_of(1) == 3);
    CHECK(hosts.replicas.add_replica() == 2);
    hosts.add(2);  // by turns
    CHECK(hosts.replicas.readers_of(1) == 4);
    CHECK(hosts.replicas.readers_of(2) == 1);
    hosts.replicas.lose(2);  // to the only one left
    hosts.simulation.run_until(sim::seconds(0));
    CHECK(hosts.replicas.readers_of(1) == 5);
    hosts.replicas.restore(2);
    hosts.replicas.restore(0);  // is not lost: stays retired
    CHECK(hosts.replicas.available() == std::vector<std::uint32_t>{1, 2});
    hosts.replicas.lose(0);  // what it has begun is broken off now
    hosts.simulation.run_until(sim::seconds(0));
    hosts.replicas.restore(0);
    CHECK_FALSE(hosts.replicas.is_available(0));
    CHECK(hosts.replicas.readers_of(0) == 0);
    hosts.simulation.run();
    for (const sim::SimTime end : hosts.ends) CHECK(end < sim::SimTime::never());
    hosts.check_books();
}

TEST_CASE("Where no replica is available every reader is refused") {
    ReadingHosts hosts(10.0, {.replicas = 1});
    hosts.replicas.lose(0);
    hosts.add(3);
    CHECK(hosts.replicas.use().busy_answers == 3);
    hosts.replicas.restore(0);
    hosts.add(1);
    hosts.simulation.run();
    CHECK(hosts.ends[3] == sim::seconds(10));
}

TEST_CASE("Slowed replicas and accounts serve so much slower, and stalled ones not at all") {
    // System: one reader of D = 10 s. 2 s at full speed, 8 s at a quarter (2 s of work), 5 s stalled, the rest at 1/2.
    ReadingHosts one(10.0, {.replicas = 1});
    one.add(1);
    const auto at = [&one](int seconds, double speed) {
        one.simulation.run_until(sim::seconds(seconds));
        one.replicas.set_speed(0, speed);
    };
    at(2, 0.25);
    at(10, 0.0);
    at(15, 0.5);
    one.simulation.run();
    CHECK_THAT(one.ends[0].seconds(), test::WithinRel(15.0 + 6.0 / 0.5, 1e-9));

    // A slowed account slows its replicas, though it does not bind itself.
    ReadingHosts two(10.0, {.replicas = 1, .most_replicas = 2, .routing = Routing::round_robin});
    two.replicas.set_account_speed(0, 0.5);
    two.replicas.set_speed(0, 0.5);
    CHECK(two.replicas.add_replica() == 1);
    two.add(2);
    two.simulation.run();
    CHECK_THAT(two.ends[0].seconds(), test::WithinRel(10.0 / 0.25, 1e-9));
    // Each replica has an account of its own unless the figures say otherwise.
    CHECK_THAT(two.ends[1].seconds(), test::WithinRel(10.0, 1e-9));
}

TEST_CASE("Every routing goes among the available replicas as if there were no others") {
    // 1,000 draws over 4 replicas or fewer: that one is never drawn has probability below 1e-100.
    const auto routing = GENERATE(Routing::random, Routing::round_robin, Routing::least_loaded,
                                  Routing::power_of_two, Routing::same_zone_first);
    ReadingHosts hosts(10.0, {.replicas = 7, .zones = 3, .routing = routing});
    for (const std::uint32_t lost : {1U, 3U, 6U}) hosts.replicas.lose(lost);
    CHECK(hosts.replicas.zone_of(3) == 1);
    sim::RandomStream stream = hosts.simulation.stream(1, 1);
    std::set<std::uint32_t> seen;
    std::uint32_t before = core::kNoReplica;
    for (int i = 0; i < 1000; ++i) {
        const std::uint32_t replica =
            i % 2 == 0 ? hosts.replicas.route(1, stream) : hosts.replicas.route_elsewhere(before, 1, stream);
        REQUIRE(hosts.replicas.is_available(replica));
        if (i % 2 == 1 && routing != Routing::same_zone_first) REQUIRE(replica != before);
        before = i % 4 < 2 ? replica : 3;  // elsewhere than a lost one is anywhere
        seen.insert(replica);
    }
    if (routing == Routing::same_zone_first) {
        CHECK(seen.contains(0));  // the only one left of zone 1: the others for those who come from there
    } else if (routing != Routing::least_loaded) {
        CHECK(seen == std::set<std::uint32_t>{0, 2, 4, 5});
    }
}

TEST_CASE("What loads in the background goes on from another replica when its own is lost") {
    // 10 s of loading, of which 4 s are done when the replica is lost: then 10 s from the other one.
    ReadingHosts hosts(1.0, {.replicas = 2, .hydration = {.demand_s = 10.0, .cap = 1.0}});
    hosts.replicas.note_running(0);
    hosts.simulation.run_until(sim::seconds(4));
    CHECK(hosts.replicas.lose(0).flows == 1);
    hosts.simulation.run_until(sim::seconds(4));
    CHECK(hosts.replicas.capacity_of(1).flows() == 1);
    hosts.replicas.note_running(0);  // a lost one: from the other
    hosts.simulation.run();
    CHECK(hosts.replicas.capacity_of(1).flows() == 0);
    CHECK_THAT(hosts.replicas.work_done(), test::WithinRel(24.0, 1e-9));
    hosts.check_books();
}
