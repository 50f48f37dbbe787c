#include "analysis/guidance_fit.hpp"

#include <cmath>
#include <vector>

#include "analysis/special_numbers.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

ThroughOrigin fit_through_origin(std::span<const double> x, std::span<const double> y, double level) {
    GALLERYSIM_ASSERT(x.size() == y.size(), "a fit needs as many of the one as of the other");
    ThroughOrigin result{.k = {kUnknown, -kInfinity, kInfinity}, .points = x.size()};
    if (x.empty()) return result;
    std::vector<double> ratio(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) ratio[i] = y[i] / x[i];
    const std::vector<std::vector<double>> ones{std::vector<double>(x.size(), 1.0)};
    result.k = least_squares(ones, ratio, level).coefficients.front();
    std::vector<double> line;
    for (const double at : x) line.push_back(result.k.value * at);
    result.quality = fit_quality(y, line);
    return result;
}

PowerLaw fit_power_law(std::span<const double> x, std::span<const double> y, double level) {
    GALLERYSIM_ASSERT(x.size() == y.size(), "a fit needs as many of the one as of the other");
    const Interval unknown{kUnknown, -kInfinity, kInfinity};
    if (x.size() < 2) return {.k = unknown, .b = unknown, .points = x.size()};
    std::vector<std::vector<double>> columns{std::vector<double>(x.size(), 1.0), {}};
    std::vector<double> logarithm;
    for (std::size_t i = 0; i < x.size(); ++i) {
        columns[1].push_back(std::log(x[i]));
        logarithm.push_back(std::log(y[i]));
    }
    const std::vector<Interval> line = least_squares(columns, logarithm, level).coefficients;
    const Interval k{std::exp(line[0].value), std::exp(line[0].low), std::exp(line[0].high)};
    return {.k = k, .b = line[1], .points = x.size()};
}

}  // namespace gallerysim::analysis
