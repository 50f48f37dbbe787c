#pragma once

#include <span>
#include <vector>

#include "analysis/intervals.hpp"

namespace gallerysim::analysis {

struct LeastSquares {
    std::vector<Interval> coefficients;  ///< Student's t with as many degrees of freedom as points minus columns
    double squares = 0.0;                ///< sum of the squared residuals
};

/// y = sum of coefficient times column, by ordinary least squares (Householder QR). Unbounded intervals without a degree
/// of freedom. REQUIRES: columns of y's length, linearly independent, no more than points.
[[nodiscard]] LeastSquares least_squares(std::span<const std::vector<double>> columns, std::span<const double> y,
                                         double level);

/// How well a curve goes through its points.
struct FitQuality {
    double r_squared = 0.0;  ///< part of the variance about the mean that the curve explains; NaN where y does not vary
    double largest_relative_residual = 0.0;  ///< largest |y / fitted - 1|
    /// Wald and Wolfowitz: how likely so few runs of equal signs, or fewer, are among residuals in random order (exact).
    /// Small: the points bend away from the curve. 1 where the residuals are rounding errors.
    double runs_test_p = 1.0;
};

/// REQUIRES: as many of y as of fitted, in the order of x.
[[nodiscard]] FitQuality fit_quality(std::span<const double> y, std::span<const double> fitted);

/// P(runs <= r) for so many plus and minus signs in random order. REQUIRES: both at least 1.
[[nodiscard]] double runs_test(std::size_t plus, std::size_t minus, std::size_t runs);

}  // namespace gallerysim::analysis
