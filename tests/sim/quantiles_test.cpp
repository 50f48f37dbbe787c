#include "sim/quantiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::Distribution;
using gallerysim::sim::Quantiles;
using gallerysim::sim::RandomStream;
using gallerysim::sim::StreamId;
using gallerysim::test::aborts;
using gallerysim::test::WithinRel;

constexpr std::array<double, 12> kPs = {0.0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0};

Quantiles quantiles_of(const std::vector<double>& values, std::size_t exact_limit) {
    Quantiles quantiles(exact_limit);
    for (const double value : values) quantiles.add(value);
    return quantiles;
}

std::vector<double> answers_of(const Quantiles& quantiles) { return quantiles.quantiles(kPs); }

/// Widely spread values from below a microsecond to above a year, and zeros.
std::vector<double> spread_values(std::size_t n) {
    const Distribution law = Distribution::mixture(
        {{0.1, Distribution::constant(0.0)}, {0.9, Distribution::lognormal(1000.0, 100.0)}});
    RandomStream stream(StreamId{.seed = 4});
    std::vector<double> values(n);
    std::generate(values.begin(), values.end(), [&] { return law.sample(stream); });
    return values;
}

double nearest_rank_value(std::vector<double> values, double p) {
    std::sort(values.begin(), values.end());
    return values[Quantiles::nearest_rank(values.size(), p) - 1];
}

}  // namespace

TEST_CASE("The nearest rank is the rounded up product of number and probability") {
    CHECK(Quantiles::nearest_rank(10, 0.0) == 1);
    CHECK(Quantiles::nearest_rank(10, 0.05) == 1);
    CHECK(Quantiles::nearest_rank(10, 0.5) == 5);
    CHECK(Quantiles::nearest_rank(10, 0.501) == 6);
    CHECK(Quantiles::nearest_rank(11, 0.5) == 6);
    CHECK(Quantiles::nearest_rank(20, 0.95) == 19);
    CHECK(Quantiles::nearest_rank(10, 1.0) == 10);
    CHECK(Quantiles::nearest_rank(1, 0.99) == 1);
}

TEST_CASE("The nearest rank is not moved by rounding") {
    for (std::uint64_t n = 100; n <= 1'000'000'000'000; n *= 10) {
        for (std::uint64_t percent = 1; percent <= 100; ++percent) {
            REQUIRE(Quantiles::nearest_rank(n, static_cast<double>(percent) / 100.0) == n / 100 * percent);
        }
    }
}

TEST_CASE("While there are few values a quantile is the value of the nearest rank") {
    const std::vector<double> values = {7.0, 1.0, 3.0, 3.0, 9.0, 0.0, 5.0, 2.0, 8.0, 4.0};
    const Quantiles quantiles = quantiles_of(values, 10);
    CHECK(quantiles.is_exact());
    CHECK(quantiles.count() == 10);
    CHECK(quantiles.quantile(0.0) == 0.0);
    CHECK(quantiles.quantile(0.1) == 0.0);
    CHECK(quantiles.quantile(0.11) == 1.0);
    CHECK(quantiles.quantile(0.5) == 3.0);
    CHECK(quantiles.quantile(0.9) == 8.0);
    CHECK(quantiles.quantile(0.95) == 9.0);
    CHECK(quantiles.quantile(1.0) == 9.0);
    for (const double p : kPs) CHECK(quantiles.quantile(p) == nearest_rank_value(values, p));
    CHECK(quantiles.quantiles(std::array{0.5, 0.1}) == std::vector<double>{3.0, 0.0});
}

TEST_CASE("Quantiles of nothing are not a number") {
    CHECK(std::isnan(Quantiles().quantile(0.5)));
    CHECK(std::isnan(Quantiles().quantiles(std::array{0.5})[0]));
}

TEST_CASE("Beyond the limit a quantile is off by no more than the bound") {
    auto values = spread_values(50'000);
    const Quantiles quantiles = quantiles_of(values, 100);
    CHECK_FALSE(quantiles.is_exact());
    CHECK(quantiles.count() == values.size());
    std::sort(values.begin(), values.end());
    for (int i = 0; i <= 1000; ++i) {
        const double p = i / 1000.0;
        const double exact = values[Quantiles::nearest_rank(values.size(), p) - 1];
        REQUIRE_THAT(quantiles.quantile(p), WithinRel(exact, Quantiles::kRelativeError * 1.0000001));
    }
}

TEST_CASE("Zeros and minimum and maximum stay exact beyond the limit") {
    auto values = spread_values(1000);
    const Quantiles quantiles = quantiles_of(values, 10);
    CHECK(quantiles.quantile(0.0) == 0.0);
    CHECK(quantiles.quantile(0.05) == 0.0);
    CHECK(quantiles.quantile(1.0) == *std::max_element(values.begin(), values.end()));
    std::erase(values, 0.0);
    CHECK(quantiles_of(values, 10).quantile(0.0) == *std::min_element(values.begin(), values.end()));
}

TEST_CASE("A single value repeated keeps its exact quantiles beyond the limit") {
    const Quantiles quantiles = quantiles_of(std::vector<double>(500, 123.456), 10);
    for (const double p : kPs) CHECK(quantiles.quantile(p) == 123.456);
}

TEST_CASE("The order of the values makes no difference") {
    for (const std::size_t limit : {10U, 100'000U}) {
        auto values = spread_values(20'000);
        const auto as_they_came = answers_of(quantiles_of(values, limit));
        std::sort(values.begin(), values.end());
        CHECK(answers_of(quantiles_of(values, limit)) == as_they_came);
        std::reverse(values.begin(), values.end());
        CHECK(answers_of(quantiles_of(values, limit)) == as_they_came);
    }
}

TEST_CASE("The way in which values were split over merged collectors makes no difference") {
    const auto values = spread_values(3000);
    for (const std::size_t limit : {100U, 1000U, 2999U, 3000U, 5000U}) {
        const Quantiles whole = quantiles_of(values, limit);
        for (const std::ptrdiff_t cut : {0, 1, 50, 1500, 2950, 3000}) {
            Quantiles left = quantiles_of({values.begin(), values.begin() + cut}, limit);
            const Quantiles right = quantiles_of({values.begin() + cut, values.end()}, limit);
            left.merge(right);
            CHECK(left.count() == whole.count());
            CHECK(left.is_exact() == whole.is_exact());
            CHECK(answers_of(left) == answers_of(whole));
        }
    }
}

TEST_CASE("Quantiles assert their values") {
    CHECK(aborts([] { Quantiles().add(-1.0); }));
    CHECK(aborts([] { Quantiles().add(std::numeric_limits<double>::infinity()); }));
    CHECK(aborts([] { Quantiles().add(std::numeric_limits<double>::quiet_NaN()); }));
    CHECK(aborts([] { (void)Quantiles().merge(Quantiles(5)); }));
    CHECK(aborts([] { (void)Quantiles::nearest_rank(10, 1.5); }));
}
