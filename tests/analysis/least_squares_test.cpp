#include "analysis/least_squares.hpp"

#include <cmath>
#include <vector>

#include "analysis/guidance_fit.hpp"
#include "sim/normal_quantile.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

TEST_CASE("Least squares give the line of the textbook with its interval") {
    // x 1 2 3 4, y 2 3 5 6: slope 1.4, intercept 0.5, residual squares 0.2, s^2 = 0.1; standard error of the slope
    // sqrt(0.1 / 5); t(0.975, 2) = 4.30265273.
    const std::vector<std::vector<double>> columns{{1, 1, 1, 1}, {1, 2, 3, 4}};
    const std::vector<double> y{2, 3, 5, 6};
    const LeastSquares fit = least_squares(columns, y, 0.95);
    CHECK_THAT(fit.coefficients[0].value, WithinRel(0.5, 1e-12));
    CHECK_THAT(fit.coefficients[1].value, WithinRel(1.4, 1e-12));
    CHECK_THAT(fit.squares, WithinRel(0.2, 1e-12));
    CHECK_THAT(fit.coefficients[1].half_width(), WithinRel(4.30265273 * std::sqrt(0.02), 1e-8));
    const std::vector<std::vector<double>> few{{1, 1}, {1, 2}};
    CHECK_FALSE(least_squares(few, std::vector<double>{1, 2}, 0.95).coefficients[1].is_bounded());
}

TEST_CASE("Throughput in proportion to the size is found exactly and its interval covers as it promises") {
    const std::vector<double> x{1, 2, 3, 5, 10, 20, 50};
    std::vector<double> exact;
    for (const double n : x) exact.push_back(0.37 * n);
    CHECK_THAT(fit_through_origin(x, exact, 0.95).k.value, WithinRel(0.37, 1e-12));
    CHECK(fit_through_origin(x, exact, 0.95).quality.largest_relative_residual < 1e-12);
    // Relative errors of 5 %. Of 2,000 intervals with exactly 95 % coverage fewer than 93 % or more than 97 % cover for
    // one seed in 24,000.
    int covered = 0;
    for (std::uint32_t e = 0; e < 2'000; ++e) {
        sim::RandomStream stream({.seed = 1, .run = e, .purpose = 1});
        std::vector<double> y = exact;
        for (double& value : y) value *= 1.0 + 0.05 * sim::normal_quantile(stream.uniform());
        covered += fit_through_origin(x, y, 0.95).k.contains(0.37) ? 1 : 0;
    }
    CHECK(covered > 1'860);
    CHECK(covered < 1'940);
}

TEST_CASE("The runs test counts the orders of signs") {
    // Of 3 plus and 3 minus there are 20 orders: 2 of two runs, 4 of three, 8 of four, 4 of five, 2 of six.
    CHECK_THAT(runs_test(3, 3, 2), WithinRel(0.1, 1e-12));
    CHECK_THAT(runs_test(3, 3, 3), WithinRel(0.3, 1e-12));
    CHECK_THAT(runs_test(3, 3, 4), WithinRel(0.7, 1e-12));
    CHECK_THAT(runs_test(3, 3, 6), WithinRel(1.0, 1e-12));
    // 1 plus among 4 minus: at an end 2 runs, else 3.
    CHECK_THAT(runs_test(1, 4, 2), WithinRel(0.4, 1e-12));
    CHECK_THAT(runs_test(1, 4, 3), WithinRel(1.0, 1e-12));
}

TEST_CASE("The quality of a fit tells bent residuals from scattered ones") {
    const std::vector<double> fitted{10, 10, 10, 10, 10, 10, 10, 10};
    const FitQuality bent = fit_quality(std::vector<double>{9, 9, 11, 11, 11, 11, 9, 9}, fitted);
    const FitQuality mixed = fit_quality(std::vector<double>{9, 11, 9, 11, 9, 11, 9, 11}, fitted);
    CHECK(bent.runs_test_p < mixed.runs_test_p);
    CHECK_THAT(bent.largest_relative_residual, WithinRel(0.1, 1e-12));
    CHECK_THAT(mixed.r_squared, WithinAbs(0.0, 1e-12));
    CHECK(std::isnan(fit_quality(fitted, fitted).r_squared));
    CHECK(fit_quality(fitted, fitted).runs_test_p == 1.0);
}
