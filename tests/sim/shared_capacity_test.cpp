#include "sim/shared_capacity.hpp"

#include <algorithm>
#include <deque>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/flow_recorder.hpp"

namespace gallerysim::test {
namespace {

using sim::Context;
using sim::Flow;
using sim::FlowId;
using sim::seconds;
using sim::SharedCapacity;
using sim::SimTime;
using sim::Simulation;

[[nodiscard]] SimTime at_second(double s) { return SimTime::from_seconds_up(s); }

/// Starts flows now and keeps their completions.
class Flows {
public:
    explicit Flows(Simulation& simulation) : simulation_(&simulation) {}

    FlowId start(SharedCapacity& capacity, const Flow& flow) {
        recorders_.emplace_back(*simulation_, &order_);
        return capacity.start(flow, recorders_.back());
    }
    [[nodiscard]] FlowRecorder& operator[](std::size_t i) { return recorders_[i]; }
    /// Numbers of the flows in the order of their completions.
    [[nodiscard]] std::vector<std::size_t> order() const {
        std::vector<std::size_t> numbers;
        for (const FlowRecorder* done : order_) {
            const auto is_it = [done](const FlowRecorder& recorder) { return &recorder == done; };
            numbers.push_back(
                static_cast<std::size_t>(std::ranges::find_if(recorders_, is_it) - recorders_.begin()));
        }
        return numbers;
    }

private:
    Simulation* simulation_;
    std::vector<const FlowRecorder*> order_;
    std::deque<FlowRecorder> recorders_;
};

// ---- bursts: T = N S / min(C, N r); sorted sizes T_k = (sum_{j<=k} s_j + (N - k) s_k) / C
// ----------------------------

TEST_CASE("Equal jobs that start together end together when the capacity has done all their work") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 0.5};
    Flows flows{simulation};
    for (int i = 0; i < 20; ++i) flows.start(capacity, {.demand = 10.0});
    simulation.run();
    for (std::size_t i = 0; i < 20; ++i) CHECK(flows[i].at() == seconds(400));
    CHECK(simulation.events_run() == 2);  // one was set when the first job was alone, and came too early
    CHECK(flows.order() ==
          std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19});
}

TEST_CASE("Seventeen boots of seventy thousand reads at 500 a second end at 2380 s sharp") {
    Simulation simulation;
    SharedCapacity replica{simulation, 1.0};
    Flows flows{simulation};
    for (int i = 0; i < 17; ++i) flows.start(replica, {.demand = 140.0});
    simulation.run();
    for (std::size_t i = 0; i < 17; ++i) CHECK(flows[i].at() == seconds(2380));
}

TEST_CASE("Jobs that are all held by their caps do not feel each other") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 0.5};
    Flows flows{simulation};
    for (int i = 0; i < 5; ++i) flows.start(capacity, {.demand = 10.0, .cap = 0.06});
    CHECK_THAT(capacity.served_rate(), WithinRel(0.3, 1e-12));
    simulation.run();
    for (std::size_t i = 0; i < 5; ++i) CHECK(flows[i].at() == at_second(10.0 / 0.06));
    CHECK_THAT(capacity.utilisation(), WithinRel(0.6, 1e-9));
}

TEST_CASE("Unequal jobs end in the order of their sizes at the times of the closed form") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    for (const double size : {3.0, 1.0, 5.0, 2.0, 4.0}) flows.start(capacity, {.demand = size});
    simulation.run();
    CHECK(flows[1].at() == seconds(5));
    CHECK(flows[3].at() == seconds(9));
    CHECK(flows[0].at() == seconds(12));
    CHECK(flows[4].at() == seconds(14));
    CHECK(flows[2].at() == seconds(15));
    CHECK(flows.order() == std::vector<std::size_t>{1, 3, 0, 4, 2});
    CHECK_THAT(capacity.work_done(), WithinRel(15.0, 1e-14));
    CHECK(capacity.flows_over_time().max() == 5.0);
}

TEST_CASE("A completion between two nanoseconds is told at the later one") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 3.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 1.0});
    simulation.run();
    CHECK(flows[0].at() == SimTime::from_nanoseconds(333'333'334));
}

TEST_CASE("Jobs that end within one nanosecond leave their shares at once and not at its end") {
    // Without that, a million jobs in a row would lose up to a nanosecond of work each.
    Simulation simulation;
    SharedCapacity capacity{simulation, 3.0};
    Flows flows{simulation};
    constexpr int kJobs = 1000;
    for (int i = 1; i <= kJobs; ++i) flows.start(capacity, {.demand = 1e-9 * i});
    simulation.run();
    CHECK(flows[kJobs - 1].at() == at_second(1e-9 * kJobs * (kJobs + 1) / 2 / 3.0));
    CHECK_THAT(capacity.work_done(), WithinRel(1e-9 * kJobs * (kJobs + 1) / 2, 1e-12));
}

// ---- weights and caps
// -------------------------------------------------------------------------------------------------

TEST_CASE("Weights divide the rate in their proportion") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 4.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 30.0, .weight = 3.0});
    flows.start(capacity, {.demand = 10.0, .weight = 1.0});
    flows.start(capacity, {.demand = 20.0, .weight = 1.0});
    simulation.run();
    // 12/5 and 4/5 until 12.5 s, when 10 are left of the third.
    CHECK(flows[0].at() == at_second(12.5));
    CHECK(flows[1].at() == at_second(12.5));
    CHECK(flows[2].at() == at_second(15.0));
}

TEST_CASE("What a capped flow leaves goes to the others") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 1.0, .cap = 0.1});
    flows.start(capacity, {.demand = 9.0});
    flows.start(capacity, {.demand = 3.0, .cap = 0.3});
    CHECK_THAT(capacity.served_rate(), WithinRel(1.0, 1e-12));
    simulation.run();
    // 0.1, 0.6 and 0.3 until 10 s; then 3 are left, alone.
    CHECK(flows[0].at() == seconds(10));
    CHECK(flows[2].at() == seconds(10));
    CHECK(flows[1].at() == seconds(13));
}

TEST_CASE("Flows of many different caps are water-filled") {
    // Caps 1..10, rate 40: 1 + 2 + 3 + 4 + 5 and five flows at 5 each.
    Simulation simulation;
    SharedCapacity capacity{simulation, 40.0};
    Flows flows{simulation};
    for (int cap = 10; cap >= 1; --cap) flows.start(capacity, {.demand = 5.0 * cap, .cap = 1.0 * cap});
    simulation.run();
    // In 5 s those at their caps are served; the others still need 5, 10, ... 25, and the caps 6..10 just
    // make up 40.
    for (std::size_t i = 5; i < 10; ++i) CHECK(flows[i].at() == seconds(5));
    CHECK(flows[4].at() == at_second(5.0 + 5.0 / 6.0));
    CHECK(flows[3].at() == at_second(5.0 + 10.0 / 7.0));
    CHECK(flows[0].at() == at_second(5.0 + 25.0 / 10.0));
}

TEST_CASE("Light and heavy weights that come and go leave no rounding behind") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 100.0, .weight = 1e-3});
    for (int i = 0; i < 1000; ++i) {
        capacity.cancel(flows.start(capacity, {.demand = 1.0, .weight = 1e9 / 3.0 * (i + 1)}));
    }
    simulation.run();
    CHECK(flows[0].at() == seconds(100));
}

// ---- rates that change, outages
// ---------------------------------------------------------------------------------------

TEST_CASE("A change of the rate holds for what is left") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 10.0});
    simulation.at(seconds(4), [&] { capacity.set_rate(3.0); });
    simulation.at(seconds(5), [&] { capacity.set_rate(0.5); });
    simulation.run();
    CHECK(flows[0].at() == seconds(11));
    CHECK_THAT(capacity.utilisation(), WithinRel(1.0, 1e-12));
}

TEST_CASE("Flows stall in an outage and go on behind it") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 2.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 10.0});
    const FlowId second = flows.start(capacity, {.demand = 4.0, .cap = 0.5});
    simulation.at(seconds(4), [&] { capacity.set_rate(0.0); });
    simulation.run_until(seconds(100));
    CHECK(capacity.flows() == 2);
    CHECK(capacity.served_rate() == 0.0);
    CHECK(simulation.pending_events() == 0);
    CHECK_THAT(capacity.remaining(second), WithinRel(2.0, 1e-12));
    capacity.set_rate(2.0);
    simulation.run();
    CHECK(flows[0].at() == at_second(100.0 + 4.0 / 1.5));
    CHECK(flows[1].at() == seconds(104));
}

TEST_CASE("A flow that starts in an outage waits for its end") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 0.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 1.0});
    flows.start(capacity, {.demand = 0.0});
    simulation.run();
    CHECK(!flows[0].fired());
    CHECK(flows[1].at() == SimTime::zero());
    simulation.at(seconds(7), [&] { capacity.set_rate(1.0); });
    simulation.run();
    CHECK(flows[0].at() == seconds(8));
}

// ---- completions
// ------------------------------------------------------------------------------------------------------

TEST_CASE("A demand of nothing completes at once but by an event") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 5.0});
    simulation.at(seconds(2), [&] {
        flows.start(capacity, {.demand = 0.0});
        CHECK(!flows[1].fired());
    });
    simulation.run();
    CHECK(flows[1].at() == seconds(2));
    CHECK(flows[1].context() == Context::event_loop);
    CHECK(flows[0].at() == seconds(5));
}

TEST_CASE("A completion may start the next flow on the same capacity") {
    // A closed system of two customers without thinking time: each gets half the rate for ever.
    Simulation simulation;
    SharedCapacity capacity{simulation, 2.0};
    Flows flows{simulation};
    int rounds = 0;
    flows.start(capacity, {.demand = 1.0});
    flows.start(capacity, {.demand = 1.0});
    for (std::size_t i : {0U, 1U}) {
        flows[i].then([&, i] {
            if (++rounds <= 10) capacity.start({.demand = 1.0}, flows[i]);
        });
    }
    simulation.run();
    CHECK(rounds == 12);
    CHECK(simulation.now() == seconds(6));
    CHECK(simulation.events_run() == 7);  // one was set when the first customer was alone, and came too early
    CHECK_THAT(capacity.work_done(), WithinRel(12.0, 1e-14));
}

TEST_CASE("A completion may cancel a flow that was served at the same time and has not been told") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    std::vector<FlowId> ids;
    for (int i = 0; i < 3; ++i) ids.push_back(flows.start(capacity, {.demand = 1.0}));
    flows[0].then([&] {
        CHECK(capacity.remaining(ids[1]) == 0.0);
        CHECK(capacity.cancel(ids[1]) == 0.0);
        CHECK(capacity.cancel(ids[1]) == 0.0);
    });
    simulation.run();
    CHECK(flows.order() == std::vector<std::size_t>{0, 2});
    CHECK(capacity.flows() == 0);
}

TEST_CASE(
    "Flows of one tag complete in the order in which they started though they started at different times") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    flows.start(capacity, {.demand = 8.0});
    simulation.at(seconds(4), [&] { flows.start(capacity, {.demand = 4.0}); });
    simulation.at(seconds(8), [&] {
        flows.start(capacity, {.demand = 1.0});
        flows.start(capacity, {.demand = 2.0});
    });
    simulation.run();
    CHECK(flows.order() == std::vector<std::size_t>{2, 0, 1, 3});
    CHECK(flows[0].at() == flows[1].at());
    CHECK(flows[0].at() == flows[3].at());
}

// ---- cancelling
// -------------------------------------------------------------------------------------------------------

TEST_CASE("A cancelled flow says what was left of it and leaves its share to the others") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    const FlowId first = flows.start(capacity, {.demand = 6.0});
    flows.start(capacity, {.demand = 10.0});
    simulation.at(seconds(4), [&] {
        CHECK_THAT(capacity.remaining(first), WithinRel(4.0, 1e-12));
        CHECK_THAT(capacity.cancel(first), WithinRel(4.0, 1e-12));
        CHECK(capacity.cancel(first) == 0.0);
        CHECK(capacity.remaining(first) == 0.0);
    });
    simulation.run();
    CHECK(!flows[0].fired());
    CHECK(flows[1].at() == seconds(12));
    CHECK_THAT(capacity.work_done(), WithinRel(12.0, 1e-14));
}

TEST_CASE("A capacity whose last flow was cancelled leaves no event behind") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    const FlowId only = flows.start(capacity, {.demand = 6.0});
    simulation.at(seconds(2), [&] { capacity.cancel(only); });
    simulation.run();
    CHECK(simulation.now() == seconds(2));
    CHECK(capacity.busy().level() == 0.0);
}

TEST_CASE("The id of a flow that is gone never names a later one") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    const FlowId done = flows.start(capacity, {.demand = 1.0});
    const FlowId cancelled = flows.start(capacity, {.demand = 5.0});
    capacity.cancel(cancelled);
    simulation.run();
    for (int i = 0; i < 4; ++i) flows.start(capacity, {.demand = 1.0});
    CHECK(capacity.remaining(done) == 0.0);
    CHECK(capacity.cancel(done) == 0.0);
    CHECK(capacity.cancel(cancelled) == 0.0);
    CHECK(capacity.cancel(FlowId{}) == 0.0);
    CHECK(capacity.flows() == 4);
}

TEST_CASE("Thousands of cancelled flows are swept out and the rest completes in order") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    sim::RandomStream draw{sim::StreamId{.seed = 5}};
    std::vector<FlowId> ids;
    double left = 0.0;
    for (int i = 0; i < 5000; ++i) {
        const double demand = 1.0 + draw.uniform();
        ids.push_back(flows.start(capacity, {.demand = demand}));
        if (i % 10 == 0) left += demand;
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i % 10 != 0) capacity.cancel(ids[i]);
    }
    CHECK(capacity.flows() == 500);
    simulation.run();
    CHECK(flows.order().size() == 500);
    CHECK_THAT(simulation.now().seconds(), WithinRel(left, 1e-9));
    CHECK_THAT(capacity.work_done(), WithinRel(left, 1e-12));
}

// ---- events
// -----------------------------------------------------------------------------------------------------------

TEST_CASE("Arrivals at one instant take no events of their own") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    Flows flows{simulation};
    for (int i = 1; i <= 1000; ++i) {
        flows.start(capacity, {.demand = static_cast<double>(i)});
        CHECK(simulation.pending_events() == 1);
    }
    simulation.run();
    // One for each completion, and one that was too early: it was set when the first flow was alone.
    CHECK(simulation.events_run() == 1001);
}

// ---- what is measured
// -------------------------------------------------------------------------------------------------

TEST_CASE("A capacity measures its flows and its use over time") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 2.0};
    Flows flows{simulation};
    simulation.at(seconds(10), [&] {
        flows.start(capacity, {.demand = 10.0});
        flows.start(capacity, {.demand = 10.0});
    });
    simulation.run_until(seconds(40));
    CHECK(capacity.flows_over_time().max() == 2.0);
    CHECK_THAT(capacity.flows_over_time().average(simulation.now()), WithinRel(0.5, 1e-12));
    CHECK_THAT(capacity.busy().average(simulation.now()), WithinRel(0.25, 1e-12));
    CHECK_THAT(capacity.utilisation(), WithinRel(0.25, 1e-12));
    CHECK_THAT(capacity.work_done(), WithinRel(20.0, 1e-12));
}

TEST_CASE("Impossible demands and rates are bugs of the caller") {
    Simulation simulation;
    SharedCapacity capacity{simulation, 1.0};
    FlowRecorder done{simulation};
    CHECK(aborts([&] { capacity.start({.demand = -1.0}, done); }));
    CHECK(aborts([&] { capacity.start({.demand = Flow::kUncapped}, done); }));
    CHECK(aborts([&] { capacity.start({.demand = 1.0, .cap = 0.0}, done); }));
    CHECK(aborts([&] { capacity.start({.demand = 1.0, .weight = 0.0}, done); }));
    CHECK(aborts([&] { capacity.set_rate(-1.0); }));
    CHECK(!aborts([&] { capacity.start({.demand = 1.0}, done); }));
}

}  // namespace
}  // namespace gallerysim::test
