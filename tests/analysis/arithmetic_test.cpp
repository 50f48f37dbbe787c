// The closed forms that stand beside a simulation are held to it where they are exact, and are absent where they do not
// apply. A replica of standard storage serves a Windows VM in D = 140 s.

#include "analysis/arithmetic.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/closed_forms_queueing.hpp"
#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_builder.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::analysis;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

PointResult runs_of(const core::Scenario& scenario, std::uint32_t count) {
    std::vector<core::RunResult> runs;
    for (std::uint32_t run = 0; run < count; ++run) runs.push_back(core::simulate(scenario, run));
    return summarise(runs, scenario.experiment);
}

std::vector<ClosedForm> forms_of(const core::Scenario& scenario, std::uint32_t runs) {
    return closed_forms_of(scenario, runs_of(scenario, runs));
}

const ClosedForm* find(const std::vector<ClosedForm>& forms, const std::string& id) {
    const auto found = std::ranges::find(forms, id, &ClosedForm::id);
    return found == forms.end() ? nullptr : &*found;
}

const ClosedForm& form(const std::vector<ClosedForm>& forms, const std::string& id) {
    const ClosedForm* found = find(forms, id);
    REQUIRE(found != nullptr);
    return *found;
}

/// Nothing holds VMs up but the replicas, and nobody times out.
core::Scenario patient(core::Arrivals arrivals, std::int64_t replicas = 1) {
    core::Scenario scenario = test::burst_scenario(1, replicas);
    scenario.catalogue.boot_profiles.at("windows").provisioning_timeout.value = sim::hours(1000);
    scenario.deployments.front().arrivals = std::move(arrivals);
    return scenario;
}

core::PoissonArrivals stream(double load, double hours) {
    return {.rate = core::PerSecond{load / 140.0}, .duration = sim::SimTime::from_seconds(3600.0 * hours)};
}

}  // namespace

// Nothing is random: 17 VMs share one replica and end together at 17 x 140 s.
TEST_CASE("A burst on one replica is what arithmetic says") {
    const auto forms = forms_of(test::burst_scenario(17, 1), 2);
    CHECK(form(forms, "vms_per_replica_in_time").value == 17.0);
    CHECK(form(forms, "hottest_replica_vms").value == 17.0);
    CHECK(form(forms, "hottest_replica_vms").simulated->value == 17.0);
    CHECK(form(forms, "all_read_s").value == 2380.0);
    CHECK(form(forms, "all_read_s").kind == ClosedFormKind::at_least);
    CHECK_THAT(form(forms, "all_read_s").simulated->value, WithinRel(2380.0, 1e-9));
    CHECK(find(forms, "last_admission_s") == nullptr);
}

// 25.82514114 VMs on the fullest of 6 replicas. All begin within 5 s of each other and the first ends after 140 s, so all
// overlap. Standard error of 400 runs about 0.14; 4 of them: one seed in 16,000.
TEST_CASE("The fullest replica by random routing has as many VMs as expected") {
    const auto forms = forms_of(test::burst_scenario(120, 6), 400);
    CHECK_THAT(form(forms, "hottest_replica_vms").value, WithinAbs(25.82514114, 1e-7));
    CHECK_THAT(form(forms, "hottest_replica_vms").simulated->value, WithinAbs(25.82514114, 0.56));
    CHECK_THAT(form(forms, "all_read_s").value, WithinAbs(2800.0, 1e-9));
    CHECK(form(forms, "all_read_s").kind == ClosedFormKind::alone);  // some VMs time out: the makespan is not of all
}

// 120 VMs make 240 writes: (240 - 200) / 10 = 4 s, reached by a client that knows when a token comes.
TEST_CASE("The control plane lets the last VM of a burst in no sooner than its bucket fills") {
    core::Scenario scenario = test::burst_scenario(120, 12);
    CHECK(form(forms_of(scenario, 5), "last_admission_s").value == 4.0);
    CHECK(form(forms_of(scenario, 5), "last_admission_s").simulated->value > 4.0);
    scenario.clients.front().settings.retry.retry_after.value = core::RetryAfter::ideal;
    CHECK_THAT(form(forms_of(scenario, 2), "last_admission_s").simulated->value, WithinAbs(4.0, 1e-6));
    // 600 VMs: 600 network writes are within a window of 1,000; 1,200 writes: (1200 - 200) / 10 = 100 s.
    scenario.deployments.front().arrivals = core::BurstArrivals{600};
    CHECK(form(forms_of(scenario, 2), "last_admission_s").value == 100.0);
    CHECK_THAT(form(forms_of(scenario, 2), "last_admission_s").simulated->value, WithinAbs(100.0, 1e-6));
}

// M/G/1-PS: 140 / (1 - 0.5) = 280 s. 30 runs of some 1,290 VMs; correlated, so the tolerance is 4 standard errors of
// about 1.2 %: one seed in 16,000.
TEST_CASE("A stream on one replica reads as long as processor sharing says") {
    const auto forms = forms_of(patient(stream(0.5, 100.0)), 30);
    CHECK_THAT(form(forms, "read_time_s").value, WithinRel(280.0, 1e-9));
    CHECK_THAT(form(forms, "read_time_s").simulated->value, WithinRel(280.0, 0.05));
    CHECK_THAT(form(forms, "offered_utilisation").value, WithinRel(0.5, 1e-9));
    CHECK_THAT(form(forms, "offered_utilisation").simulated->value, WithinRel(0.5, 0.03));
}

// The disk takes a fifth of what the replica serves: as M/M/5 with a = 4, E[T] = 1.554112554113 x 700 s. Tolerance as above.
TEST_CASE("A stream of readers with a cap reads as long as M/M/c says") {
    core::Scenario scenario = patient(stream(0.8, 150.0));
    scenario.catalogue.vm_disk.operations.value = core::PerSecond{100.0};
    scenario.catalogue.vm_disk.throughput.value = core::BytesPerSecond{1e12};
    const auto forms = forms_of(scenario, 30);
    CHECK_THAT(form(forms, "read_time_s").value, WithinRel(1.554112554113 * 700.0, 1e-9));
    CHECK_THAT(form(forms, "read_time_s").simulated->value, WithinRel(1.554112554113 * 700.0, 0.05));
}

// Exponential placements by 2 placers, a = 1.6: W = 2.777777777778 x 40 s. Tolerance: 4 standard errors of about 2 %.
TEST_CASE("Exponential placements take as long as M/M/c says") {
    core::Scenario scenario = patient(core::PoissonArrivals{.rate = core::PerSecond{0.04}, .duration = sim::hours(20)}, 40);
    scenario.catalogue.allocator.parallel.value = 2;
    scenario.catalogue.allocator.placement_time.value = {.kind = core::DistributionSpec::Kind::exponential, .a = 40.0};
    const auto forms = forms_of(scenario, 40);
    const ClosedForm& placed = form(forms, "allocation_s");
    CHECK(placed.kind == ClosedFormKind::exact);
    CHECK_THAT(placed.value, WithinRel(2.777777777778 * 40.0, 1e-9));
    CHECK_THAT(placed.simulated->value, WithinRel(placed.value, 0.08));
}

// S = 140 s, Z = 1,400 s, N = 5: R = 1.4666321780 S, X = 0.4360478231 / S. 4 runs of 4,000 VMs: about 0.7 % of standard
// error, of which 4 are allowed.
TEST_CASE("A pool of creations is as fast as mean value analysis says") {
    core::Scenario scenario = patient(core::ClosedLoopArrivals{.in_flight = 5, .vms = 4'000});
    scenario.catalogue.boot_profiles.at("windows").cpu_time.value = {.kind = core::DistributionSpec::Kind::exponential, .a = 1400.0};
    const auto forms = forms_of(scenario, 4);
    CHECK_THAT(form(forms, "read_time_s").value, WithinRel(1.4666321780 * 140.0, 1e-9));
    CHECK_THAT(form(forms, "read_time_s").simulated->value, WithinRel(1.4666321780 * 140.0, 0.03));
    CHECK_THAT(form(forms, "throughput_per_min").value, WithinRel(0.4360478231 / 140.0 * 60.0, 1e-9));
    CHECK_THAT(form(forms, "throughput_per_min").simulated->value, WithinRel(0.4360478231 / 140.0 * 60.0, 0.03));
    CHECK(form(forms, "throughput_bound_per_min").value >= form(forms, "throughput_bound_per_min").simulated->value);
}

// Two customers, two stations, S = 1, Z = 1: Q(1) = 1/2, R(2) = 1 + 1/4.
TEST_CASE("Mean value analysis of several stations is that of one station where there is one") {
    CHECK_THAT(mva_balanced(2, 2, 1.0, 1.0).response, WithinAbs(1.25, 1e-12));
    CHECK_THAT(mva_balanced(10, 1, 1.0, 10.0).response, WithinAbs(mva(10, 1.0, 10.0).response, 1e-12));
}

TEST_CASE("A closed form does not stand where it does not apply") {
    core::Scenario premium = patient(stream(0.5, 10.0));
    premium.galleries[0].images[0].versions[0].target_regions[0].storage = core::StorageType::premium_lrs;
    CHECK(find(forms_of(premium, 2), "read_time_s") == nullptr);  // credits: no constant capacity
    CHECK(find(forms_of(patient(stream(1.2, 10.0)), 2), "read_time_s") == nullptr);  // no steady state
    core::Scenario even = patient(stream(0.5, 10.0), 2);
    even.platform.routing.value = core::Routing::round_robin;
    CHECK(find(forms_of(even, 2), "read_time_s") == nullptr);  // every second arrival is no Poisson stream

    core::Scenario busy = test::burst_scenario(17, 1);
    busy.platform.admission.readers = 5;
    CHECK(forms_of(busy, 2).empty());
    core::Scenario two = test::burst_scenario(17, 1);
    two.deployments.push_back(two.deployments.front());
    CHECK(forms_of(two, 2).empty());
    core::Scenario listed = test::burst_scenario(17, 1);
    listed.deployments.front().arrivals = core::ListedArrivals{.times = {sim::seconds(1)}};
    CHECK(forms_of(listed, 2).empty());
    const core::Scenario plain = test::burst_scenario(17, 1);
    const PointResult result = runs_of(plain, 2);
    CHECK_FALSE(closed_forms_of(plain, result).empty());
    core::Scenario faulty = plain;
    faulty.faults.emplace_back();
    CHECK(closed_forms_of(faulty, result).empty());
    core::Scenario replicating = plain;
    replicating.galleries[0].images[0].versions[0].published = sim::minutes(5);
    CHECK(closed_forms_of(replicating, result).empty());
}

TEST_CASE("Closed forms are written beside what is simulated") {
    const auto forms = forms_of(test::burst_scenario(17, 1), 2);
    const std::string text = closed_form_table(forms);
    CHECK(text.find("all images are read") != std::string::npos);
    CHECK(closed_form_table({}).empty());
    const auto json = closed_form_json(forms);
    CHECK(json.at(0).at("quantity") == "vms_per_replica_in_time");
    CHECK(json.at(0).at("simulated").is_null());
}
