#include "sim/normal_quantile.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>

#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::normal_quantile;
using gallerysim::test::aborts;
using gallerysim::test::WithinRel;

/// The same by Boost.Math in extended precision.
double reference_quantile(double p) {
    const long double tail = p < 0.5 ? static_cast<long double>(p) : 1.0L - static_cast<long double>(p);
    const long double distance = std::sqrt(2.0L) * boost::math::erfc_inv(2.0L * tail);
    return static_cast<double>(p < 0.5 ? -distance : distance);
}

constexpr double kTolerance = 1e-14;

}  // namespace

TEST_CASE("The normal quantile agrees with Boost to 14 digits on a dense grid") {
    for (int i = 1; i < 20'000; ++i) {
        const double p = i / 20'000.0;
        REQUIRE_THAT(normal_quantile(p), WithinRel(reference_quantile(p), kTolerance));
    }
}

TEST_CASE("The normal quantile agrees with Boost to 14 digits in both tails and around the median") {
    for (int exponent = -1070; exponent <= -2; ++exponent) {
        for (const double mantissa : {1.0, 1.21, 1.37, 1.83}) {
            const double p = std::ldexp(mantissa, exponent);
            REQUIRE_THAT(normal_quantile(p), WithinRel(reference_quantile(p), kTolerance));
            if (exponent < -52) continue;
            REQUIRE_THAT(normal_quantile(1.0 - p), WithinRel(reference_quantile(1.0 - p), kTolerance));
            REQUIRE_THAT(normal_quantile(0.5 + p / 2.0),
                         WithinRel(reference_quantile(0.5 + p / 2.0), kTolerance));
        }
    }
}

TEST_CASE("The normal quantile is odd and has its tabulated values") {
    CHECK(normal_quantile(0.5) == 0.0);
    CHECK(normal_quantile(0.25) == -normal_quantile(0.75));
    CHECK_THAT(normal_quantile(0.975), WithinRel(1.959963984540054, kTolerance));
    CHECK_THAT(normal_quantile(0.95), WithinRel(1.6448536269514722, kTolerance));
    CHECK_THAT(normal_quantile(0.995), WithinRel(2.5758293035489004, kTolerance));
}

TEST_CASE("The normal quantile asserts an argument inside the open unit interval") {
    CHECK(aborts([] { (void)normal_quantile(0.0); }));
    CHECK(aborts([] { (void)normal_quantile(1.0); }));
    CHECK(aborts([] { (void)normal_quantile(std::numeric_limits<double>::quiet_NaN()); }));
}
