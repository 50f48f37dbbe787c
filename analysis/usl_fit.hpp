#pragma once

#include <span>
#include <string>

#include "analysis/intervals.hpp"
#include "analysis/least_squares.hpp"

namespace gallerysim::analysis {

/// The universal scalability law (Gunther, Guerrilla Capacity Planning, 2007),
///     X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)),
/// lambda, sigma, kappa >= 0: throughput of one, what waiting for each other costs, what keeping each other informed does.
/// X itself is usl_throughput() in closed_forms.hpp.
struct UslFit {
    std::string why_not;  ///< why there is no fit; empty: there is one
    Interval lambda{};
    Interval sigma{};
    Interval kappa{};
    double n_max = 0.0;  ///< sqrt((1 - sigma) / kappa), where X is largest; infinite where it never falls
    double x_max = 0.0;  ///< X there; its limit lambda / sigma where it never falls, infinite for sigma = 0
    FitQuality quality{};
};

/// Least squares of X with sigma and kappa >= 0: started by the linear fit of N / X, refined by Levenberg and Marquardt's
/// method, for each choice of the two being 0 or free; the best one that keeps the bounds is taken.
///
/// Intervals from the linearised law (Student's t). A coefficient that lies on its bound has the interval of the free fit
/// above 0. No fit from fewer than four different N, from values that are not positive numbers or all the same.
/// REQUIRES: as many x as y, x ascending.
[[nodiscard]] UslFit fit_usl(std::span<const double> x, std::span<const double> y, double level);

}  // namespace gallerysim::analysis
