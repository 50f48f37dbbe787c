#include "analysis/guidance_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Least squares with the intervals of all coefficients.
std::vector<Interval> fit(const Eigen::MatrixXd& design, const Eigen::VectorXd& y, double level) {
    const Eigen::VectorXd coefficients = design.colPivHouseholderQr().solve(y);
    const auto df = static_cast<double>(design.rows() - design.cols());
    const Eigen::MatrixXd inverse = (design.transpose() * design).inverse();
    const double squares = (y - design * coefficients).squaredNorm();
    std::vector<Interval> intervals;
    for (Eigen::Index i = 0; i < coefficients.size(); ++i) {
        double half_width = kInfinity;
        if (df > 0.0) {
            half_width = student_t_quantile(0.5 + 0.5 * level, df) * std::sqrt(squares / df * inverse(i, i));
        }
        intervals.push_back({coefficients(i), coefficients(i) - half_width, coefficients(i) + half_width});
    }
    return intervals;
}

}  // namespace

ThroughOrigin fit_through_origin(std::span<const double> x, std::span<const double> y, double level) {
    GALLERYSIM_ASSERT(x.size() == y.size(), "a fit needs as many of the one as of the other");
    ThroughOrigin result{.k = {kUnknown, -kInfinity, kInfinity}, .points = x.size()};
    if (x.empty()) return result;
    const auto n = static_cast<Eigen::Index>(x.size());
    Eigen::VectorXd ratio(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        ratio(i) = y[at] / x[at];
    }
    result.k = fit(Eigen::MatrixXd::Ones(n, 1), ratio, level).front();
    for (Eigen::Index i = 0; i < n; ++i) {
        result.largest_deviation = std::max(result.largest_deviation, std::abs(ratio(i) / result.k.value - 1.0));
    }
    return result;
}

PowerLaw fit_power_law(std::span<const double> x, std::span<const double> y, double level) {
    GALLERYSIM_ASSERT(x.size() == y.size(), "a fit needs as many of the one as of the other");
    const Interval unknown{kUnknown, -kInfinity, kInfinity};
    if (x.size() < 2) return {.k = unknown, .b = unknown, .points = x.size()};
    const auto n = static_cast<Eigen::Index>(x.size());
    Eigen::MatrixXd design(n, 2);
    Eigen::VectorXd logarithm(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        design(i, 0) = 1.0;
        design(i, 1) = std::log(x[at]);
        logarithm(i) = std::log(y[at]);
    }
    const std::vector<Interval> line = fit(design, logarithm, level);
    const Interval k{std::exp(line[0].value), std::exp(line[0].low), std::exp(line[0].high)};
    return {.k = k, .b = line[1], .points = x.size()};
}

}  // namespace gallerysim::analysis
