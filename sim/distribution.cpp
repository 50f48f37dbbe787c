#include "sim/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "sim/assert.hpp"

namespace gallerysim::sim {

namespace {

double squared(double x) { return x * x; }

/// Running sums of the weights over their total; the last one is exactly 1.
std::vector<double> cumulative_shares(const std::vector<double>& weights) {
    std::vector<double> shares(weights.size());
    std::partial_sum(weights.begin(), weights.end(), shares.begin());
    const double total = shares.back();
    GALLERYSIM_ASSERT(total > 0.0 && std::isfinite(total), "weights must have a positive sum");
    for (double& share : shares) share /= total;
    return shares;
}

}  // namespace

Distribution Distribution::constant(double value) {
    GALLERYSIM_ASSERT(std::isfinite(value), "a constant must be finite");
    return Distribution(law::Constant{value});
}

Distribution Distribution::uniform(double low, double high) {
    GALLERYSIM_ASSERT(low <= high && std::isfinite(high - low), "a uniform law needs low <= high");
    return low == high ? constant(low) : Distribution(law::Uniform{low, high});
}

Distribution Distribution::exponential(double mean) {
    GALLERYSIM_ASSERT(mean > 0.0 && std::isfinite(mean), "an exponential law needs a positive mean");
    return Distribution(law::Exponential{mean});
}

Distribution Distribution::lognormal(double mean, double cov) {
    GALLERYSIM_ASSERT(mean > 0.0 && std::isfinite(mean), "a lognormal law needs a positive mean");
    GALLERYSIM_ASSERT(cov >= 0.0 && std::isfinite(cov), "a coefficient of variation is not negative");
    if (cov == 0.0) return constant(mean);
    const double variance_of_log = std::log1p(squared(cov));
    return Distribution(law::Lognormal{std::log(mean) - 0.5 * variance_of_log, std::sqrt(variance_of_log)});
}

Distribution Distribution::gamma(double mean, double cov) {
    GALLERYSIM_ASSERT(mean > 0.0 && std::isfinite(mean), "a gamma law needs a positive mean");
    GALLERYSIM_ASSERT(cov >= 0.0 && cov <= 20.0, "a gamma law takes a coefficient of variation of 0 to 20");
    if (cov == 0.0) return constant(mean);
    if (cov == 1.0) return exponential(mean);
    return Distribution(law::Gamma{1.0 / squared(cov), mean * squared(cov)});
}

Distribution Distribution::erlang(int stages, double mean) {
    GALLERYSIM_ASSERT(stages >= 1, "an Erlang law has at least one stage");
    GALLERYSIM_ASSERT(mean > 0.0 && std::isfinite(mean), "an Erlang law needs a positive mean");
    if (stages == 1) return exponential(mean);
    return Distribution(law::Gamma{static_cast<double>(stages), mean / stages});
}

Distribution Distribution::weibull(double shape, double scale) {
    GALLERYSIM_ASSERT(shape >= 0.05 && std::isfinite(shape), "a Weibull law needs a shape of at least 0.05");
    GALLERYSIM_ASSERT(scale > 0.0 && std::isfinite(scale), "a Weibull law needs a positive scale");
    return Distribution(law::Weibull{shape, scale});
}

Distribution Distribution::weibull_by_mean(double mean, double cov) {
    GALLERYSIM_ASSERT(mean > 0.0 && std::isfinite(mean), "a Weibull law needs a positive mean");
    if (cov == 0.0) return constant(mean);
    GALLERYSIM_ASSERT(cov >= 0.01 && cov <= 20.0,
                      "a Weibull law takes a coefficient of variation of 0.01 to 20");
    const double shape = law::weibull_shape_of(cov);
    return weibull(shape, mean / law::weibull_mean_of(shape));
}

Distribution Distribution::triangular(double min, double mode, double max) {
    GALLERYSIM_ASSERT(min <= mode && mode <= max && std::isfinite(max - min),
                      "a triangle needs min <= mode <= max");
    return min == max ? constant(min) : Distribution(law::Triangular{min, mode, max});
}

Distribution Distribution::empirical(std::vector<double> values, std::vector<double> weights) {
    GALLERYSIM_ASSERT(!values.empty(), "an empirical law needs at least one value");
    if (weights.empty()) weights.assign(values.size(), 1.0);
    GALLERYSIM_ASSERT(weights.size() == values.size(), "an empirical law needs a weight for every value");
    std::vector<std::pair<double, double>> atoms;
    for (std::size_t i = 0; i < values.size(); ++i) {
        GALLERYSIM_ASSERT(std::isfinite(values[i]) && weights[i] >= 0.0,
                          "values are finite and weights not negative");
        if (weights[i] > 0.0) atoms.emplace_back(values[i], weights[i]);
    }
    GALLERYSIM_ASSERT(!atoms.empty(), "weights must have a positive sum");
    std::sort(atoms.begin(), atoms.end());
    values.clear();
    weights.clear();
    for (const auto& [value, weight] : atoms) {
        values.push_back(value);
        weights.push_back(weight);
    }
    std::vector<double> cumulative = cumulative_shares(weights);
    std::vector<std::size_t> guide = law::guide_for(cumulative);
    return Distribution(law::Empirical{std::move(values), std::move(cumulative), std::move(guide)});
}

Distribution Distribution::mixture(const std::vector<std::pair<double, Distribution>>& weighted_parts) {
    std::vector<double> weights;
    std::vector<Distribution> parts;
    for (const auto& [weight, part] : weighted_parts) {
        GALLERYSIM_ASSERT(weight >= 0.0, "the weights of a mixture are not negative");
        if (weight == 0.0) continue;
        weights.push_back(weight);
        parts.push_back(part);
    }
    GALLERYSIM_ASSERT(!parts.empty(), "a mixture needs a part with a positive weight");
    return Distribution(law::Mixture{cumulative_shares(weights), std::move(parts)});
}

Distribution Distribution::hyperexponential(double mean, double cov) {
    GALLERYSIM_ASSERT(mean > 0.0 && std::isfinite(mean), "a hyperexponential law needs a positive mean");
    GALLERYSIM_ASSERT(cov >= 1.0 && std::isfinite(cov),
                      "a hyperexponential law has a coefficient of variation >= 1");
    if (cov == 1.0) return exponential(mean);
    const double often = 0.5 * (1.0 + std::sqrt((squared(cov) - 1.0) / (squared(cov) + 1.0)));
    const double seldom = 0.5 / ((squared(cov) + 1.0) * often);  // 1 - often, without cancellation
    return mixture({{often, exponential(0.5 * mean / often)}, {seldom, exponential(0.5 * mean / seldom)}});
}

double Distribution::from_uniform(double u) const {
    GALLERYSIM_ASSERT(u > 0.0 && u < 1.0, "inversion takes a uniform inside (0, 1)");
    return law::inverse(law_, u);
}

double Distribution::quantile(double p) const {
    const auto* mixture = std::get_if<law::Mixture>(&law_);
    if (mixture == nullptr) return from_uniform(p);
    GALLERYSIM_ASSERT(p > 0.0 && p < 1.0, "a quantile is asked for inside (0, 1)");
    // It lies between the least and the greatest of the parts' quantiles.
    double low = mixture->parts.front().quantile(p);
    double high = low;
    for (const Distribution& part : mixture->parts) {
        const double x = part.quantile(p);
        low = std::min(low, x);
        high = std::max(high, x);
    }
    if (cdf(low) >= p) return low;
    for (;;) {
        const double middle = std::midpoint(low, high);
        if (middle <= low || middle >= high) return high;
        (cdf(middle) < p ? low : high) = middle;
    }
}

double Distribution::cdf(double x) const { return law::cdf(law_, x); }

double Distribution::mean() const { return law::moments(law_).mean; }

double Distribution::variance() const { return law::moments(law_).variance; }

}  // namespace gallerysim::sim
