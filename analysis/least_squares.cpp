#include "analysis/least_squares.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/special_numbers.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

double binomial(std::size_t n, std::size_t k) {
    if (k > n) return 0.0;
    double result = 1.0;
    for (std::size_t i = 1; i <= k; ++i) result *= static_cast<double>(n - k + i) / static_cast<double>(i);
    return result;
}

}  // namespace

LeastSquares least_squares(std::span<const std::vector<double>> columns, std::span<const double> y, double level) {
    GALLERYSIM_ASSERT(!columns.empty() && columns.size() <= y.size(), "no more unknowns than points");
    const auto n = static_cast<Eigen::Index>(y.size());
    Eigen::MatrixXd design(n, static_cast<Eigen::Index>(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c) {
        GALLERYSIM_ASSERT(columns[c].size() == y.size(), "a fit needs as many of the one as of the other");
        design.col(static_cast<Eigen::Index>(c)) = Eigen::Map<const Eigen::VectorXd>(columns[c].data(), n);
    }
    const Eigen::Map<const Eigen::VectorXd> observed(y.data(), n);
    const Eigen::VectorXd coefficients = design.colPivHouseholderQr().solve(observed);
    const auto df = static_cast<double>(design.rows() - design.cols());
    const Eigen::MatrixXd inverse = (design.transpose() * design).inverse();
    LeastSquares result{.coefficients = {}, .squares = (observed - design * coefficients).squaredNorm()};
    for (Eigen::Index i = 0; i < coefficients.size(); ++i) {
        double half_width = kInfinity;
        if (df > 0.0) {
            half_width = student_t_quantile(0.5 + 0.5 * level, df) * std::sqrt(result.squares / df * inverse(i, i));
        }
        result.coefficients.push_back({coefficients(i), coefficients(i) - half_width, coefficients(i) + half_width});
    }
    return result;
}

double runs_test(std::size_t plus, std::size_t minus, std::size_t runs) {
    double ways = 0.0;
    for (std::size_t r = 2; r <= runs; ++r) {
        const std::size_t half = r / 2;
        if (r % 2 == 0) {
            ways += 2.0 * binomial(plus - 1, half - 1) * binomial(minus - 1, half - 1);
        } else {
            ways += binomial(plus - 1, half) * binomial(minus - 1, half - 1) +
                    binomial(plus - 1, half - 1) * binomial(minus - 1, half);
        }
    }
    return std::min(1.0, ways / binomial(plus + minus, plus));
}

FitQuality fit_quality(std::span<const double> y, std::span<const double> fitted) {
    GALLERYSIM_ASSERT(y.size() == fitted.size(), "every point has a fitted value");
    constexpr double kRounding = 1e-9;
    FitQuality quality;
    double mean = 0.0;
    for (const double value : y) mean += value / static_cast<double>(y.size());
    double total = 0.0;
    double left = 0.0;
    std::size_t plus = 0;
    std::size_t runs = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        total += (y[i] - mean) * (y[i] - mean);
        left += (y[i] - fitted[i]) * (y[i] - fitted[i]);
        quality.largest_relative_residual =
            std::max(quality.largest_relative_residual, std::fabs(y[i] / fitted[i] - 1.0));
        const bool is_above = y[i] > fitted[i];
        plus += is_above ? 1U : 0U;
        if (i == 0 || is_above != (y[i - 1] > fitted[i - 1])) ++runs;
    }
    quality.r_squared = total > 0.0 ? 1.0 - left / total : std::numeric_limits<double>::quiet_NaN();
    if (quality.largest_relative_residual > kRounding && plus > 0 && plus < y.size()) {
        quality.runs_test_p = runs_test(plus, y.size() - plus, runs);
    }
    return quality;
}

}  // namespace gallerysim::analysis
