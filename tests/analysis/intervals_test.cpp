#include "analysis/intervals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::analysis;
using gallerysim::test::aborts;
using gallerysim::test::WithinAbs;
using gallerysim::test::WithinRel;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Student's sleep data (1908): hours gained by ten patients under two drugs.
const std::vector<double> kFirstDrug = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> kSecondDrug = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

/// 1, 2, ..., n, in an order that is neither.
std::vector<double> shuffled_ranks(std::size_t n) {
    std::vector<double> ranks(n);
    std::iota(ranks.begin(), ranks.end(), 1.0);
    for (std::size_t i = 0; i < n; ++i) std::swap(ranks[i], ranks[(i * 7919 + 13) % n]);
    return ranks;
}

}  // namespace

TEST_CASE("An interval knows its half-width also when it is unbounded or unknown") {
    const Interval usual{.value = 10.0, .low = 9.0, .high = 12.0};
    CHECK(usual.is_bounded());
    CHECK(usual.half_width() == 1.5);
    CHECK(usual.relative_half_width() == 0.15);
    CHECK(usual.contains(9.0));
    CHECK_FALSE(usual.contains(12.1));
    CHECK(Interval{-10.0, -12.0, -9.0}.relative_half_width() == 0.15);
    CHECK(Interval{0.0, 0.0, 0.0}.relative_half_width() == 0.0);
    CHECK(Interval{0.0, -1.0, 1.0}.relative_half_width() == kInfinity);
    for (const Interval& open :
         {Interval{5.0, -kInfinity, 7.0}, Interval{5.0, 1.0, kInfinity}, Interval{kNan, 0.0, 1.0}}) {
        CHECK_FALSE(open.is_bounded());
        CHECK(open.half_width() == kInfinity);
        CHECK(open.relative_half_width() == kInfinity);
    }
}

TEST_CASE("Student t quantiles have their tabulated values") {
    constexpr std::array<std::pair<double, double>, 6> kTable = {{{1, 12.7062047364},
                                                                  {4, 2.7764451052},
                                                                  {9, 2.2621571628},
                                                                  {19, 2.0930240544},
                                                                  {29, 2.0452296421},
                                                                  {99, 1.9842169516}}};
    for (const auto& [df, t] : kTable) {
        CHECK_THAT(student_t_quantile(0.975, df), WithinRel(t, 5e-11));
        CHECK_THAT(student_t_quantile(0.025, df), WithinRel(-t, 5e-11));
    }
    // One degree of freedom is the Cauchy law, two have a closed form.
    CHECK_THAT(student_t_quantile(0.975, 1.0), WithinRel(1.0 / std::tan(0.025 * std::acos(-1.0)), 1e-13));
    CHECK_THAT(student_t_quantile(0.975, 2.0), WithinRel(0.95 * std::sqrt(2.0 / (1.0 - 0.95 * 0.95)), 1e-13));
    CHECK_THAT(student_t_quantile(0.975, kInfinity), WithinRel(1.959963984540054, 1e-14));
    CHECK(aborts([] { (void)student_t_quantile(1.0, 5.0); }));
    CHECK(aborts([] { (void)student_t_quantile(0.9, 0.0); }));
}

TEST_CASE("The t interval of the mean equals the published one") {
    const std::vector<double> gains = {1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};
    const Interval interval = student_t_mean(gains, 0.95);
    CHECK_THAT(interval.value, WithinRel(1.58, 1e-14));
    CHECK_THAT(interval.low, WithinAbs(0.7001142, 5e-8));
    CHECK_THAT(interval.high, WithinAbs(2.4598858, 5e-8));
    CHECK(student_t_mean(gains, 0.99).half_width() > interval.half_width());
}

TEST_CASE("The t interval of too few observations is unbounded") {
    const Interval nothing = student_t_mean({}, 0.95);
    CHECK(std::isnan(nothing.value));
    CHECK(nothing.low == -kInfinity);
    CHECK(nothing.high == kInfinity);
    const std::vector<double> one = {3.0};
    const Interval single = student_t_mean(one, 0.95);
    CHECK(single.value == 3.0);
    CHECK(single.relative_half_width() == kInfinity);
    const std::vector<double> equal = {3.0, 3.0, 3.0};
    CHECK(student_t_mean(equal, 0.95).half_width() == 0.0);
}

// P(B < l) <= 0.025 for B ~ binomial(n, 1/2): the tables of the sign test.
TEST_CASE("The interval of the median has the order statistics of the sign test") {
    const std::array<std::array<std::size_t, 3>, 5> table = {
        {{6, 1, 6}, {10, 2, 9}, {20, 6, 15}, {30, 10, 21}, {50, 18, 33}}};
    for (const auto& [n, low, high] : table) {
        const Interval interval = order_statistics_quantile(shuffled_ranks(n), 0.5, 0.95);
        CHECK(interval.value == std::ceil(static_cast<double>(n) / 2.0));
        CHECK(interval.low == static_cast<double>(low));
        CHECK(interval.high == static_cast<double>(high));
    }
}

TEST_CASE("The interval of a quantile has the ranks that the binomial law prescribes") {
    for (const std::size_t n : {100U, 237U, 1000U}) {
        for (const double p : {0.05, 0.5, 0.9, 0.95}) {
            const Interval interval = order_statistics_quantile(shuffled_ranks(n), p, 0.95);
            // P(B < l) by adding up, as the ranks are the values.
            const auto below = [&](double rank) {
                double sum = 0.0;
                for (double i = 0.0; i < rank; ++i) {
                    const auto size = static_cast<double>(n);
                    sum += std::exp(std::lgamma(size + 1) - std::lgamma(i + 1) - std::lgamma(size - i + 1) +
                                    i * std::log(p) + (size - i) * std::log1p(-p));
                }
                return sum;
            };
            if (std::isfinite(interval.low)) CHECK(below(interval.low) <= 0.025);
            CHECK(below(std::max(interval.low, 0.0) + 1.0) > 0.025);
            CHECK(1.0 - below(interval.high - 1.0) > 0.025);
            if (std::isfinite(interval.high)) CHECK(1.0 - below(interval.high) <= 0.025);
            CHECK(interval.value == std::ceil(static_cast<double>(n) * p * (1.0 - 1e-15)));
        }
    }
}

// 0.95^71 = 0.0262 and 0.95^72 = 0.0249.
TEST_CASE("The 95 percent quantile has no upper end below 72 observations") {
    CHECK(order_statistics_quantile(shuffled_ranks(71), 0.95, 0.95).high == kInfinity);
    CHECK(order_statistics_quantile(shuffled_ranks(72), 0.95, 0.95).high == 72.0);
    CHECK(order_statistics_quantile(shuffled_ranks(71), 0.05, 0.95).low == -kInfinity);
    CHECK(order_statistics_quantile(shuffled_ranks(72), 0.05, 0.95).low == 1.0);
    const Interval nothing = order_statistics_quantile({}, 0.5, 0.95);
    CHECK(std::isnan(nothing.value));
    CHECK_FALSE(nothing.is_bounded());
}

TEST_CASE("The Wilson interval has its published values") {
    const Interval tenth = wilson({.successes = 10, .trials = 100}, 0.95);
    CHECK(tenth.value == 0.1);
    CHECK_THAT(tenth.low, WithinAbs(0.0552291, 5e-8));
    CHECK_THAT(tenth.high, WithinAbs(0.1743657, 5e-8));
    const double z = 1.959963984540054;
    const Interval none = wilson({.successes = 0, .trials = 10}, 0.95);
    CHECK(none.low == 0.0);
    CHECK_THAT(none.high, WithinRel(z * z / (10.0 + z * z), 1e-14));
    const Interval all = wilson({.successes = 10, .trials = 10}, 0.95);
    CHECK_THAT(all.low, WithinRel(10.0 / (10.0 + z * z), 1e-14));
    CHECK(all.high == 1.0);
    const Interval untried = wilson({.successes = 0, .trials = 0}, 0.95);
    CHECK(std::isnan(untried.value));
    CHECK(untried.low == 0.0);
    CHECK(untried.high == 1.0);
    CHECK(aborts([] { (void)wilson({.successes = 2, .trials = 1}, 0.95); }));
    CHECK(aborts([] { (void)wilson({.successes = 1, .trials = 2}, 1.0); }));
}

// All-or-nothing runs carry one bit each: the effective sample size is the number of runs (less the k - 1 in
// the variance).
TEST_CASE("Runs that fail as a whole count as single trials") {
    std::vector<Proportion> runs(40, Proportion{0, 120});
    std::fill(runs.begin(), runs.begin() + 10, Proportion{120, 120});
    const Interval clustered = clustered_wilson(runs, 0.95);
    const Interval of_runs = wilson({.successes = 10, .trials = 40}, 0.95);
    CHECK(clustered.value == 0.25);
    CHECK_THAT(clustered.low, WithinAbs(of_runs.low, 0.01));
    CHECK_THAT(clustered.high, WithinAbs(of_runs.high, 0.01));
    CHECK(clustered.low <= of_runs.low);
    CHECK(clustered.high >= of_runs.high);
}

// n = 120 k trials, deff = 1 to within its own error: nearly the plain interval, never a narrower one.
TEST_CASE("Runs that vary no more than chance get the interval of independent trials") {
    const Interval plain = wilson({.successes = 400, .trials = 4800}, 0.95);
    std::vector<Proportion> even(40, Proportion{10, 120});
    const Interval smooth = clustered_wilson(even, 0.95);
    CHECK(smooth.low <= plain.low);
    CHECK(smooth.high >= plain.high);
    CHECK_THAT(smooth.half_width(),
               WithinRel(plain.half_width(), 0.05));  // t with 39 degrees of freedom for z
}

TEST_CASE("The clustered interval follows its formula") {
    // p = 1/4, n = 40, deviations 3, -2, -1, 0: var = 4/3 * 14/1600, independent 0.1875/40, deff = 2.4889.
    const std::vector<Proportion> runs = {{5, 8}, {1, 12}, {2, 12}, {2, 8}};
    const double deff = (4.0 / 3.0 * 14.0 / 1600.0) / (0.1875 / 40.0);
    // second moment 14/4, fourth 98/4: 2 * 4 * 12.25 / (24.5 - 12.25) = 8 degrees of freedom, at most k - 1
    // = 3.
    const double t = 3.182446305284263;
    const double spread = t * t / (40.0 / deff);
    const double half = std::sqrt(spread * (0.1875 + 0.25 * spread)) / (1.0 + spread);
    const Interval interval = clustered_wilson(runs, 0.95);
    CHECK(interval.value == 0.25);
    CHECK_THAT(interval.low, WithinAbs((0.25 + spread / 2.0) / (1.0 + spread) - half, 1e-12));
    CHECK_THAT(interval.high, WithinAbs((0.25 + spread / 2.0) / (1.0 + spread) + half, 1e-12));
}

// A single run with failures tells little of how runs vary: 2.8 degrees of freedom instead of 9.
TEST_CASE("The clustered interval has fewer degrees of freedom when few runs have failures") {
    std::vector<Proportion> runs(10, Proportion{0, 10});
    runs[3] = {6, 10};
    // p = 0.06, deviations 5.4 once and -0.6 nine times: second moment 3.24, fourth 85.1472.
    const double deff = (10.0 / 9.0 * 32.4 / 10'000.0) / (0.0564 / 100.0);
    const double df = 2.0 * 10.0 * 3.24 * 3.24 / (85.1472 - 3.24 * 3.24);
    const double t = student_t_quantile(0.975, df);
    const double spread = t * t / (100.0 / deff);
    const double half = std::sqrt(spread * (0.0564 + 0.25 * spread)) / (1.0 + spread);
    const Interval interval = clustered_wilson(runs, 0.95);
    CHECK_THAT(interval.value, WithinRel(0.06, 1e-14));
    CHECK_THAT(interval.low, WithinAbs((0.06 + spread / 2.0) / (1.0 + spread) - half, 1e-12));
    CHECK_THAT(interval.high, WithinAbs((0.06 + spread / 2.0) / (1.0 + spread) + half, 1e-12));
}

TEST_CASE("When no unit or every unit failed the runs count as the trials") {
    const std::vector<Proportion> none(20, Proportion{0, 120});
    const std::vector<Proportion> all(20, Proportion{120, 120});
    CHECK(clustered_wilson(none, 0.95).low == 0.0);
    CHECK_THAT(clustered_wilson(none, 0.95).high, WithinRel(wilson({0, 20}, 0.95).high, 1e-14));
    CHECK_THAT(clustered_wilson(all, 0.95).low, WithinRel(wilson({20, 20}, 0.95).low, 1e-14));
    CHECK(clustered_wilson(all, 0.95).high == 1.0);
}

TEST_CASE("The clustered interval of one run or none promises little") {
    const std::vector<Proportion> one = {{30, 120}, {0, 0}};
    const Interval single = clustered_wilson(one, 0.95);
    CHECK(single.value == 0.25);
    CHECK(single.low < 0.02);
    CHECK(single.high > 0.84);
    const Interval nothing = clustered_wilson({}, 0.95);
    CHECK(std::isnan(nothing.value));
    CHECK(nothing.low == 0.0);
    CHECK(nothing.high == 1.0);
}

TEST_CASE("Runs without trials change nothing") {
    const std::vector<Proportion> runs = {{5, 8}, {1, 12}, {2, 12}, {2, 8}};
    const std::vector<Proportion> with_empty = {{5, 8}, {0, 0}, {1, 12}, {2, 12}, {0, 0}, {2, 8}};
    CHECK(clustered_wilson(runs, 0.95).low == clustered_wilson(with_empty, 0.95).low);
    CHECK(clustered_wilson(runs, 0.95).high == clustered_wilson(with_empty, 0.95).high);
}

TEST_CASE("The paired difference equals the published one and tells what pairing saved") {
    const PairedDifference paired = paired_difference(kFirstDrug, kSecondDrug, 0.95);
    CHECK_THAT(paired.difference.value, WithinRel(-1.58, 1e-14));
    CHECK_THAT(paired.difference.low, WithinAbs(-2.4598858, 5e-8));
    CHECK_THAT(paired.difference.high, WithinAbs(-0.7001142, 5e-8));
    // Variances 3.200556 and 4.009, of the differences 1.512889.
    CHECK_THAT(paired.variance_reduction, WithinRel((3.2005556 + 4.0090000) / 1.5128889, 1e-6));
}

TEST_CASE("A paired difference without spread or without data is told apart") {
    const std::vector<double> a = {1.0, 5.0, 2.0};
    const std::vector<double> b = {0.0, 4.0, 1.0};
    const PairedDifference shifted = paired_difference(a, b, 0.95);
    CHECK(shifted.difference.value == 1.0);
    CHECK(shifted.difference.half_width() == 0.0);
    CHECK(shifted.variance_reduction == kInfinity);
    const std::vector<double> constant(3, 7.0);
    CHECK(paired_difference(constant, constant, 0.95).variance_reduction == 1.0);
    CHECK(paired_difference({}, {}, 0.95).variance_reduction == 1.0);
    CHECK(std::isnan(paired_difference({}, {}, 0.95).difference.value));
    CHECK(aborts([&] { (void)paired_difference(a, {}, 0.95); }));
    const std::vector<double> unknown = {1.0, kNan};
    CHECK(aborts([&] { (void)student_t_mean(unknown, 0.95); }));
    CHECK(aborts([&] { (void)order_statistics_quantile(unknown, 0.5, 0.95); }));
}
