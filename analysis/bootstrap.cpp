#include "analysis/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/analysis_purpose.hpp"
#include "analysis/special_numbers.hpp"
#include "sim/random_stream.hpp"

namespace gallerysim::analysis {

namespace {

/// Between the two order statistics around it. REQUIRES: sorted, not empty.
double sorted_quantile(const std::vector<double>& sorted, double p) {
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

Interval percentile_interval(double value, std::vector<double> replicates, double level) {
    const std::size_t drawn = replicates.size();
    std::erase_if(replicates, [](double x) { return !std::isfinite(x); });
    if (!std::isfinite(value) || replicates.empty() || 2 * replicates.size() < drawn) {
        return {value, -kInfinity, kInfinity};
    }
    std::ranges::sort(replicates);
    return {value, std::min(value, sorted_quantile(replicates, 0.5 * (1.0 - level))),
            std::max(value, sorted_quantile(replicates, 0.5 * (1.0 + level)))};
}

std::vector<Interval> bootstrap_intervals(std::size_t observations, const ResampledStatistics& statistics,
                                          const BootstrapTerms& terms) {
    std::vector<std::size_t> indices(observations);
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    const std::vector<double> values = statistics(indices);
    std::vector<std::vector<double>> replicates(values.size());
    if (observations > 1) {
        for (std::size_t b = 0; b < terms.replicates; ++b) {
            sim::RandomStream stream({.seed = terms.seed,
                                      .run = static_cast<std::uint32_t>(b),
                                      .purpose = static_cast<std::uint16_t>(AnalysisPurpose::resampling)});
            for (std::size_t& index : indices) index = stream.below(observations);
            const std::vector<double> drawn = statistics(indices);
            for (std::size_t i = 0; i < drawn.size(); ++i) replicates[i].push_back(drawn[i]);
        }
    }
    std::vector<Interval> intervals;
    for (std::size_t i = 0; i < values.size(); ++i) {
        intervals.push_back(percentile_interval(values[i], std::move(replicates[i]), terms.level));
    }
    return intervals;
}

}  // namespace gallerysim::analysis
