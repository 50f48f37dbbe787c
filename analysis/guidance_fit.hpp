#pragma once

#include <span>

#include "analysis/intervals.hpp"
#include "analysis/least_squares.hpp"

namespace gallerysim::analysis {

/// y = k x by least squares of the relative errors (weights 1 / x^2), with Student's t interval (df = n - 1).
/// NaN from no points; unbounded from one.
struct ThroughOrigin {
    Interval k;
    FitQuality quality{};
    std::size_t points = 0;
};
/// REQUIRES: as many of x as of y, all x positive.
[[nodiscard]] ThroughOrigin fit_through_origin(std::span<const double> x, std::span<const double> y, double level);

/// y = k x^b by least squares of the logarithms, with Student's t intervals (df = n - 2). NaN from fewer than two
/// points, unbounded from two.
struct PowerLaw {
    Interval k;
    Interval b;
    std::size_t points = 0;
};
/// REQUIRES: as many of x as of y, all positive.
[[nodiscard]] PowerLaw fit_power_law(std::span<const double> x, std::span<const double> y, double level);

}  // namespace gallerysim::analysis
