#include "sim/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::Distribution;
using gallerysim::sim::RandomStream;
using gallerysim::sim::StreamId;
using gallerysim::test::aborts;
using gallerysim::test::WithinAbs;
using gallerysim::test::WithinRel;

struct Named {
    std::string name;
    Distribution law;
};

/// Laws with a density that is smooth wherever it is positive.
std::vector<Named> smooth_laws() {
    return {{"uniform", Distribution::uniform(-2.0, 5.0)},
            {"exponential", Distribution::exponential(7.0)},
            {"lognormal cov 0.3", Distribution::lognormal(90.0, 0.3)},
            {"lognormal cov 1.2", Distribution::lognormal(4.0, 1.2)},
            {"gamma cov 0.5", Distribution::gamma(3.0, 0.5)},
            {"gamma cov 1.5", Distribution::gamma(3.0, 1.5)},
            {"erlang 4", Distribution::erlang(4, 2.0)},
            {"weibull shape 0.8", Distribution::weibull(0.8, 3.0)},
            {"weibull shape 3", Distribution::weibull(3.0, 10.0)},
            {"weibull by mean", Distribution::weibull_by_mean(20.0, 0.4)}};
}

std::vector<Named> continuous_laws() {
    std::vector<Named> laws = smooth_laws();
    laws.push_back({"triangular", Distribution::triangular(1.0, 2.0, 6.0)});
    laws.push_back({"triangular from its mode", Distribution::triangular(1.0, 1.0, 6.0)});
    laws.push_back({"hyperexponential", Distribution::hyperexponential(2.0, 2.0)});
    laws.push_back({"mixture", Distribution::mixture({{3.0, Distribution::uniform(0.0, 1.0)},
                                                      {1.0, Distribution::lognormal(5.0, 0.5)}})});
    return laws;
}

std::vector<Named> all_laws() {
    std::vector<Named> laws = continuous_laws();
    laws.push_back({"constant", Distribution::constant(3.0)});
    laws.push_back({"empirical", Distribution::empirical({4.0, 1.0, 2.0, 2.0}, {1.0, 2.0, 0.5, 0.5})});
    laws.push_back({"mixture with an atom", Distribution::mixture({{1.0, Distribution::constant(0.5)},
                                                                   {1.0, Distribution::exponential(1.0)}})});
    return laws;
}

struct Moments {
    double mean;
    double variance;
};

/// E[X] = integral of the quantile function over (0, 1), by the trapezoidal rule after u = 1 / (1 + e^-t):
/// both tails are stretched out, and for a smooth integrand the rule converges faster than any power of the
/// step.
Moments integrated_moments(const Distribution& law) {
    constexpr double kStep = 1.0 / 64.0;
    constexpr double kLimit = 36.0;
    double total = 0.0, first = 0.0, second = 0.0;
    for (double t = -kLimit; t <= kLimit; t += kStep) {
        const double u = 1.0 / (1.0 + std::exp(-t));
        const double weight = kStep * u / (1.0 + std::exp(t));
        const double x = law.quantile(u);
        total += weight;
        first += weight * x;
        second += weight * x * x;
    }
    REQUIRE_THAT(total, WithinAbs(1.0, 1e-12));
    return {first, second - first * first};
}

constexpr StreamId kStream{.seed = 99, .run = 1, .purpose = 2, .entity = 3};

std::vector<double> samples(const Distribution& law, std::size_t n) {
    RandomStream stream(kStream);
    std::vector<double> values(n);
    std::generate(values.begin(), values.end(), [&] { return law.sample(stream); });
    return values;
}

}  // namespace

TEST_CASE("Mean and variance of smooth laws equal the integrals over their quantile function") {
    for (const auto& [name, law] : smooth_laws()) {
        INFO(name);
        const Moments integrated = integrated_moments(law);
        CHECK_THAT(law.mean(), WithinRel(integrated.mean, 1e-9));
        CHECK_THAT(law.variance(), WithinRel(integrated.variance, 1e-7));
    }
}

TEST_CASE("Mean and variance of laws with kinks equal the integrals over their quantile function") {
    for (const auto& [name, law] : continuous_laws()) {
        INFO(name);
        const Moments integrated = integrated_moments(law);
        CHECK_THAT(law.mean(), WithinRel(integrated.mean, 1e-4));
        CHECK_THAT(law.variance(), WithinRel(integrated.variance, 1e-4));
    }
}

// 16 means and 16 variances at 4 standard errors: false alarm 2e-3.
TEST_CASE("Samples have the mean and the variance of their law") {
    constexpr std::size_t kSamples = 200'000;
    constexpr double n = kSamples;
    for (const auto& [name, law] : all_laws()) {
        INFO(name);
        const auto values = samples(law, kSamples);
        double second = 0.0, fourth = 0.0, sum = 0.0;
        for (const double x : values) {
            const double squared = (x - law.mean()) * (x - law.mean());
            sum += x;
            second += squared / n;
            fourth += squared * squared / n;
        }
        CHECK_THAT(sum / n, WithinAbs(law.mean(), 4.0 * std::sqrt(law.variance() / n)));
        CHECK_THAT(second, WithinAbs(law.variance(), 4.0 * std::sqrt((fourth - second * second) / n)));
    }
}

// Kolmogorov-Smirnov at 2.6 / sqrt(n): false alarm 2.7e-6 per law.
TEST_CASE("Samples follow the distribution function of their law") {
    constexpr std::size_t kSamples = 50'000;
    for (const auto& [name, law] : continuous_laws()) {
        INFO(name);
        auto values = samples(law, kSamples);
        std::sort(values.begin(), values.end());
        double furthest = 0.0;
        for (std::size_t i = 0; i < kSamples; ++i) {
            const double expected = law.cdf(values[i]);
            furthest = std::max({furthest, std::abs(expected - static_cast<double>(i) / kSamples),
                                 std::abs(static_cast<double>(i + 1) / kSamples - expected)});
        }
        CHECK(furthest < 2.6 / std::sqrt(kSamples));
    }
}

TEST_CASE("The distribution function undoes the quantile function") {
    for (const auto& [name, law] : continuous_laws()) {
        INFO(name);
        for (const double p : {1e-6, 0.001, 0.1, 0.25, 0.5, 0.7499, 0.75, 0.9, 0.999, 1.0 - 1e-9}) {
            CHECK_THAT(law.cdf(law.quantile(p)), WithinRel(p, 1e-10));
        }
    }
}

TEST_CASE("A quantile is the least value whose distribution function reaches p") {
    for (const auto& [name, law] : all_laws()) {
        INFO(name);
        double previous = -std::numeric_limits<double>::infinity();
        for (int i = 1; i < 2000; ++i) {
            const double p = i / 2000.0;
            const double x = law.quantile(p);
            REQUIRE(x >= previous);
            REQUIRE(law.cdf(x) >= p - 1e-12);
            REQUIRE(law.cdf(x - 1e-6 * (1.0 + std::abs(x))) < p);
            previous = x;
        }
    }
}

TEST_CASE("Every law takes exactly one draw per sample") {
    for (const auto& [name, law] : all_laws()) {
        INFO(name);
        RandomStream stream(kStream);
        for (int i = 0; i < 100; ++i) (void)law.sample(stream);
        RandomStream reference(kStream);
        reference.skip(100);
        CHECK(stream.next_u64() == reference.next_u64());
    }
}

TEST_CASE("A sample is the value that the stream's uniform draws") {
    for (const auto& [name, law] : all_laws()) {
        INFO(name);
        RandomStream uniforms(kStream);
        for (const double x : samples(law, 200)) CHECK(x == law.from_uniform(uniforms.uniform()));
    }
}

TEST_CASE("Quantiles have their closed forms") {
    CHECK_THAT(Distribution::exponential(2.0).quantile(0.5), WithinRel(2.0 * std::log(2.0), 1e-15));
    CHECK_THAT(Distribution::exponential(2.0).quantile(1e-18), WithinRel(2e-18, 1e-15));
    CHECK_THAT(Distribution::uniform(2.0, 6.0).quantile(0.25), WithinRel(3.0, 1e-15));
    CHECK_THAT(Distribution::weibull(2.0, 3.0).quantile(0.5),
               WithinRel(3.0 * std::sqrt(std::log(2.0)), 1e-15));
    CHECK_THAT(Distribution::triangular(0.0, 1.0, 2.0).quantile(0.125), WithinRel(0.5, 1e-15));
    CHECK_THAT(Distribution::triangular(0.0, 1.0, 2.0).quantile(0.875), WithinRel(1.5, 1e-15));
    // The median of a lognormal law is mean / sqrt(1 + cov^2), its 97.5 % quantile 1.96 sigma above in the
    // logarithm.
    const double sigma = std::sqrt(std::log1p(0.09));
    CHECK_THAT(Distribution::lognormal(90.0, 0.3).quantile(0.5), WithinRel(90.0 / std::sqrt(1.09), 1e-14));
    CHECK_THAT(Distribution::lognormal(90.0, 0.3).quantile(0.975),
               WithinRel(90.0 / std::sqrt(1.09) * std::exp(1.959963984540054 * sigma), 1e-14));
    // Two stages of mean 1: P(X <= x) = 1 - e^-x (1 + x).
    const Distribution erlang = Distribution::erlang(2, 2.0);
    for (const double x : {0.01, 1.0, 3.0, 20.0}) {
        CHECK_THAT(erlang.quantile(1.0 - std::exp(-x) * (1.0 + x)), WithinRel(x, 1e-7));
    }
}

TEST_CASE("Laws by mean and coefficient of variation have both") {
    for (const double cov : {0.01, 0.1, 0.5, 1.0, 2.0, 10.0, 20.0}) {
        for (const Distribution& law : {Distribution::lognormal(45.0, cov), Distribution::gamma(45.0, cov),
                                        Distribution::weibull_by_mean(45.0, cov)}) {
            CHECK_THAT(law.mean(), WithinRel(45.0, 1e-12));
            CHECK_THAT(std::sqrt(law.variance()), WithinRel(45.0 * cov, 1e-8));
        }
    }
    const Distribution steep = Distribution::hyperexponential(45.0, 3.0);
    CHECK_THAT(steep.mean(), WithinRel(45.0, 1e-12));
    CHECK_THAT(std::sqrt(steep.variance()), WithinRel(135.0, 1e-12));
    const Distribution stages = Distribution::erlang(4, 45.0);
    CHECK_THAT(stages.mean(), WithinRel(45.0, 1e-12));
    CHECK_THAT(std::sqrt(stages.variance()), WithinRel(22.5, 1e-12));
}

TEST_CASE("Laws without spread are constants") {
    for (const Distribution& law :
         {Distribution::constant(8.0), Distribution::uniform(8.0, 8.0), Distribution::lognormal(8.0, 0.0),
          Distribution::gamma(8.0, 0.0), Distribution::weibull_by_mean(8.0, 0.0),
          Distribution::triangular(8.0, 8.0, 8.0), Distribution::empirical({8.0})}) {
        CHECK(law.quantile(0.001) == 8.0);
        CHECK(law.quantile(0.999) == 8.0);
        CHECK(law.mean() == 8.0);
        CHECK(law.variance() == 0.0);
        CHECK(law.cdf(7.9) == 0.0);
        CHECK(law.cdf(8.0) == 1.0);
    }
}

TEST_CASE("An empirical law returns its values with their weights") {
    const Distribution law = Distribution::empirical({30.0, 10.0, 20.0, 99.0}, {1.0, 2.0, 1.0, 0.0});
    CHECK(law.quantile(0.01) == 10.0);
    CHECK(law.quantile(0.5) == 10.0);
    CHECK(law.quantile(0.500001) == 20.0);
    CHECK(law.quantile(0.75) == 20.0);
    CHECK(law.quantile(0.76) == 30.0);
    CHECK(law.quantile(1.0 - 0x1p-53) == 30.0);
    CHECK(law.mean() == 17.5);
    CHECK_THAT(law.variance(), WithinRel(68.75, 1e-14));
    const Distribution fair = Distribution::empirical({3.0, 1.0, 2.0});
    CHECK(fair.quantile(1.0 / 3.0) == 1.0);
    CHECK(fair.quantile(0.34) == 2.0);
    CHECK(fair.mean() == 2.0);
}

TEST_CASE("An empirical law of many uneven weights returns the value whose cumulative weight reaches u") {
    std::vector<double> values, weights, cumulative;
    double total = 0.0;
    for (int i = 0; i < 1000; ++i) {
        values.push_back(i);
        weights.push_back(i % 10 == 0 ? 100.0 : (i % 7 == 0 ? 0.001 : 1.0));
        total += weights.back();
        cumulative.push_back(total);
    }
    const Distribution law = Distribution::empirical(values, weights);
    RandomStream stream(kStream);
    for (int k = 0; k < 20'000; ++k) {
        const double u = stream.uniform();
        const auto reached =
            std::find_if(cumulative.begin(), cumulative.end(), [&](double c) { return c / total >= u; });
        REQUIRE(law.from_uniform(u) == static_cast<double>(reached - cumulative.begin()));
    }
    for (const double c : cumulative) {
        const double u = c / total;
        if (u < 1.0) REQUIRE(law.from_uniform(u) == law.from_uniform(std::nextafter(u, 0.0)));
    }
}

// The search starts from floor(u n), which rounding can lift over the answer: here u is just below 5 / 6, u
// times 6 rounds to 5, and the atom that ends exactly at u is the answer.
TEST_CASE("An empirical law is not led astray by the rounding of its guide") {
    const double u = std::nextafter(5.0 / 6.0, 0.0);
    REQUIRE(u * 6.0 == 5.0);
    REQUIRE(u + (1.0 - u) == 1.0);
    const Distribution law =
        Distribution::empirical({0.0, 1.0, 2.0, 3.0, 4.0, 5.0}, {u, 1e-30, 1e-30, 1e-30, 1e-30, 1.0 - u});
    CHECK(law.from_uniform(u) == 0.0);
    CHECK(law.from_uniform(std::nextafter(u, 1.0)) == 5.0);
}

TEST_CASE("A mixture stretches the uniform that chose the part over that part") {
    const Distribution slow = Distribution::exponential(100.0);
    const Distribution fast = Distribution::uniform(1.0, 2.0);
    const Distribution law =
        Distribution::mixture({{1.0, slow}, {0.0, Distribution::constant(7.0)}, {3.0, fast}});
    CHECK_THAT(law.from_uniform(0.125), WithinRel(slow.quantile(0.5), 1e-14));
    CHECK_THAT(law.from_uniform(0.25 + 0.75 * 0.25), WithinRel(1.25, 1e-14));
    CHECK(std::isfinite(law.from_uniform(0.25)));
    CHECK_THAT(law.from_uniform(1.0 - 0x1p-53), WithinRel(2.0, 1e-14));
    CHECK_THAT(law.mean(), WithinRel(0.25 * 100.0 + 0.75 * 1.5, 1e-14));
    CHECK_THAT(law.cdf(1.5), WithinRel(0.25 * slow.cdf(1.5) + 0.75 * 0.5, 1e-14));
}

TEST_CASE("The same entity draws comparable values from two laws of one family") {
    const auto short_boots = samples(Distribution::lognormal(45.0, 0.3), 1000);
    const auto long_boots = samples(Distribution::lognormal(90.0, 0.3), 1000);
    for (std::size_t i = 0; i < short_boots.size(); ++i) {
        REQUIRE_THAT(long_boots[i], WithinRel(2.0 * short_boots[i], 1e-13));
    }
}

TEST_CASE("Extreme uniforms and spreads give finite values") {
    for (const Distribution& law : {Distribution::gamma(1.0, 20.0), Distribution::gamma(1.0, 0.001),
                                    Distribution::lognormal(1.0, 20.0), Distribution::weibull(0.05, 1.0)}) {
        for (const double u : {0x1p-53, 1e-6, 0.5, 1.0 - 1e-6, 1.0 - 0x1p-53}) {
            CHECK(std::isfinite(law.from_uniform(u)));
            CHECK(law.from_uniform(u) >= 0.0);
        }
    }
}

TEST_CASE("A distribution asserts its parameters") {
    CHECK(aborts([] { (void)Distribution::uniform(2.0, 1.0); }));
    CHECK(aborts([] { (void)Distribution::exponential(0.0); }));
    CHECK(aborts([] { (void)Distribution::lognormal(-1.0, 0.5); }));
    CHECK(aborts([] { (void)Distribution::lognormal(1.0, -0.5); }));
    CHECK(aborts([] { (void)Distribution::gamma(1.0, 30.0); }));
    CHECK(aborts([] { (void)Distribution::triangular(1.0, 3.0, 2.0); }));
    CHECK(aborts([] { (void)Distribution::empirical({}); }));
    CHECK(aborts([] { (void)Distribution::empirical({1.0, 2.0}, {1.0}); }));
    CHECK(aborts([] { (void)Distribution::empirical({1.0}, {0.0}); }));
    CHECK(aborts([] { (void)Distribution::mixture({}); }));
    CHECK(aborts([] { (void)Distribution::constant(std::numeric_limits<double>::quiet_NaN()); }));
    CHECK(aborts([] { (void)Distribution::exponential(1.0).quantile(1.0); }));
}
