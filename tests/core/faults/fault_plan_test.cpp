#include "core/faults/fault_plan.hpp"

#include "core/replication/replication_figures.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using core::FaultKind;
using core::FaultPlan;
using core::FaultSpec;
using core::Scenario;

namespace {

FaultSpec fault_of(FaultKind kind, std::optional<std::int64_t> part = {}) {
    FaultSpec fault;
    fault.name = "fault";
    fault.kind = kind;
    fault.region = "westeurope";
    fault.image = "prod/image/1.0.0";
    fault.part = part;
    fault.at = sim::seconds(100);
    fault.duration = sim::seconds(50);
    return fault;
}

Scenario with(FaultSpec fault, std::int64_t replicas = 5) {
    Scenario scenario = test::burst_scenario(1, replicas);
    scenario.faults = {std::move(fault)};
    return scenario;
}

struct Change {
    sim::SimTime at;
    FaultPlan::State state;
    bool operator==(const Change&) const = default;
};

/// What becomes of the only element until there is no more, or so many changes are done.
std::vector<Change> changes_of(const Scenario& scenario, std::size_t most = 10, std::uint32_t run = 0) {
    const sim::Simulation simulation(scenario.seed, run);
    FaultPlan plan(scenario, simulation);
    std::vector<Change> changes;
    while (plan.next_change() < sim::SimTime::never() && changes.size() < most) {
        const sim::SimTime now = plan.next_change();
        for (FaultPlan::Element& element : plan.elements()) {
            if (element.changes > now) continue;
            plan.change(element, now);
            changes.push_back({now, element.state});
        }
    }
    return changes;
}

}  // namespace

TEST_CASE("A fault at a given time breaks once and is whole again after its time") {
    using State = FaultPlan::State;
    const auto at = [](std::int64_t s) { return sim::seconds(s); };
    FaultSpec fault = fault_of(FaultKind::storage_slowed);
    CHECK(changes_of(with(fault)) == std::vector<Change>{{at(100), State::broken}, {at(150), State::whole}});
    fault.duration.reset();
    CHECK(changes_of(with(fault)) == std::vector<Change>{{at(100), State::broken}});

    fault = fault_of(FaultKind::zone_lost, 1);
    fault.failover.value = at(20);
    CHECK(changes_of(with(fault)) ==
          std::vector<Change>{{at(100), State::failing_over}, {at(120), State::broken}, {at(150), State::whole}});
    fault.failover.value = at(80);  // longer than the zone is lost
    CHECK(changes_of(with(fault)) == std::vector<Change>{{at(100), State::failing_over}, {at(150), State::whole}});

    fault = fault_of(FaultKind::replica_lost, 1);
    fault.rebuild = at(7);
    CHECK(changes_of(with(fault)) == std::vector<Change>{{at(100), State::broken}, {at(157), State::whole}});
}

TEST_CASE("A lost replica is rebuilt at the rate of one copy unless the fault says otherwise") {
    // 30 GiB at 60 MiB/s are 512 s, and the setup of a copy comes before its first byte.
    const FaultSpec fault = fault_of(FaultKind::replica_lost, 1);
    const Scenario scenario = with(fault);
    const sim::SimTime setup = core::default_replication_figures().setup.value;
    CHECK(core::rebuild_time(scenario, fault) == sim::seconds(512) + setup);
}

TEST_CASE("A fault of each zone, replica or account has one element for each") {
    const auto elements = [](FaultKind kind) {
        Scenario scenario = with(fault_of(kind));
        scenario.catalogue.storage[0].replicas_per_account.value = 2;
        return FaultPlan(scenario, sim::Simulation{}).elements().size();
    };
    CHECK(elements(FaultKind::zone_lost) == 3);
    CHECK(elements(FaultKind::replica_lost) == 5);
    CHECK(elements(FaultKind::account_slowed) == 3);
    CHECK(elements(FaultKind::region_lost) == 1);
}

TEST_CASE("Random times have the means that are given and stay the same when other faults are added") {
    FaultSpec fault = fault_of(FaultKind::storage_slowed);
    fault.random = FaultSpec::RandomTimes{sim::hours(30), sim::hours(2)};
    // Means of 10,000 exponential times: six standard errors are 6 %; a false alarm has odds below 1e-8. The seed is fixed.
    const auto changes = changes_of(with(fault), 20'000);
    sim::SimTime whole;
    sim::SimTime broken;
    for (std::size_t i = 1; i < changes.size(); ++i) {
        (changes[i].state == FaultPlan::State::whole ? broken : whole) += changes[i].at - changes[i - 1].at;
    }
    CHECK_THAT(whole.seconds() / 10'000, test::WithinRel(30.0 * 3600.0, 0.06));
    CHECK_THAT(broken.seconds() / 10'000, test::WithinRel(2.0 * 3600.0, 0.06));

    Scenario more = with(fault);
    const auto alone = changes_of(more);
    more.faults.push_back(fault_of(FaultKind::region_lost));
    more.faults.back().at = sim::hours(100'000);
    CHECK(changes_of(more) == alone);
    CHECK(changes_of(more, 10, 1) != alone);
}
