#include "core/replica_set.hpp"

#include <deque>
#include <optional>
#include <set>

#include "core/stream_purpose.hpp"
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
