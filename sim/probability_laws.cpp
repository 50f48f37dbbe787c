#include "sim/probability_laws.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "sim/distribution.hpp"
#include "sim/normal_quantile.hpp"

namespace gallerysim::sim::law {

namespace {

namespace policies = boost::math::policies;

// Doubles are enough here, and three times as fast as Boost's default detour over long double. A gamma law of
// a huge coefficient of variation rightly underflows to 0.
using Doubles =
    policies::policy<policies::promote_double<false>, policies::underflow_error<policies::ignore_error>,
                     policies::overflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>>;

constexpr double kLargestUniform = 1.0 - 0x1p-53;

double squared(double x) { return x * x; }

/// -ln(1 - u). The logarithm is faster than log1p, and as accurate wherever 1 - u is exact: for every uniform
/// that a RandomStream draws.
double exponential_of(double u) {
    const double survival = 1.0 - u;
    return 1.0 - survival == u ? -std::log(survival) : -std::log1p(-u);
}

/// The moment E[(X / scale)^power] of the Weibull law.
double weibull_moment(double shape, int power) { return boost::math::tgamma(1.0 + power / shape, Doubles()); }

double weibull_squared_cov(double shape) {
    return weibull_moment(shape, 2) / squared(weibull_moment(shape, 1)) - 1.0;
}

std::size_t index_for(const std::vector<double>& cumulative, double u) {
    return static_cast<std::size_t>(std::lower_bound(cumulative.begin(), cumulative.end(), u) -
                                    cumulative.begin());
}

double share_at(const std::vector<double>& cumulative, std::size_t i) {
    return i == 0 ? cumulative[0] : cumulative[i] - cumulative[i - 1];
}

// Inversion

double inverse_of(const Constant& law, double) { return law.value; }

double inverse_of(const Uniform& law, double u) { return law.low + (law.high - law.low) * u; }

double inverse_of(const Exponential& law, double u) { return law.mean * exponential_of(u); }

double inverse_of(const Lognormal& law, double u) {
    return std::exp(law.mu + law.sigma * normal_quantile(u));
}

double inverse_of(const Gamma& law, double u) {
    return law.scale * (u < 0.5 ? boost::math::gamma_p_inv(law.shape, u, Doubles())
                                : boost::math::gamma_q_inv(law.shape, 1.0 - u, Doubles()));
}

double inverse_of(const Weibull& law, double u) {
    return law.scale * std::pow(exponential_of(u), 1.0 / law.shape);
}

double inverse_of(const Triangular& law, double u) {
    const double width = law.max - law.min;
    const double rise = law.mode - law.min;
    return u * width < rise ? law.min + std::sqrt(u * width * rise)
                            : law.max - std::sqrt((1.0 - u) * width * (law.max - law.mode));
}

double inverse_of(const Empirical& law, double u) {
    std::size_t i = law.guide[static_cast<std::size_t>(u * static_cast<double>(law.guide.size()))];
    while (law.cumulative[i] < u) ++i;
    while (i > 0 && law.cumulative[i - 1] >= u) --i;  // the guide may be one step too far by rounding
    return law.values[i];
}

double inverse_of(const Mixture& law, double u) {
    const std::size_t i = index_for(law.cumulative, u);
    const double before = i == 0 ? 0.0 : law.cumulative[i - 1];
    const double stretched = (u - before) / (law.cumulative[i] - before);
    return law.parts[i].from_uniform(std::min(stretched, kLargestUniform));
}

// Distribution functions

double cdf_of(const Constant& law, double x) { return x < law.value ? 0.0 : 1.0; }

double cdf_of(const Uniform& law, double x) {
    if (x < law.low) return 0.0;
    return x >= law.high ? 1.0 : (x - law.low) / (law.high - law.low);
}

double cdf_of(const Exponential& law, double x) { return x <= 0.0 ? 0.0 : -std::expm1(-x / law.mean); }

double cdf_of(const Lognormal& law, double x) {
    return x <= 0.0 ? 0.0 : 0.5 * std::erfc((law.mu - std::log(x)) / (law.sigma * std::sqrt(2.0)));
}

double cdf_of(const Gamma& law, double x) {
    return x <= 0.0 ? 0.0 : boost::math::gamma_p(law.shape, x / law.scale, Doubles());
}

double cdf_of(const Weibull& law, double x) {
    return x <= 0.0 ? 0.0 : -std::expm1(-std::pow(x / law.scale, law.shape));
}

double cdf_of(const Triangular& law, double x) {
    if (x < law.min) return 0.0;
    if (x >= law.max) return 1.0;
    const double width = law.max - law.min;
    return x < law.mode ? squared(x - law.min) / (width * (law.mode - law.min))
                        : 1.0 - squared(law.max - x) / (width * (law.max - law.mode));
}

double cdf_of(const Empirical& law, double x) {
    const auto above = std::upper_bound(law.values.begin(), law.values.end(), x);
    return above == law.values.begin()
               ? 0.0
               : law.cumulative[static_cast<std::size_t>(above - law.values.begin()) - 1];
}

double cdf_of(const Mixture& law, double x) {
    double sum = 0.0;
    for (std::size_t i = 0; i < law.parts.size(); ++i)
        sum += share_at(law.cumulative, i) * law.parts[i].cdf(x);
    return std::min(sum, 1.0);
}

// Moments

Moments moments_of(const Constant& law) { return {law.value, 0.0}; }

Moments moments_of(const Uniform& law) {
    return {std::midpoint(law.low, law.high), squared(law.high - law.low) / 12.0};
}

Moments moments_of(const Exponential& law) { return {law.mean, squared(law.mean)}; }

Moments moments_of(const Lognormal& law) {
    const double variance_of_log = squared(law.sigma);
    const double mean = std::exp(law.mu + 0.5 * variance_of_log);
    return {mean, squared(mean) * std::expm1(variance_of_log)};
}

Moments moments_of(const Gamma& law) { return {law.shape * law.scale, law.shape * squared(law.scale)}; }

Moments moments_of(const Weibull& law) {
    const double mean = law.scale * weibull_moment(law.shape, 1);
    return {mean, squared(mean) * weibull_squared_cov(law.shape)};
}

Moments moments_of(const Triangular& law) {
    const double rise = law.mode - law.min;
    const double fall = law.max - law.mode;
    return {(law.min + law.mode + law.max) / 3.0, (squared(rise) + rise * fall + squared(fall)) / 18.0};
}

/// The moments of a finite mixture: the mean of the means, and the mean variance plus the variance of the
/// means.
template <class PartMoments>
Moments mixed_moments(const std::vector<double>& cumulative, PartMoments moments_of_part) {
    double mean = 0.0;
    for (std::size_t i = 0; i < cumulative.size(); ++i)
        mean += share_at(cumulative, i) * moments_of_part(i).mean;
    double variance = 0.0;
    for (std::size_t i = 0; i < cumulative.size(); ++i) {
        const Moments part = moments_of_part(i);
        variance += share_at(cumulative, i) * (part.variance + squared(part.mean - mean));
    }
    return {mean, variance};
}

Moments moments_of(const Empirical& law) {
    return mixed_moments(law.cumulative, [&law](std::size_t i) { return Moments{law.values[i], 0.0}; });
}

Moments moments_of(const Mixture& law) {
    return mixed_moments(law.cumulative, [&law](std::size_t i) {
        return Moments{law.parts[i].mean(), law.parts[i].variance()};
    });
}

}  // namespace

double inverse(const Any& law, double u) {
    return std::visit([u](const auto& any) { return inverse_of(any, u); }, law);
}

double cdf(const Any& law, double x) {
    return std::visit([x](const auto& any) { return cdf_of(any, x); }, law);
}

Moments moments(const Any& law) {
    return std::visit([](const auto& any) { return moments_of(any); }, law);
}

std::vector<std::size_t> guide_for(const std::vector<double>& cumulative) {
    std::vector<std::size_t> guide(cumulative.size());
    std::size_t i = 0;
    for (std::size_t j = 0; j < guide.size(); ++j) {
        while (cumulative[i] < static_cast<double>(j) / static_cast<double>(guide.size())) ++i;
        guide[j] = i;
    }
    return guide;
}

double weibull_mean_of(double shape) { return weibull_moment(shape, 1); }

double weibull_shape_of(double cov) {
    // The coefficient of variation falls as the shape grows: bisection, between shapes beyond the allowed
    // range.
    double low = 0.1;
    double high = 1000.0;
    for (;;) {
        const double middle = std::midpoint(low, high);
        if (middle <= low || middle >= high) return high;
        (weibull_squared_cov(middle) > squared(cov) ? low : high) = middle;
    }
}

}  // namespace gallerysim::sim::law
