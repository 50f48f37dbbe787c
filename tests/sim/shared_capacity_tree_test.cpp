// Two levels: flows x_i = w_i min(q_i, level of the member, level of the account).

#include <cmath>
#include <deque>
#include <memory>
#include <vector>

#include "sim/shared_capacity.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/flow_recorder.hpp"

namespace gallerysim::test {
namespace {

using sim::Flow;
using sim::seconds;
using sim::SharedCapacity;
using sim::SimTime;
using sim::Simulation;

struct Tree {
    explicit Tree(double account_rate, const std::vector<double>& member_rates)
        : account(simulation, account_rate) {
        for (const double rate : member_rates) members.emplace_back(simulation, rate, account);
    }
    FlowRecorder& start(std::size_t member, const Flow& flow) {
        flows.emplace_back(simulation);
        members[member].start(flow, flows.back());
        return flows.back();
    }

    Simulation simulation;
    SharedCapacity account;
    std::deque<SharedCapacity> members;
    std::deque<FlowRecorder> flows;
};

TEST_CASE("An account with room for all its members changes nothing") {
    Tree tree{2.0, {1.0, 1.0}};
    const FlowRecorder& first = tree.start(0, {.demand = 4.0});
    const FlowRecorder& second = tree.start(1, {.demand = 6.0});
    tree.simulation.run();
    CHECK(first.at() == seconds(4));
    CHECK(second.at() == seconds(6));
    CHECK_THAT(tree.account.work_done(), WithinRel(10.0, 1e-14));
    CHECK_THAT(tree.account.utilisation(), WithinRel(10.0 / 12.0, 1e-9));
}

TEST_CASE("An account finds its level where it meets the level of a member") {
    // One flow on the first member, two on the second, account 1.5: half each, which is what the second member has
    // for each of its flows anyway.
    Tree tree{1.5, {1.0, 1.0}};
    for (const std::size_t member : {0U, 1U, 1U}) tree.start(member, {.demand = 1.0});
    CHECK_THAT(tree.members[0].served_rate(), WithinRel(0.5, 1e-12));
    tree.simulation.run();
    for (const FlowRecorder& flow : tree.flows) CHECK(flow.at() == seconds(2));
}

TEST_CASE("An account serves all it has whatever the loads of its members") {
    for (int hundredths = 101; hundredths < 200; hundredths += 7) {
        for (int first = 1; first <= 15; ++first) {
            for (int second = 1; second <= 15; ++second) {
                const double rate = hundredths / 100.0;
                Tree tree{rate, {1.0, 1.0}};
                for (int i = 0; i < first; ++i) tree.start(0, {.demand = 1.0});
                for (int i = 0; i < second; ++i) tree.start(1, {.demand = 1.0});
                const double served = tree.members[0].served_rate() + tree.members[1].served_rate();
                if (std::abs(served - rate) > 1e-9) FAIL(rate << ' ' << first << ' ' << second << ' ' << served);
            }
        }
    }
}

TEST_CASE("A tight account is shared equally by flows and not by members") {
    // Three flows on one member, one on the other, account 1: a quarter each.
    Tree tree{1.0, {1.0, 1.0}};
    for (int i = 0; i < 3; ++i) tree.start(0, {.demand = 1.0});
    const FlowRecorder& alone = tree.start(1, {.demand = 1.0});
    CHECK_THAT(tree.members[0].served_rate(), WithinRel(0.75, 1e-12));
    CHECK_THAT(tree.members[1].served_rate(), WithinRel(0.25, 1e-12));
    CHECK_THAT(tree.account.served_rate(), WithinRel(1.0, 1e-12));
    CHECK(tree.account.flows() == 4);
    tree.simulation.run();
    CHECK(alone.at() == seconds(4));
    CHECK(tree.flows[0].at() == seconds(4));
}

TEST_CASE("A member that is tighter than the account holds its flows and the others take the rest") {
    // Member rates 0.2 and 1, account 1, two flows each: 0.1 0.1 0.4 0.4.
    Tree tree{1.0, {0.2, 1.0}};
    const FlowRecorder& slow = tree.start(0, {.demand = 1.0});
    tree.start(0, {.demand = 1.0});
    const FlowRecorder& fast = tree.start(1, {.demand = 1.0});
    tree.start(1, {.demand = 1.0});
    tree.simulation.run();
    CHECK(fast.at() == SimTime::from_seconds(2.5));
    CHECK(slow.at() == seconds(10));
}

TEST_CASE("Weights and caps count across members") {
    // Account 7: weights 1, 2 and 4, the last one capped at 1: 2, 4 and 1.
    Tree tree{7.0, {10.0, 10.0, 10.0}};
    const FlowRecorder& light = tree.start(0, {.demand = 20.0, .weight = 1.0});
    const FlowRecorder& heavy = tree.start(1, {.demand = 40.0, .weight = 2.0});
    const FlowRecorder& capped = tree.start(2, {.demand = 10.0, .cap = 1.0, .weight = 4.0});
    tree.simulation.run();
    CHECK(light.at() == seconds(10));
    CHECK(heavy.at() == seconds(10));
    CHECK(capped.at() == seconds(10));
}

TEST_CASE("Members feel each other come and go only while the account binds") {
    Tree tree{1.5, {1.0, 1.0}};
    const FlowRecorder& first = tree.start(0, {.demand = 5.0});
    tree.simulation.at(seconds(2), [&] { tree.start(1, {.demand = 1.5}); });
    tree.simulation.run();
    // 2 alone; 0.75 each from 2 s on, until the second one ends at 4 s; 1.5 are left.
    CHECK(tree.flows[1].at() == seconds(4));
    CHECK(first.at() == SimTime::from_seconds(5.5));
}

TEST_CASE("The rate of an account can change and fail") {
    Tree tree{10.0, {1.0, 1.0}};
    const FlowRecorder& first = tree.start(0, {.demand = 5.0});
    const FlowRecorder& second = tree.start(1, {.demand = 5.0});
    tree.simulation.at(seconds(1), [&] { tree.account.set_rate(0.5); });   // a quarter each
    tree.simulation.at(seconds(5), [&] { tree.account.set_rate(0.0); });   // 3 left of each
    tree.simulation.at(seconds(50), [&] { tree.account.set_rate(2.0); });  // their own rates again
    tree.simulation.run();
    CHECK(first.at() == seconds(53));
    CHECK(second.at() == seconds(53));
    CHECK_THAT(tree.account.work_done(), WithinRel(10.0, 1e-12));
}

TEST_CASE("Cancelling in one member speeds up the other one") {
    Tree tree{1.0, {1.0, 1.0}};
    const FlowRecorder& stays = tree.start(0, {.demand = 5.0});
    FlowRecorder goes{tree.simulation};
    const sim::FlowId id = tree.members[1].start({.demand = 5.0}, goes);
    tree.simulation.at(seconds(4), [&] { CHECK_THAT(tree.members[1].cancel(id), WithinRel(3.0, 1e-12)); });
    tree.simulation.run();
    CHECK(stays.at() == seconds(7));
    CHECK(!goes.fired());
}

TEST_CASE("A completion on one member may start a flow on another one") {
    Tree tree{1.0, {1.0, 1.0}};
    FlowRecorder& first = tree.start(0, {.demand = 2.0});
    tree.start(1, {.demand = 2.0});
    first.then([&] { tree.start(1, {.demand = 3.0}); });
    tree.simulation.run();
    CHECK(tree.flows[1].at() == seconds(4));
    CHECK(tree.flows[2].at() == seconds(7));
}

TEST_CASE("Twenty members that each have their rate exactly make up the account and do not bind it") {
    // 20 x 0.05 is not 1 in binary; the difference must not tie the members together.
    Tree tree{1.0, std::vector<double>(20, 0.05)};
    for (std::size_t i = 0; i < 20; ++i) tree.start(i, {.demand = 1.0});
    const auto events_per_flow = 1;
    tree.simulation.run();
    for (const FlowRecorder& flow : tree.flows) CHECK(flow.at() == seconds(20));
    CHECK(tree.simulation.events_run() == 20 * events_per_flow);
}

TEST_CASE("A tree has two levels and an account no flows of its own") {
    Tree tree{1.0, {1.0}};
    FlowRecorder done{tree.simulation};
    CHECK(aborts([&] { tree.account.start({.demand = 1.0}, done); }));
    CHECK(aborts([&] { const SharedCapacity third(tree.simulation, 1.0, tree.members[0]); }));
}

}  // namespace
}  // namespace gallerysim::test
