// Do the interval estimators keep their promise? Each case draws 2,000 data sets from a law whose truth is
// known and counts how many of the nominal 95 % intervals contain it. The standard error of that count is
// 0.49 %: an estimator that covers with exactly 95 % leaves the band of 93 % to 97 % for one seed in 25,000.

#include <cmath>
#include <cstdint>
#include <vector>

#include "analysis/intervals.hpp"
#include "sim/distribution.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/coverage.hpp"

namespace {

using namespace gallerysim::analysis;
using gallerysim::sim::Distribution;
using gallerysim::sim::RandomStream;
using gallerysim::sim::StreamId;
using gallerysim::test::coverage;
using gallerysim::test::kBand;
using gallerysim::test::keeps_its_promise;
using gallerysim::test::kExperiments;
using gallerysim::test::kLevel;

/// The share of experiments whose interval contains the truth; `interval_of` draws its data from the stream.
template <class IntervalOf>
double coverage_of_draws(double truth, IntervalOf interval_of) {
    return coverage(truth, [&](std::uint32_t run) {
        RandomStream stream(StreamId{.seed = 2024, .run = run});
        return interval_of(stream);
    });
}

std::vector<double> observations(const Distribution& law, std::size_t n, RandomStream& stream) {
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(law.sample(stream));
    return values;
}

/// Runs of `trials` VMs; the share that fails in a run is itself drawn from a law.
std::vector<Proportion> clustered_runs(const Distribution& share, std::size_t runs, std::uint64_t trials,
                                       RandomStream& stream) {
    std::vector<Proportion> result;
    for (std::size_t i = 0; i < runs; ++i) {
        const double probability = share.sample(stream);
        Proportion run{.successes = 0, .trials = trials};
        for (std::uint64_t j = 0; j < trials; ++j) run.successes += stream.uniform() < probability ? 1U : 0U;
        result.push_back(run);
    }
    return result;
}

Interval ignoring_the_runs(const std::vector<Proportion>& runs) {
    Proportion sum{.successes = 0, .trials = 0};
    for (const Proportion& run : runs) {
        sum.successes += run.successes;
        sum.trials += run.trials;
    }
    return wilson(sum, kLevel);
}

}  // namespace

TEST_CASE("The t interval covers the mean of nearly normal observations") {
    // The mean of 12 uniforms is normal for all purposes here.
    for (const std::size_t n : {2U, 5U, 10U, 30U}) {
        const double covered = coverage_of_draws(6.0, [n](RandomStream& stream) {
            std::vector<double> values(n, 0.0);
            for (double& value : values) {
                for (int i = 0; i < 12; ++i) value += stream.uniform();
            }
            return student_t_mean(values, kLevel);
        });
        INFO("n = " << n << ", covered " << covered);
        CHECK(keeps_its_promise(covered));
    }
}

TEST_CASE("The t interval covers the mean of many exponential observations") {
    const Distribution law = Distribution::exponential(3.0);
    const double covered = coverage_of_draws(
        3.0, [&law](RandomStream& stream) { return student_t_mean(observations(law, 200, stream), kLevel); });
    INFO("covered " << covered);
    CHECK(keeps_its_promise(covered));
}

// Order statistics cover with at least the level, for any law; how much more depends on n and p.
TEST_CASE("The order statistics interval covers quantiles of a skewed law with no less than its level") {
    const Distribution law = Distribution::lognormal(100.0, 2.0);
    for (const double p : {0.5, 0.9, 0.95}) {
        for (const std::size_t n : {30U, 100U, 400U}) {
            const double covered = coverage_of_draws(law.quantile(p), [&](RandomStream& stream) {
                return order_statistics_quantile(observations(law, n, stream), p, kLevel);
            });
            INFO("p = " << p << ", n = " << n << ", covered " << covered);
            CHECK(covered > kLevel - kBand);
            CHECK(covered < 0.975 + kBand);
        }
    }
}

// A law of few values has quantiles that several ranks share, which only adds coverage.
TEST_CASE("The order statistics interval covers quantiles of a discrete law with no less than its level") {
    const Distribution law = Distribution::empirical({1.0, 2.0, 3.0, 4.0, 5.0, 6.0});
    for (const double p : {0.4, 0.8}) {
        const double covered = coverage_of_draws(law.quantile(p), [&](RandomStream& stream) {
            return order_statistics_quantile(observations(law, 50, stream), p, kLevel);
        });
        CHECK(covered > kLevel - kBand);
    }
}

TEST_CASE("The Wilson interval covers the probability of independent trials") {
    for (const double p : {0.02, 0.1, 0.5, 0.97}) {
        const double covered = coverage_of_draws(p, [p](RandomStream& stream) {
            return ignoring_the_runs(clustered_runs(Distribution::constant(p), 1, 500, stream));
        });
        INFO("p = " << p << ", covered " << covered);
        CHECK(keeps_its_promise(covered));
    }
}

TEST_CASE("The clustered Wilson interval covers where the plain one fails") {
    struct Case {
        const char* name;
        Distribution share;  // of VMs that fail in a run
    };
    const std::vector<Case> cases = {
        {"anything between none and all", Distribution::uniform(0.0, 1.0)},
        {"mostly few", Distribution::triangular(0.0, 0.0, 0.6)},
        {"all or nothing", Distribution::empirical({0.0, 1.0}, {0.75, 0.25})},
        {"one run in five loses half", Distribution::empirical({0.0, 0.5}, {0.8, 0.2})},
    };
    for (const auto& [name, share] : cases) {
        const auto& law = share;
        const double clustered = coverage_of_draws(law.mean(), [&law](RandomStream& stream) {
            return clustered_wilson(clustered_runs(law, 60, 40, stream), kLevel);
        });
        const double plain = coverage_of_draws(law.mean(), [&law](RandomStream& stream) {
            return ignoring_the_runs(clustered_runs(law, 60, 40, stream));
        });
        INFO(name << ": clustered " << clustered << ", plain " << plain);
        CHECK(keeps_its_promise(clustered));
        CHECK(plain < 0.75);
    }
}

// One run in fifty fails as a whole: among 50 runs, often none or one is seen to. Plain Wilson is then sure
// of the wrong, and k - 1 degrees of freedom for the design effect would cover with 92 % only.
TEST_CASE("The clustered Wilson interval covers rare failures of whole runs") {
    const Distribution share = Distribution::empirical({0.0, 1.0}, {0.98, 0.02});
    const double clustered = coverage_of_draws(0.02, [&share](RandomStream& stream) {
        return clustered_wilson(clustered_runs(share, 50, 120, stream), kLevel);
    });
    const double plain = coverage_of_draws(0.02, [&share](RandomStream& stream) {
        return ignoring_the_runs(clustered_runs(share, 50, 120, stream));
    });
    INFO("clustered " << clustered << ", plain " << plain);
    CHECK(clustered > kLevel - kBand);
    CHECK(plain < 0.5);
}

TEST_CASE("The clustered Wilson interval of independent trials is hardly wider than the plain one") {
    double clustered_width = 0.0;
    double plain_width = 0.0;
    const double covered = coverage_of_draws(0.1, [&](RandomStream& stream) {
        const auto runs = clustered_runs(Distribution::constant(0.1), 60, 40, stream);
        const Interval interval = clustered_wilson(runs, kLevel);
        clustered_width += interval.half_width();
        plain_width += ignoring_the_runs(runs).half_width();
        return interval;
    });
    CHECK(covered > kLevel - kBand);
    CHECK(covered < 0.96 + kBand);  // never narrower than the plain interval, so a little too wide on average
    CHECK(clustered_width < 1.1 * plain_width);
}

TEST_CASE("The paired interval covers the difference and common random numbers narrow it") {
    const Distribution slow = Distribution::exponential(5.0);
    const Distribution fast = Distribution::exponential(4.0);
    double reduction = 0.0;
    const double covered = coverage_of_draws(1.0, [&](RandomStream& stream) {
        std::vector<double> a, b;
        for (int i = 0; i < 200; ++i) {
            const double u = stream.uniform();
            a.push_back(slow.from_uniform(u));
            b.push_back(fast.from_uniform(u));
        }
        const PairedDifference paired = paired_difference(a, b, kLevel);
        reduction += paired.variance_reduction / kExperiments;
        return paired.difference;
    });
    CHECK(keeps_its_promise(covered));
    CHECK(reduction > 30.0);  // a - b is a fifth of a: variances 25 + 16 against 1
    CHECK(reduction < 50.0);
}
