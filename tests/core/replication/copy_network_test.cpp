// Copies from replicas that VMs read: processor sharing on the replica, max-min fairness in the network.

#include "core/replication/copy_network.hpp"

#include <deque>
#include <optional>
#include <vector>

#include "sim/process.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/flow_recorder.hpp"

namespace gallerysim::test {
namespace {

using core::CopyNetwork;
using core::kMiB;

constexpr double kCopyDemand = 140.0;  // of a Windows VM on a standard replica: 70,000 reads at 500/s
constexpr double kRate = 60.0 * kMiB;

sim::Process copy(sim::Simulation& simulation, CopyNetwork& network, double bytes, std::vector<CopyNetwork::Link> path,
                  double cap, core::ServingReplica from, sim::SimTime& ended, CopyNetwork::Id& id) {
    using sim::operator co_await;
    co_await network.transfer(bytes, path, cap, from).known_as(id);
    ended = simulation.now();
}

/// One replica that serves 60 MiB/s, so many VMs that read from it from the beginning, and copies.
struct Case {
    explicit Case(int readers) : network(simulation, figures) {
        const core::Catalogue catalogue = core::default_catalogue();
        const core::StorageFigures& storage = catalogue.storage_of(core::StorageType::standard_lrs);
        demand = service_demand(storage, catalogue.boot_profiles.at("windows"), catalogue.vm_disk);
        replicas.emplace(simulation, storage, demand, core::ReplicaSetTerms{});
        link = network.add_reads(core::BytesPerSecond{kRate}, "the replica");
        for (int i = 0; i < readers; ++i) {
            replicas->capacity_of(0).start({.demand = kCopyDemand, .cap = demand.reader_cap},
                                           reads.emplace_back(simulation));
        }
    }
    [[nodiscard]] core::ServingReplica served() {
        return {.replicas = &*replicas, .replica = 0, .rate = core::BytesPerSecond{kRate}};
    }
    /// Seconds that the replica would work for it alone.
    sim::SimTime& start(double work, double cap, bool is_read = true) {
        sim::SimTime& ended = ends.emplace_back(sim::SimTime::never());
        simulation.spawn(copy(simulation, network, work * kRate, {link}, cap,
                              is_read ? served() : core::ServingReplica{}, ended, ids.emplace_back()));
        return ended;
    }

    sim::Simulation simulation;
    core::ReplicationFigures figures = core::default_replication_figures();
    CopyNetwork network;
    core::ServiceDemand demand;
    std::optional<core::ReplicaSet> replicas;
    CopyNetwork::Link link = 0;
    std::deque<FlowRecorder> reads;
    std::deque<sim::SimTime> ends;
    std::deque<CopyNetwork::Id> ids;
};

// System: n VMs of D = 140 s and one copy of W seconds of work on a replica of capacity 1, all from 0 s on. Closed
// form: all get 1 / (n + 1); the VMs end at (n + 1) D, and the copy alone takes the rest: n D + W.

TEST_CASE("A copy is one reader among those of its replica") {
    Case four(4);
    const sim::SimTime& ended = four.start(512.0, kRate);
    four.simulation.run();
    for (const FlowRecorder& read : four.reads) CHECK_THAT(read.at().seconds(), WithinAbs(5 * kCopyDemand, 1e-6));
    CHECK_THAT(ended.seconds(), WithinAbs(4 * kCopyDemand + 512.0, 1e-6));
}

// With a cap of a quarter of the replica: one VM keeps three quarters (D / 0.75) and the copy takes W / 0.25; nine VMs
// and the copy get a tenth each until the VMs end at 10 D, then it goes on at a quarter.

TEST_CASE("A copy that the network holds back leaves the rest of the replica to the VMs") {
    Case one(1);
    const sim::SimTime& alone = one.start(512.0, 0.25 * kRate);
    one.simulation.run();
    CHECK_THAT(one.reads[0].at().seconds(), WithinAbs(kCopyDemand / 0.75, 1e-6));
    CHECK_THAT(alone.seconds(), WithinAbs(4 * 512.0, 1e-6));

    Case nine(9);
    const sim::SimTime& among = nine.start(512.0, 0.25 * kRate);
    nine.simulation.run();
    CHECK_THAT(nine.reads[0].at().seconds(), WithinAbs(10 * kCopyDemand, 1e-6));
    CHECK_THAT(among.seconds(), WithinAbs(10 * kCopyDemand + 4 * (512.0 - kCopyDemand), 1e-6));
}

// Two copies of W on one replica share its link in the network: half the replica each, and with n VMs 1 / (n + 2).

TEST_CASE("Several copies share the replica with each other and with the VMs") {
    Case three(3);
    const sim::SimTime& first = three.start(512.0, kRate);
    const sim::SimTime& second = three.start(512.0, kRate);
    three.simulation.run();
    CHECK_THAT(three.reads[0].at().seconds(), WithinAbs(5 * kCopyDemand, 1e-6));
    CHECK_THAT(first.seconds(), WithinAbs(3 * kCopyDemand + 2 * 512.0, 1e-6));
    CHECK(second == first);
}

// A copy that has gone on for 100 s before VMs may read: W - 100 s are left when it begins to be one of the readers.

TEST_CASE("A copy under way becomes a reader when VMs begin to read") {
    Case two(0);
    const sim::SimTime& ended = two.start(512.0, kRate, false);
    two.simulation.run_until(sim::seconds(100));
    CHECK_THAT(two.network.remaining(two.ids[0]), WithinRel(412.0 * kRate, 1e-9));
    two.network.share(two.ids[0], two.served());
    for (int i = 0; i < 2; ++i) {
        two.replicas->capacity_of(0).start({.demand = kCopyDemand, .cap = two.demand.reader_cap},
                                           two.reads.emplace_back(two.simulation));
    }
    two.simulation.run_until(sim::seconds(130));
    CHECK_THAT(two.network.remaining(two.ids[0]), WithinRel(402.0 * kRate, 1e-9));  // a third of 30 s
    two.simulation.run();
    CHECK_THAT(two.reads[0].at().seconds(), WithinAbs(100.0 + 3 * kCopyDemand, 1e-6));
    CHECK_THAT(ended.seconds(), WithinAbs(2 * kCopyDemand + 512.0, 1e-6));
}

TEST_CASE("Work that copies ask of a replica is served or left") {
    Case five(5);
    five.start(300.0, 0.3 * kRate);
    five.start(200.0, kRate);
    five.simulation.run_until(sim::seconds(777));
    const core::StorageUse use = five.replicas->use();
    // The VMs of this test are nobody's readers, so the books know of the copies only.
    CHECK_THAT(use.work_demanded_s + 5 * kCopyDemand, WithinRel(use.work_served_s + use.work_left_s, 1e-9));
    CHECK_THAT(use.work_demanded_s, WithinRel(500.0, 1e-12));
    CHECK_THAT(use.work_served_s, WithinRel(777.0, 1e-9));  // the replica was never idle
}

}  // namespace
}  // namespace gallerysim::test
