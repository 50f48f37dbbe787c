#pragma once

#include <cstdint>
#include <span>

namespace gallerysim::analysis {

/// An estimate and its confidence interval. What the data do not bound is infinite (or the end of the
/// parameter's range), and an estimate from no data is NaN: so that too little data never looks like
/// certainty.
struct Interval {
    double value;
    double low;
    double high;

    [[nodiscard]] bool is_bounded() const;
    /// Half the distance from low to high; infinite when unbounded or unknown.
    [[nodiscard]] double half_width() const;
    /// The half-width over |value|: 0 when the interval is a point, infinite when the value is 0 otherwise or
    /// unknown.
    [[nodiscard]] double relative_half_width() const;
    [[nodiscard]] bool contains(double x) const { return low <= x && x <= high; }
};

// All levels are two-sided confidence levels inside (0, 1), such as 0.95.

/// The p-quantile of Student's t. REQUIRES: 0 < p < 1, df > 0 (infinity: the normal law).
[[nodiscard]] double student_t_quantile(double p, double df);

/// The mean of independent observations (one per run): x +- t(df = n - 1) s / sqrt(n). Exact for normal
/// observations, asymptotically right for others; unbounded below two observations. REQUIRES: finite
/// observations.
[[nodiscard]] Interval student_t_mean(std::span<const double> observations, double level);

/// The p-quantile of the law of independent observations, by order statistics: free of any assumption on that
/// law.
///
/// The value is the nearest-rank sample quantile. The interval [x(l), x(u)] has the largest l with P(B < l)
/// <= a/2 and the smallest u with P(B >= u) <= a/2, where B ~ binomial(n, p) and a = 1 - level; hence it
/// covers with at least `level` (Conover, Practical Nonparametric Statistics, 3.2). When no observation is
/// low (high) enough for that, the end is infinite: with p = 0.95 and level 0.95, below 72 observations there
/// is no upper end. REQUIRES: finite observations in any order, 0 < p < 1. O(n).
[[nodiscard]] Interval order_statistics_quantile(std::span<const double> observations, double p,
                                                 double level);

struct Proportion {
    std::uint64_t successes;
    std::uint64_t trials;
};

/// Wilson's score interval for the probability behind independent trials; [0, 1] around NaN without trials.
[[nodiscard]] Interval wilson(Proportion proportion, double level);

/// The same when trials come in clusters (the VMs of a run share its replicas and its luck) and only the
/// clusters, here the runs, are independent.
///
/// Wilson's interval with an effective sample size n / deff. The design effect deff is the variance of the
/// ratio estimator p = sum s_i / sum n_i between the runs, k / (k - 1) sum (s_i - p n_i)^2 / n^2, over that
/// of independent trials, p (1 - p) / n (Kish, Survey Sampling, 1965; the effective sample size in the score
/// interval: Korn and Graubard, Survey Methodology 24, 1998; Dean and Pagano, JSSAM 3, 2015). It is never
/// taken to be better than n independent trials nor worse than k. As deff is itself estimated, Student's t
/// replaces the normal quantile, with the degrees of freedom that the spread of the squared deviations
/// supports, at most k - 1: few runs with failures carry little knowledge of deff.
///
/// At p = 0 or 1 the data say nothing of deff, and the runs count as the trials: k of them, all alike. So
/// seeing no failure at all promises less than one isolated failure among many runs, which does tell that
/// failures are not all-or-nothing. One run alone, or a single one that has trials, counts as one trial.
[[nodiscard]] Interval clustered_wilson(std::span<const Proportion> per_run, double level);

/// Two systems under common random numbers: run i of both shares its random numbers.
struct PairedDifference {
    Interval difference;  ///< of the means, a - b
    /// (var a + var b) / var(a - b): how many times as many runs independent sampling would need. Infinite
    /// when the differences are all equal, 1 when nothing is known.
    double variance_reduction;
};

/// Student's t on the differences a_i - b_i. REQUIRES: as many of a as of b, all finite.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a, std::span<const double> b,
                                                 double level);

}  // namespace gallerysim::analysis
