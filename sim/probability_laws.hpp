#pragma once

#include <cstddef>
#include <variant>
#include <vector>

namespace gallerysim::sim {

class Distribution;

/// The laws that a Distribution can hold, by their working parameters; made by the factories of Distribution.
namespace law {

struct Constant {
    double value;
};
struct Uniform {
    double low, high;
};
struct Exponential {
    double mean;
};
struct Lognormal {
    double mu, sigma;  // of the logarithm
};
struct Gamma {
    double shape, scale;
};
struct Weibull {
    double shape, scale;
};
struct Triangular {
    double min, mode, max;
};
/// Values ascend; cumulative weights end at exactly 1. With n values, guide[j] is the first i whose
/// cumulative weight reaches j / n: from there, the search for a uniform between j / n and (j + 1) / n takes
/// O(1) steps on average (Chen and Asau, 1974).
struct Empirical {
    std::vector<double> values, cumulative;
    std::vector<std::size_t> guide;
};
struct Mixture {
    std::vector<double> cumulative;
    std::vector<Distribution> parts;
};

using Any =
    std::variant<Constant, Uniform, Exponential, Lognormal, Gamma, Weibull, Triangular, Empirical, Mixture>;

struct Moments {
    double mean;
    double variance;
};

/// The least x with P(X <= x) >= u; for a mixture the choice of a part by u, then that part's inverse.
/// REQUIRES: 0 < u < 1.
[[nodiscard]] double inverse(const Any& law, double u);
/// P(X <= x).
[[nodiscard]] double cdf(const Any& law, double x);
[[nodiscard]] Moments moments(const Any& law);

/// The guide of an empirical law.
[[nodiscard]] std::vector<std::size_t> guide_for(const std::vector<double>& cumulative);
/// The Weibull shape that has this coefficient of variation, 0.01 to 20.
[[nodiscard]] double weibull_shape_of(double cov);
/// The mean of the Weibull law of this shape and of scale 1.
[[nodiscard]] double weibull_mean_of(double shape);

}  // namespace law

}  // namespace gallerysim::sim
