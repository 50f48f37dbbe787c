#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analysis/intervals.hpp"

namespace gallerysim::analysis {

/// How a bootstrap draws. Equal terms draw equally, so that statistics of one study are resampled together.
struct BootstrapTerms {
    double level = 0.95;
    std::uint64_t seed = 1;
    std::size_t replicates = 1000;
};

/// Several statistics of n independent observations, given by the indices of those that a resample holds.
using ResampledStatistics = std::function<std::vector<double>(std::span<const std::size_t>)>;

/// Percentile intervals (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) of statistics around
/// their values on the observations as they are: each replicate draws n of them with replacement. An end never lies on
/// the wrong side of the value. Unbounded below two observations; replicates in which a statistic is not finite do not
/// count for it, and with more than half of them it is unbounded.
[[nodiscard]] std::vector<Interval> bootstrap_intervals(std::size_t observations, const ResampledStatistics& statistics,
                                                        const BootstrapTerms& terms);

/// The percentile interval of these replicates around `value`. REQUIRES: 0 < level < 1.
[[nodiscard]] Interval percentile_interval(double value, std::vector<double> replicates, double level);

}  // namespace gallerysim::analysis
