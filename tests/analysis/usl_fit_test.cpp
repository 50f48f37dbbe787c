#include "analysis/usl_fit.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/closed_forms.hpp"
#include "sim/normal_quantile.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

namespace {

const std::vector<double> kUslSizes{1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 80, 100};

std::vector<double> law(const std::vector<double>& x, double lambda, double sigma, double kappa) {
    std::vector<double> y;
    for (const double n : x) y.push_back(usl_throughput(n, lambda, sigma, kappa));
    return y;
}

}  // namespace

TEST_CASE("The universal scalability law has its reference values") {
    // lambda 1, sigma 0.05, kappa 0.0005.
    for (const auto& [n, x] : {std::pair{10.0, 6.6889632107}, {20.0, 9.3457943925}, {43.0, 10.7419435423},
                               {44.0, 10.7421875000}, {100.0, 9.1743119266}}) {
        CHECK_THAT(usl_throughput(n, 1.0, 0.05, 0.0005), WithinRel(x, 1e-10));
    }
}

TEST_CASE("A fit to points on the universal scalability law gives its coefficients back") {
    const std::vector<double> y = law(kUslSizes, 1.0, 0.05, 0.0005);
    const UslFit fit = fit_usl(kUslSizes, y, 0.95);
    REQUIRE(fit.why_not.empty());
    CHECK_THAT(fit.lambda.value, WithinRel(1.0, 1e-9));
    CHECK_THAT(fit.sigma.value, WithinRel(0.05, 1e-9));
    CHECK_THAT(fit.kappa.value, WithinRel(0.0005, 1e-9));
    CHECK_THAT(fit.n_max, WithinRel(43.5889894354, 1e-9));
    CHECK_THAT(fit.x_max, WithinRel(10.7422, 1e-4));
    CHECK(fit.sigma.half_width() < 1e-9);
    CHECK_THAT(fit.quality.r_squared, WithinAbs(1.0, 1e-12));
    CHECK(fit.quality.largest_relative_residual < 1e-9);
    CHECK(fit.quality.runs_test_p == 1.0);
}

TEST_CASE("Coefficients of the universal scalability law are found whatever the units") {
    for (const auto& [lambda, sigma, kappa] :
         {std::array{1e-6, 0.3, 1e-7}, std::array{1e6, 0.001, 0.01}, std::array{3.0, 0.9, 0.0}, std::array{2.0, 0.0, 0.002},
          std::array{5.0, 0.0, 0.0}}) {
        const UslFit fit = fit_usl(kUslSizes, law(kUslSizes, lambda, sigma, kappa), 0.95);
        INFO(lambda << ' ' << sigma << ' ' << kappa);
        REQUIRE(fit.why_not.empty());
        CHECK_THAT(fit.lambda.value, WithinRel(lambda, 1e-9));
        CHECK_THAT(fit.sigma.value, WithinAbs(sigma, 1e-9));
        CHECK_THAT(fit.kappa.value, WithinAbs(kappa, 1e-11));
    }
}

TEST_CASE("No coefficient is negative where points scale better than linearly") {
    std::vector<double> y;
    for (const double n : kUslSizes) y.push_back(n * (1.0 + 0.002 * n));
    const UslFit fit = fit_usl(kUslSizes, y, 0.95);
    REQUIRE(fit.why_not.empty());
    CHECK(fit.sigma.value == 0.0);
    CHECK(fit.kappa.value == 0.0);
    CHECK(fit.sigma.low == 0.0);
    CHECK(fit.kappa.low == 0.0);
    CHECK(std::isinf(fit.n_max));
    CHECK(std::isinf(fit.x_max));
    CHECK(fit.quality.runs_test_p < 0.05);  // the points bend away
}

TEST_CASE("The intervals of the universal scalability law cover the coefficients as often as they promise") {
    // 12 points with independent normal errors of standard deviation 0.1, sigma and kappa far from 0. Of 2,000 intervals
    // with exactly 95 % coverage fewer than 93 % or more than 97 % cover for one seed in 24,000.
    constexpr int kExperiments = 2'000;
    const std::vector<double> truth = law(kUslSizes, 1.0, 0.05, 0.0005);
    std::array<int, 3> covered{};
    for (int e = 0; e < kExperiments; ++e) {
        sim::RandomStream stream({.seed = 42, .run = static_cast<std::uint32_t>(e), .purpose = 1});
        std::vector<double> y = truth;
        for (double& value : y) value += 0.1 * sim::normal_quantile(stream.uniform());
        const UslFit fit = fit_usl(kUslSizes, y, 0.95);
        REQUIRE(fit.why_not.empty());
        covered[0] += fit.lambda.contains(1.0) ? 1 : 0;
        covered[1] += fit.sigma.contains(0.05) ? 1 : 0;
        covered[2] += fit.kappa.contains(0.0005) ? 1 : 0;
    }
    for (const int count : covered) {
        CHECK(count > 0.93 * kExperiments);
        CHECK(count < 0.97 * kExperiments);
    }
}

TEST_CASE("Where there is no universal scalability law to fit the reason is said") {
    const auto reason = [](std::vector<double> x, std::vector<double> y) { return fit_usl(x, y, 0.95).why_not; };
    const double kNone = std::numeric_limits<double>::quiet_NaN();
    CHECK(reason({1, 2}, {1, 2}) == "three coefficients need at least four different points");
    CHECK(reason({1, 2, 2, 3}, {1, 2, 2, 3}) == "three coefficients need at least four different points");
    CHECK(reason({1, 2, 3, 4}, {5, 5, 5, 5}) == "the throughput is the same at all points");
    CHECK(reason({1, 2, 3, 4}, {1, kNone, 2, 3}) == "a value is not a positive number");
    CHECK(reason({0, 1, 2, 3}, {1, 1, 2, 3}) == "a value is not a positive number");
    CHECK(reason({}, {}) == "three coefficients need at least four different points");
}
