// The search against cases whose answer is known: VMs choose one of R replicas at random, and those that share one
// with more than m fail. Then P(a VM fails) = P(1 + Binomial(n - 1, 1 / R) > m), exactly.

#include <boost/math/distributions/binomial.hpp>
#include <cstdint>
#include <vector>

#include "analysis/burst_bounds.hpp"
#include "analysis/largest_load.hpp"
#include "core/objective.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim;
using analysis::find_largest_load;
using analysis::LargestLoad;

std::vector<core::Objective> objectives(const char* text) { return {*core::parse_objective(text).value}; }

core::RunResult failed_of_load(std::int64_t load, std::uint64_t failed) {
    core::RunResult run;
    run.requested = static_cast<std::uint64_t>(load);
    run.outcomes[static_cast<std::size_t>(core::VmOutcome::running)] = run.requested - failed;
    run.outcomes[static_cast<std::size_t>(core::VmOutcome::provisioning_timed_out)] = failed;
    run[core::Metric::failed_fraction][core::Statistic::mean] =
        static_cast<double>(failed) / static_cast<double>(load);
    return run;
}

struct Cluster {
    std::uint64_t seed;
    std::uint64_t replicas;
    std::uint64_t per_replica;

    core::RunResult operator()(std::int64_t load, std::uint32_t run) const {
        sim::RandomStream stream(sim::StreamId{.seed = seed, .run = run});
        std::vector<std::uint64_t> vms(replicas, 0);
        for (std::int64_t vm = 0; vm < load; ++vm) ++vms[stream.below(replicas)];
        std::uint64_t failed = 0;
        for (const std::uint64_t n : vms) failed += n > per_replica ? n : 0;
        return failed_of_load(load, failed);
    }

    [[nodiscard]] double failed_share(std::int64_t load) const {
        const boost::math::binomial others(static_cast<double>(load - 1), 1.0 / static_cast<double>(replicas));
        return load <= static_cast<std::int64_t>(per_replica)
                   ? 0.0
                   : boost::math::cdf(
                         boost::math::complement(others, static_cast<double>(per_replica) - 1.0));
    }
};

}  // namespace

// An end of the answer is wrong in at most 5 % of the searches: of 60, more than 8 for one seed in 250 even if it
// were exactly 5 %; the real rate is far lower, because a search stops short of the edge.
TEST_CASE("The search for the largest load brackets the exact one") {
    const auto objective = objectives("failed_fraction < 1 %");
    int wrong_holds = 0;
    int wrong_misses = 0;
    double width = 0.0;
    constexpr int kSearches = 60;
    for (int i = 0; i < kSearches; ++i) {
        const Cluster cluster{.seed = 100U + static_cast<std::uint64_t>(i),
                              .replicas = 2U + static_cast<std::uint64_t>(i % 5),
                              .per_replica = 4U + static_cast<std::uint64_t>(i % 7)};
        const analysis::LargestLoadTerms terms{
            .limit = 500, .first_guess = 1 + i, .test_budget = 40'000.0, .pilot_budget = 8'000.0};
        const LargestLoad found = find_largest_load(cluster, objective, terms);
        INFO("search " << i << ": " << found.holds << " to " << found.misses);
        REQUIRE(found.holds < found.misses);
        CHECK(found.holds >= 1);
        wrong_holds += cluster.failed_share(found.holds) >= 0.01 ? 1 : 0;
        wrong_misses += cluster.failed_share(found.misses) <= 0.01 ? 1 : 0;
        width += static_cast<double>(found.misses - found.holds) / kSearches;
        const auto exact = analysis::largest_random_burst(static_cast<std::int64_t>(cluster.per_replica),
                                                          static_cast<std::int64_t>(cluster.replicas), 0.01);
        CHECK(cluster.failed_share(exact) < 0.01);
        CHECK(cluster.failed_share(exact + 1) >= 0.01);
    }
    CHECK(wrong_holds <= 8);
    CHECK(wrong_misses <= 8);
    CHECK(width < 4.0);  // useful, not only right
}

TEST_CASE("A sharp edge is found exactly wherever the search begins") {
    const auto trial = [](std::int64_t load, std::uint32_t) {
        return failed_of_load(load, load > 17 ? static_cast<std::uint64_t>(load) : 0U);
    };
    for (const std::int64_t guess : {1, 16, 17, 18, 400}) {
        const LargestLoad found =
            find_largest_load(trial, objectives("failed_fraction < 1 %"), {.limit = 1000, .first_guess = guess});
        CHECK(found.holds == 17);
        CHECK(found.misses == 18);
    }
}

TEST_CASE("A load that never fails is answered by the limit and one that always fails by none") {
    const auto always = [](std::int64_t load, std::uint32_t) { return failed_of_load(load, 0); };
    const auto never = [](std::int64_t load, std::uint32_t) {
        return failed_of_load(load, static_cast<std::uint64_t>(load));
    };
    const auto objective = objectives("failed_fraction < 1 %");
    const LargestLoad all = find_largest_load(always, objective, {.limit = 300, .first_guess = 7});
    CHECK(all.holds == 300);
    CHECK(all.misses == 301);
    CHECK(all.is_capped(300));
    const LargestLoad none = find_largest_load(never, objective, {.limit = 300, .first_guess = 7});
    CHECK(none.holds == 0);
    CHECK(none.misses == 1);
}

TEST_CASE("A mean over the runs is searched by t tests and a quantile over the runs by the share of them") {
    // makespan = load + noise of mean 0, sd 1.
    const auto trial = [](std::int64_t load, std::uint32_t run) {
        sim::RandomStream stream(sim::StreamId{.seed = 3, .run = run});
        double noise = -6.0;
        for (int i = 0; i < 12; ++i) noise += stream.uniform();
        core::RunResult result = failed_of_load(load, 0);
        result[core::Metric::makespan][core::Statistic::mean] = static_cast<double>(load) + noise;
        return result;
    };
    const analysis::LargestLoadTerms terms{.limit = 1000, .first_guess = 20, .resolution = 0.001};
    const LargestLoad mean = find_largest_load(trial, objectives("makespan < 50.5 s"), terms);
    CHECK(mean.holds == 50);
    CHECK(mean.misses == 51);
    // The 95 % quantile is load + 1.645.
    const LargestLoad quantile = find_largest_load(trial, objectives("makespan.p95 < 50.145 s"), terms);
    CHECK(quantile.holds == 48);
    CHECK(quantile.misses == 49);
}
