#include "analysis/comparison.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/result_builder.hpp"
#include "tests/support/scenario_builder.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using core::Metric;
using core::Statistic;

namespace {

/// One VM with a replica to itself, whose boot takes a uniformly distributed time: the only random thing.
core::Scenario one_vm(double least_s, double most_s, std::uint64_t seed, std::int64_t runs) {
    core::Scenario scenario = burst_scenario(1, 1);
    for (auto& [name, boot] : scenario.catalogue.boot_profiles) {
        boot.cpu_time.value = {.kind = core::DistributionSpec::Kind::uniform, .a = least_s, .b = most_s};
    }
    scenario.seed = seed;
    scenario.experiment.min_runs = runs;
    scenario.experiment.max_runs = runs;
    return scenario;
}

std::vector<core::RunResult> runs_of(const core::Scenario& scenario) {
    std::vector<core::RunResult> runs;
    for (std::int64_t run = 0; run < scenario.experiment.max_runs; ++run) {
        runs.push_back(core::simulate(scenario, static_cast<std::uint32_t>(run)));
    }
    return runs;
}

const ComparisonRow& row_of(const Comparison& comparison, Metric metric,
                            Statistic statistic = Statistic::mean) {
    const ComparisonRow* row = comparison.find(metric, statistic);
    REQUIRE(row != nullptr);
    return *row;
}

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("Twice the replicas halve the time of a burst that is split evenly") {
    core::Scenario a = burst_scenario(16, 1);
    for (auto& [name, boot] : a.catalogue.boot_profiles) boot.reads.value = 70'000;  // 140 s at 500/s
    a.platform.routing.value = core::Routing::round_robin;
    a.experiment.max_runs = 3;
    core::Scenario b = a;
    b.galleries[0].images[0].versions[0].target_regions[0].replicas = 2;
    const Comparison comparison = compare_scenarios(a, b);
    CHECK(comparison.runs == 3);
    for (const Statistic statistic : {Statistic::mean, Statistic::p95}) {
        const ComparisonRow& row = row_of(comparison, Metric::time_to_running, statistic);
        CHECK_THAT(row.a, WithinRel(16 * 140.0, 1e-9));
        CHECK_THAT(row.b, WithinRel(8 * 140.0, 1e-9));
        CHECK_THAT(row.difference.value, WithinRel(-8 * 140.0, 1e-9));
        CHECK(row.is_constant);
        CHECK(row.is_significant);
    }
    CHECK_THAT(row_of(comparison, Metric::makespan).difference.value, WithinRel(-8 * 140.0, 1e-9));
    CHECK(row_of(comparison, Metric::peak_vms_per_replica).difference.value == -8.0);
    CHECK_FALSE(row_of(comparison, Metric::failed_fraction).is_significant);
}

TEST_CASE("A scenario does not differ from itself in anything") {
    core::Scenario scenario = burst_scenario(30, 3);
    scenario.experiment.max_runs = 10;
    const Comparison comparison = compare_scenarios(scenario, scenario, {.threads = 2, .on_progress = {}});
    std::size_t compared = 0;
    for (const ComparisonRow& row : comparison.rows) {
        CHECK_FALSE(row.is_significant);
        if (row.pairs == 0) continue;
        ++compared;
        CHECK(row.a == row.b);
        CHECK(row.difference.value == 0.0);
        CHECK(row.difference.low == 0.0);
        CHECK(row.difference.high == 0.0);
        CHECK(row.adjusted_p == 1.0);
    }
    CHECK(compared > 8);
    CHECK(row_of(comparison, Metric::peak_vms_per_replica).correlation > 0.999999);
}

TEST_CASE("The interval of a difference covers the true one as often as it promises") {
    // Boot takes 5 s to 15 s in A and 7 s to 21 s in B: the means differ by exactly 4 s. Of 500 intervals
    // with exactly 95 % coverage, whose standard error is 0.97 %, fewer than 91 % or more than 99 % cover for
    // one seed in 25,000.
    constexpr std::uint64_t kExperiments = 500;
    int covered = 0;
    for (std::uint64_t seed = 1; seed <= kExperiments; ++seed) {
        const core::Scenario a = one_vm(5, 15, seed, 10);
        const core::Scenario b = one_vm(7, 21, seed, 10);
        const Comparison comparison = compare_runs(runs_of(a), runs_of(b), a.experiment);
        covered += row_of(comparison, Metric::time_to_running).difference.contains(4.0) ? 1 : 0;
    }
    const double share = static_cast<double>(covered) / kExperiments;
    CHECK(share > 0.91);
    CHECK(share < 0.99);
}

TEST_CASE("Common random numbers make the difference more precise than independent runs do") {
    const core::Scenario a = one_vm(5, 15, 1, 100);
    const auto of_a = runs_of(a);
    const auto paired = compare_runs(of_a, runs_of(one_vm(7, 21, 1, 100)), a.experiment);
    const auto independent = compare_runs(of_a, runs_of(one_vm(7, 21, 2, 100)), a.experiment);
    const ComparisonRow& with = row_of(paired, Metric::time_to_running);
    const ComparisonRow& without = row_of(independent, Metric::time_to_running);
    // Both are linear in the same uniform number, with widths 10 s and 14 s: (10^2 + 14^2) / (14 - 10)^2.
    CHECK_THAT(with.correlation, WithinAbs(1.0, 1e-6));
    CHECK_THAT(with.variance_reduction, WithinRel(18.5, 1e-6));
    // A correlation beyond 0.4 of 100 independent pairs has odds of 1 in 27,000.
    CHECK(std::fabs(without.correlation) < 0.4);
    // sqrt(18.5) = 4.3 times narrower, give or take some 10 %.
    CHECK(with.difference.half_width() < 0.3 * without.difference.half_width());
}

TEST_CASE("The result of a comparison does not depend on the number of threads and B gets the seed of A") {
    const core::Scenario a = one_vm(5, 15, 1, 20);
    const core::Scenario b = one_vm(7, 21, 99, 20);
    const Comparison one = compare_scenarios(a, b, {.threads = 1, .on_progress = {}});
    const Comparison three = compare_scenarios(a, b, {.threads = 3, .on_progress = {}});
    const ComparisonRow& row = row_of(one, Metric::time_to_running);
    CHECK(row.difference.value == row_of(three, Metric::time_to_running).difference.value);
    CHECK(row.difference.low == row_of(three, Metric::time_to_running).difference.low);
    CHECK(row.correlation > 0.999999);
}

TEST_CASE("Runs in which a metric is undefined are left out of its row and counted") {
    const auto a = runs_with(Metric::makespan, Statistic::mean, {10.0, kNone, 30.0, 50.0});
    const auto b = runs_with(Metric::makespan, Statistic::mean, {11.0, 21.0, 33.0, kNone});
    const Comparison comparison = compare_runs(a, b, core::Experiment{});
    const ComparisonRow& row = row_of(comparison, Metric::makespan);
    CHECK(row.pairs == 2);
    CHECK(row.defined_a == 3);
    CHECK(row.defined_b == 3);
    CHECK(row.a == 20.0);
    CHECK(row.b == 22.0);
    CHECK(row.difference.value == 2.0);
    const ComparisonRow& none = row_of(comparison, Metric::throughput);
    CHECK(none.pairs == 0);
    CHECK(std::isnan(none.difference.value));
    CHECK_FALSE(none.is_significant);
}

TEST_CASE("One pair of runs shows nothing") {
    const auto a = runs_with(Metric::makespan, Statistic::mean, {10.0});
    const auto b = runs_with(Metric::makespan, Statistic::mean, {99.0});
    const Comparison comparison = compare_runs(a, b, core::Experiment{});
    const ComparisonRow& row = row_of(comparison, Metric::makespan);
    CHECK(row.difference.value == 89.0);
    CHECK_FALSE(row.difference.is_bounded());
    CHECK_FALSE(row.is_significant);
}

TEST_CASE("The paired t test gives the p value of the tables") {
    // Differences 1 2 3: t = 2 sqrt 3 with 2 degrees of freedom, where p = 1 - t / sqrt(2 + t^2).
    const auto a = runs_with(Metric::makespan, Statistic::mean, {10.0, 20.0, 30.0});
    const auto b = runs_with(Metric::makespan, Statistic::mean, {11.0, 22.0, 33.0});
    const Comparison comparison = compare_runs(a, b, core::Experiment{});
    CHECK_THAT(row_of(comparison, Metric::makespan).p_value, WithinRel(1.0 - std::sqrt(12.0 / 14.0), 1e-9));
}

TEST_CASE("Holm's correction multiplies the smallest p value by all and keeps the order") {
    const std::vector<double> p{0.04, 0.01, 0.03, 0.5};
    const std::vector<double> adjusted = holm_adjusted(p);
    CHECK_THAT(adjusted[1], WithinRel(0.04, 1e-12));
    CHECK_THAT(adjusted[2], WithinRel(0.09, 1e-12));
    CHECK_THAT(adjusted[0], WithinRel(0.09, 1e-12));  // 2 * 0.04, but not below the one before
    CHECK_THAT(adjusted[3], WithinRel(0.5, 1e-12));
    CHECK(holm_adjusted({}).empty());
}
