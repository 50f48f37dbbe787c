#include "analysis/intervals.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

#include "analysis/special_numbers.hpp"
#include "sim/assert.hpp"
#include "sim/normal_quantile.hpp"
#include "sim/quantiles.hpp"
#include "sim/tally.hpp"

namespace gallerysim::analysis {

namespace {

double upper_probability(double level) {
    GALLERYSIM_ASSERT(level > 0.0 && level < 1.0, "a confidence level lies inside (0, 1)");
    return 0.5 + 0.5 * level;
}

sim::Tally tally_of_values(std::span<const double> observations) {
    sim::Tally tally;
    for (const double x : observations) {
        GALLERYSIM_ASSERT(std::isfinite(x), "an interval is estimated from finite observations");
        tally.add(x);
    }
    return tally;
}

Interval student_t_around(const sim::Tally& tally, double level) {
    const double upper = upper_probability(level);
    if (tally.count() < 2) return {tally.mean(), -kInfinity, kInfinity};
    const auto n = static_cast<double>(tally.count());
    const double half_width = student_t_quantile(upper, n - 1.0) * tally.standard_deviation() / std::sqrt(n);
    return {tally.mean(), tally.mean() - half_width, tally.mean() + half_width};
}

/// The largest l in 0 .. n with P(B < l) <= tail, for B ~ binomial(n, p).
std::uint64_t lower_rank(std::uint64_t n, double p, double tail) {
    const boost::math::binomial_distribution<> binomial(static_cast<double>(n), p);
    std::uint64_t low = 0;       // satisfies it
    std::uint64_t high = n + 1;  // does not: P(B < n + 1) = 1
    while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        const bool holds = boost::math::cdf(binomial, static_cast<double>(middle - 1)) <= tail;
        (holds ? low : high) = middle;
    }
    return low;
}

/// Wilson's interval; `spread` is z^2 / n.
Interval score_interval(double p, double spread) {
    const double centre = p + 0.5 * spread;
    const double half_width = std::sqrt(spread * (p * (1.0 - p) + 0.25 * spread));
    // Exact where the formula is so but for rounding: the ends 0 at p = 0 and 1 at p = 1.
    return {p, p == 0.0 ? 0.0 : std::max(0.0, (centre - half_width) / (1.0 + spread)),
            p == 1.0 ? 1.0 : std::min(1.0, (centre + half_width) / (1.0 + spread))};
}

struct Clusters {
    double runs = 0.0;
    double trials = 0.0;
    double successes = 0.0;
};

/// Degrees of freedom of a variance that is estimated by the mean of these k squared deviations: 2 (mean)^2 /
/// variance of that estimate, by the deviations' own fourth moment. A normal law gives k; a single deviation
/// among zeros gives 2.
double degrees_of_freedom(std::span<const double> squared_deviations) {
    const auto k = static_cast<double>(squared_deviations.size());
    double second = 0.0;
    double fourth = 0.0;
    for (const double squared : squared_deviations) {
        second += squared / k;
        fourth += squared * squared / k;
    }
    const double excess = fourth - second * second;
    const double most = k - 1.0;
    return excess > 0.0 ? std::clamp(2.0 * k * second * second / excess, 1.0, most) : most;
}

}  // namespace

bool Interval::is_bounded() const {
    return std::isfinite(low) && std::isfinite(high) && std::isfinite(value);
}

double Interval::half_width() const { return is_bounded() ? 0.5 * (high - low) : kInfinity; }

double Interval::relative_half_width() const {
    const double half = half_width();
    if (half == 0.0 || half == kInfinity) return half;
    return half / std::abs(value);
}

double student_t_quantile(double p, double df) {
    GALLERYSIM_ASSERT(p > 0.0 && p < 1.0 && df > 0.0,
                      "Student's t needs p inside (0, 1) and positive degrees of freedom");
    return std::isinf(df) ? sim::normal_quantile(p) : boost::math::quantile(boost::math::students_t(df), p);
}

Interval student_t_mean(std::span<const double> observations, double level) {
    return student_t_around(tally_of_values(observations), level);
}

Interval order_statistics_quantile(std::span<const double> observations, double p, double level) {
    GALLERYSIM_ASSERT(p > 0.0 && p < 1.0, "a quantile is estimated inside (0, 1)");
    const double tail = 1.0 - upper_probability(level);
    if (observations.empty()) return {kUnknown, -kInfinity, kInfinity};
    std::vector<double> values(observations.begin(), observations.end());
    for (const double x : values)
        GALLERYSIM_ASSERT(std::isfinite(x), "an interval is estimated from finite observations");
    const auto n = static_cast<std::uint64_t>(values.size());
    const auto of_rank = [&values](std::uint64_t rank) {
        const auto nth = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
        std::nth_element(values.begin(), nth, values.end());
        return *nth;
    };
    // P(B >= u) <= tail is P(n - B < n - u + 1) <= tail, and n - B is binomial(n, 1 - p).
    const std::uint64_t lower = lower_rank(n, p, tail);
    const std::uint64_t from_above = lower_rank(n, 1.0 - p, tail);
    return {of_rank(sim::Quantiles::nearest_rank(n, p)), lower > 0 ? of_rank(lower) : -kInfinity,
            from_above > 0 ? of_rank(n + 1 - from_above) : kInfinity};
}

Interval wilson(Proportion proportion, double level) {
    GALLERYSIM_ASSERT(proportion.successes <= proportion.trials, "there are no more successes than trials");
    const double z = sim::normal_quantile(upper_probability(level));
    if (proportion.trials == 0) return {kUnknown, 0.0, 1.0};
    const auto n = static_cast<double>(proportion.trials);
    return score_interval(static_cast<double>(proportion.successes) / n, z * z / n);
}

Interval clustered_wilson(std::span<const Proportion> per_run, double level) {
    const double upper = upper_probability(level);
    const double z = sim::normal_quantile(upper);
    Clusters all;
    for (const Proportion& run : per_run) {
        GALLERYSIM_ASSERT(run.successes <= run.trials, "there are no more successes than trials");
        all.runs += run.trials > 0 ? 1.0 : 0.0;
        all.trials += static_cast<double>(run.trials);
        all.successes += static_cast<double>(run.successes);
    }
    if (all.trials == 0.0) return {kUnknown, 0.0, 1.0};
    const double p = all.successes / all.trials;
    if (all.runs < 2.0 || p == 0.0 || p == 1.0) return score_interval(p, z * z / all.runs);

    std::vector<double> squared_deviations;
    double sum_of_squares = 0.0;
    for (const Proportion& run : per_run) {
        if (run.trials == 0) continue;
        const double deviation = static_cast<double>(run.successes) - p * static_cast<double>(run.trials);
        squared_deviations.push_back(deviation * deviation);
        sum_of_squares += deviation * deviation;
    }
    const double between_runs = all.runs / (all.runs - 1.0) * sum_of_squares / (all.trials * all.trials);
    const double independent = p * (1.0 - p) / all.trials;
    const double effective = std::clamp(all.trials * independent / between_runs, all.runs, all.trials);
    const double t = student_t_quantile(upper, degrees_of_freedom(squared_deviations));
    return score_interval(p, t * t / effective);
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b, double level) {
    GALLERYSIM_ASSERT(a.size() == b.size(), "a paired difference needs as many of the one as of the other");
    std::vector<double> differences(a.size());
    std::transform(a.begin(), a.end(), b.begin(), differences.begin(),
                   [](double x, double y) { return x - y; });
    const sim::Tally tally = tally_of_values(differences);
    double variance_reduction = 1.0;
    if (a.size() > 1) {
        const double independent = tally_of_values(a).variance() + tally_of_values(b).variance();
        if (independent > 0.0) variance_reduction = independent / tally.variance();
    }
    return {student_t_around(tally, level), variance_reduction};
}

}  // namespace gallerysim::analysis
