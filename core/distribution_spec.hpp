#pragma once

#include <string>
#include <vector>

#include "sim/distribution.hpp"

namespace gallerysim::core {

/// A distribution of times as a scenario writes it; all numbers in seconds (or without unit where noted).
struct DistributionSpec {
    enum class Kind {
        constant,     ///< a: value
        uniform,      ///< a: from, b: to
        exponential,  ///< a: mean
        lognormal,    ///< a: mean, b: coefficient of variation (no unit)
        gamma,        ///< a: mean, b: coefficient of variation (no unit)
        weibull,      ///< a: scale, b: shape (no unit)
        triangular,   ///< a: min, b: mode, c: max
        empirical,    ///< values
    };
    Kind kind = Kind::constant;
    double a = 0.0;
    double b = 0.0;
    double c = 0.0;
    std::vector<double> values{};

    /// The sampler, in seconds.
    [[nodiscard]] sim::Distribution build() const;
    /// As a scenario would write it: "90 s", "{ lognormal: { mean: 90 s, cov: 0.3 } }".
    [[nodiscard]] std::string to_yaml() const;

    bool operator==(const DistributionSpec&) const = default;
};

}  // namespace gallerysim::core
