#pragma once

#include <span>
#include <string>

#include "analysis/bootstrap.hpp"
#include "analysis/intervals.hpp"
#include "analysis/least_squares.hpp"

namespace gallerysim::analysis {

/// Two straight lines that meet: y = at_knee + slope_before (x - knee) up to the knee, with slope_after beyond. The knee
/// is where they meet. (The maximum of a universal scalability law is no knee: where throughput levels off without falling
/// there is none, and where it falls it lies far beyond the bend.)
struct KneeFit {
    std::string why_not;  ///< why there is no knee; empty: there is one
    Interval knee{};
    double at_knee = 0.0;
    double slope_before = 0.0;
    double slope_after = 0.0;
    /// How often points about one straight line are bent as much by chance (normal errors).
    double p_straight = 1.0;
    FitQuality quality{};
};

/// Least squares, exact: of every way to part the points the best pair of lines that meet between them (Hudson, Journal of
/// the American Statistical Association 61, 1966). No knee from fewer than five different x, where y is not finite or does
/// not vary, where one straight line does as well (p_straight > 1 - level), and where y bends upwards.
///
/// The interval is a percentile bootstrap: points are drawn anew about the two lines, with independent normal errors whose
/// variance is the residual one and drawn itself (n - 4 degrees of freedom), so that few points make a wide interval. Of
/// 12 points some 92 % of nominally 95 % intervals cover. REQUIRES: as many x as y, x ascending.
[[nodiscard]] KneeFit fit_knee(std::span<const double> x, std::span<const double> y, const BootstrapTerms& terms);

}  // namespace gallerysim::analysis
