// The search against cases whose answer is known: N VMs choose one of R replicas at random, and those that share one
// with more than m fail. Then P(a VM fails) = P(1 + Binomial(N - 1, 1 / R) > m), exactly.

#include "analysis/least_replicas.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <cstdint>
#include <vector>

#include "core/objective.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim;
using namespace gallerysim::analysis;

std::vector<core::Objective> at_most_one_per_cent() { return {*core::parse_objective("failed_fraction < 1 %").value}; }

core::RunResult failed_of(std::uint64_t vms, std::uint64_t failed) {
    core::RunResult run;
    run.requested = vms;
    run.outcomes[static_cast<std::size_t>(core::VmOutcome::running)] = vms - failed;
    run.outcomes[static_cast<std::size_t>(core::VmOutcome::provisioning_timed_out)] = failed;
    run[core::Metric::failed_fraction][core::Statistic::mean] = static_cast<double>(failed) / static_cast<double>(vms);
    return run;
}

struct ReplicaCluster {
    std::uint64_t seed;
    std::uint64_t vms;
    std::uint64_t per_replica;

    [[nodiscard]] core::RunResult run(std::int64_t replicas, std::uint32_t run) const {
        sim::RandomStream stream(sim::StreamId{.seed = seed, .run = run});
        std::vector<std::uint64_t> readers(static_cast<std::size_t>(replicas), 0);
        for (std::uint64_t vm = 0; vm < vms; ++vm) ++readers[stream.below(readers.size())];
        std::uint64_t failed = 0;
        for (const std::uint64_t n : readers) failed += n > per_replica ? n : 0;
        return failed_of(vms, failed);
    }

    /// The brute-force scan: exact for each number of replicas.
    [[nodiscard]] std::int64_t least() const {
        for (std::int64_t replicas = 1;; ++replicas) {
            const boost::math::binomial others(static_cast<double>(vms - 1), 1.0 / static_cast<double>(replicas));
            const double failed =
                vms <= per_replica
                    ? 0.0
                    : boost::math::cdf(boost::math::complement(others, static_cast<double>(per_replica) - 1.0));
            if (failed < 0.01) return replicas;
        }
    }
};

LeastReplicasTerms terms_of(std::size_t targets, std::int64_t limit, std::int64_t guess) {
    LeastReplicasTerms terms;
    for (std::size_t t = 0; t < targets; ++t) {
        terms.group_of.push_back(t);
        terms.limit.push_back(limit);
        terms.first_guess.push_back(guess);
    }
    terms.vms_per_run = 20.0;
    terms.test_budget = 40'000.0;
    terms.pilot_budget = 8'000.0;
    return terms;
}

}  // namespace

// Each end is wrong in at most 5 % of the searches: of 60, more than 8 for one seed in 250 even if it were exactly 5 %.
TEST_CASE("The search for the least replicas brackets the one of a brute-force scan") {
    const auto objectives = at_most_one_per_cent();
    int wrong_replicas = 0;
    int wrong_misses = 0;
    double width = 0.0;
    constexpr int kSearches = 60;
    for (int i = 0; i < kSearches; ++i) {
        const ReplicaCluster cluster{.seed = 300U + static_cast<std::uint64_t>(i), .vms = 10U + static_cast<std::uint64_t>(i % 9),
                              .per_replica = 4U + static_cast<std::uint64_t>(i % 4)};
        const LeastReplicas found = find_least_replicas(
            [&](std::span<const std::int64_t> replicas, std::uint32_t run) {
                return std::vector{cluster.run(replicas.front(), run)};
            },
            objectives, terms_of(1, 50, 1 + i % 20));
        const std::int64_t least = cluster.least();
        INFO("search " << i << ": scan " << least << ", found " << found.misses.front() << " to " << found.replicas.front());
        REQUIRE(found.is_shown());
        REQUIRE(found.misses.front() < found.replicas.front());
        wrong_replicas += found.replicas.front() < least ? 1 : 0;
        wrong_misses += found.misses.front() >= least ? 1 : 0;
        width += static_cast<double>(found.replicas.front() - found.misses.front()) / kSearches;
    }
    CHECK(wrong_replicas <= 8);
    CHECK(wrong_misses <= 8);
    CHECK(width < 4.0);  // useful, not only right: 1 is the least possible, and these budgets are small
}

// One plan for four targets is wrong in at most 5 % of the cases, not each target: of 15 plans more than 3 for one seed
// in 180.
TEST_CASE("A plan for several targets is wrong as a whole as rarely as one for a single target") {
    const auto objectives = at_most_one_per_cent();
    int wrong = 0;
    for (int i = 0; i < 15; ++i) {
        std::vector<ReplicaCluster> clusters;
        for (std::uint64_t t = 0; t < 4; ++t) {
            clusters.push_back({.seed = 1000U + 10U * static_cast<std::uint64_t>(i) + t, .vms = 9U + 2U * t, .per_replica = 5});
        }
        const LeastReplicas found = find_least_replicas(
            [&](std::span<const std::int64_t> replicas, std::uint32_t run) {
                std::vector<core::RunResult> results;
                for (std::size_t t = 0; t < 4; ++t) results.push_back(clusters[t].run(replicas[t], run));
                return results;
            },
            objectives, terms_of(4, 50, 5));
        REQUIRE(found.is_shown());
        bool is_wrong = false;
        for (std::size_t t = 0; t < 4; ++t) is_wrong = is_wrong || found.replicas[t] < clusters[t].least();
        wrong += is_wrong ? 1 : 0;
    }
    CHECK(wrong <= 3);
}

TEST_CASE("A sharp least number of replicas is found exactly wherever the search begins") {
    const auto trial = [](std::span<const std::int64_t> replicas, std::uint32_t) {
        return std::vector{failed_of(20, replicas.front() < 8 ? 20U : 0U)};
    };
    for (const std::int64_t guess : {1, 7, 8, 9, 50}) {
        const LeastReplicas found = find_least_replicas(trial, at_most_one_per_cent(), terms_of(1, 50, guess));
        CHECK(found.is_shown());
        CHECK(found.replicas.front() == 8);
        CHECK(found.misses.front() == 7);
        CHECK(found.attempts == 1);
    }
}

TEST_CASE("Two targets of one group are each the least given the other") {
    LeastReplicasTerms terms = terms_of(2, 20, 1);
    terms.group_of = {0, 0};
    const auto trial = [](std::span<const std::int64_t> replicas, std::uint32_t) {
        return std::vector{failed_of(20, replicas[0] < 3 || replicas[1] < 5 ? 5U : 0U)};
    };
    const LeastReplicas found = find_least_replicas(trial, at_most_one_per_cent(), terms);
    CHECK(found.is_shown());
    CHECK(found.replicas == std::vector<std::int64_t>{3, 5});
    CHECK(found.misses == std::vector<std::int64_t>{2, 4});
}

TEST_CASE("A group that cannot meet its objectives is told, and the others are planned") {
    const auto trial = [](std::span<const std::int64_t> replicas, std::uint32_t) {
        return std::vector{failed_of(20, 20), failed_of(20, replicas[1] < 4 ? 20U : 0U)};
    };
    const LeastReplicas found = find_least_replicas(trial, at_most_one_per_cent(), terms_of(2, 50, 2));
    CHECK_FALSE(found.is_shown());
    CHECK(found.group_is_shown == std::vector<bool>{false, true});
    CHECK(found.replicas == std::vector<std::int64_t>{50, 4});
    CHECK(found.misses == std::vector<std::int64_t>{0, 3});
}

TEST_CASE("One replica that is enough leaves nothing to show") {
    const auto trial = [](std::span<const std::int64_t>, std::uint32_t) { return std::vector{failed_of(20, 0)}; };
    const LeastReplicas found = find_least_replicas(trial, at_most_one_per_cent(), terms_of(1, 50, 30));
    CHECK(found.is_shown());
    CHECK(found.replicas.front() == 1);
    CHECK(found.misses.front() == 0);
}
