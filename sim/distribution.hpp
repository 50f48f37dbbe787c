#pragma once

#include <utility>
#include <vector>

#include "sim/probability_laws.hpp"
#include "sim/random_stream.hpp"

namespace gallerysim::sim {

/// A probability law on the real line, drawn by inversion.
///
/// Every draw takes exactly one uniform, whatever the law, and grows with that uniform (mixtures: within a
/// part). So two scenarios that draw the same entity's value from different laws stay synchronised, and are
/// positively correlated: that is what makes common random numbers work.
///
/// A value: copied freely, immutable after construction, readable from any thread. Laws by mean and
/// coefficient of variation (cov = standard deviation / mean) become a constant at cov 0. Parameters are
/// finite; violated requirements are bugs of the caller and asserted. A draw costs 5 to 30 ns whatever the
/// parameters, by the gamma law some 300 ns (its inverse has no closed form), by a mixture O(log of its
/// parts) more.
class Distribution {
public:
    /// Always `value`.
    [[nodiscard]] static Distribution constant(double value);
    /// REQUIRES: low <= high.
    [[nodiscard]] static Distribution uniform(double low, double high);
    /// REQUIRES: mean > 0, as in all laws below that are given by their mean.
    [[nodiscard]] static Distribution exponential(double mean);
    /// The exponential of a normal variable: sigma^2 = ln(1 + cov^2), mu = ln(mean) - sigma^2 / 2.
    /// REQUIRES: cov >= 0.
    [[nodiscard]] static Distribution lognormal(double mean, double cov);
    /// Shape 1 / cov^2, scale mean cov^2. REQUIRES: 0 <= cov <= 20.
    [[nodiscard]] static Distribution gamma(double mean, double cov);
    /// The sum of `stages` independent exponential variables with this sum of means. REQUIRES: stages >= 1.
    [[nodiscard]] static Distribution erlang(int stages, double mean);
    /// P(X > x) = exp(-(x / scale)^shape). REQUIRES: shape >= 0.05, scale > 0.
    [[nodiscard]] static Distribution weibull(double shape, double scale);
    /// The Weibull law with this mean and coefficient of variation. REQUIRES: cov = 0 or 0.01 <= cov <= 20.
    [[nodiscard]] static Distribution weibull_by_mean(double mean, double cov);
    /// REQUIRES: min <= mode <= max.
    [[nodiscard]] static Distribution triangular(double min, double mode, double max);
    /// Draws one of the values again, equally likely or by weight. REQUIRES: at least one value; weights
    /// empty or one per value, none negative, with a positive sum.
    [[nodiscard]] static Distribution empirical(std::vector<double> values, std::vector<double> weights = {});
    /// Draws from one of the parts, chosen by weight. The uniform that chooses is stretched back to (0, 1)
    /// and drives the part, so that one uniform is enough. REQUIRES: at least one part; no weight negative,
    /// with a positive sum.
    [[nodiscard]] static Distribution mixture(
        const std::vector<std::pair<double, Distribution>>& weighted_parts);
    /// Two exponential laws with balanced means (each brings half of the mean). REQUIRES: cov >= 1.
    [[nodiscard]] static Distribution hyperexponential(double mean, double cov);

    /// One value, by exactly one uniform of the stream.
    [[nodiscard]] double sample(RandomStream& stream) const { return from_uniform(stream.uniform()); }
    /// The value that the uniform u draws: quantile(u), but for a mixture (see there). REQUIRES: 0 < u < 1.
    [[nodiscard]] double from_uniform(double u) const;
    /// The least x with cdf(x) >= p. For a mixture it is searched by bisection. REQUIRES: 0 < p < 1.
    [[nodiscard]] double quantile(double p) const;
    /// P(X <= x).
    [[nodiscard]] double cdf(double x) const;
    [[nodiscard]] double mean() const;
    [[nodiscard]] double variance() const;

private:
    explicit Distribution(law::Any law) : law_(std::move(law)) {}

    law::Any law_;
};

}  // namespace gallerysim::sim
