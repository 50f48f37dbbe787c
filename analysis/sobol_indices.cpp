#include "analysis/sobol_indices.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <span>

#include "analysis/analysis_purpose.hpp"
#include "analysis/special_numbers.hpp"
#include "sim/assert.hpp"
#include "sim/random_stream.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kMostFactors = 1800;

/// Mean of u_r v_s over all pairs of different runs; of one run, its own product.
double cross_product(std::span<const double> u, std::span<const double> v) {
    if (u.size() == 1) return u[0] * v[0];
    double sum_u = 0.0;
    double sum_v = 0.0;
    double same = 0.0;
    for (std::size_t r = 0; r < u.size(); ++r) {
        sum_u += u[r];
        sum_v += v[r];
        same += u[r] * v[r];
    }
    const double n = static_cast<double>(u.size());
    return (sum_u * sum_v - same) / (n * (n - 1.0));
}

double mean_of(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

/// What a row adds to the estimators, each of them a mean over rows.
struct RowTerms {
    double mean = 0.0;           ///< of y(a) and y(b)
    double square = 0.0;         ///< of both
    double chance = 0.0;         ///< variance of a mean over the runs, of both
    std::vector<double> first;   ///< by factor
    std::vector<double> total;
};

class Rows {
public:
    Rows(const SobolDesign& design, const DesignResponses& responses)
        : factors_(design.factors), responses_(responses) {
        const std::size_t stride = factors_ + 2;
        std::vector<std::size_t> used;
        double sum = 0.0;
        for (std::size_t row = 0; row < design.rows; ++row) {
            const auto values = std::span(responses.values).subspan(row * stride * responses.runs, stride * responses.runs);
            if (!std::ranges::all_of(values, [](double x) { return std::isfinite(x); })) continue;
            used.push_back(row);
            sum += mean_of(responses.of(row * stride)) + mean_of(responses.of(row * stride + 1));
        }
        centre_ = used.empty() ? kUnknown : sum / (2.0 * static_cast<double>(used.size()));
        for (const std::size_t row : used) rows_.push_back(terms_of(row * stride));
    }

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] double centre() const { return centre_; }

    /// V, S_1, T_1, S_2, ...
    [[nodiscard]] std::vector<double> estimate(std::span<const std::size_t> resample) const {
        double mean = 0.0;
        double square = 0.0;
        std::vector<double> sums(2 * factors_, 0.0);
        for (const std::size_t i : resample) {
            const RowTerms& row = rows_[i];
            mean += row.mean;
            square += row.square;
            for (std::size_t f = 0; f < factors_; ++f) {
                sums[2 * f] += row.first[f];
                sums[2 * f + 1] += row.total[f];
            }
        }
        const double n = static_cast<double>(resample.size());
        mean /= n;
        double variance = (square / n - mean * mean) * 2.0 * n / (2.0 * n - 1.0);
        // Below that it is the rounding of a response that is always the same.
        if (!(variance > 1e-20 * centre_ * centre_)) variance = 0.0;
        std::vector<double> estimates{variance};
        for (const double sum : sums) estimates.push_back(variance > 0.0 ? sum / n / variance : kUnknown);
        return estimates;
    }

    /// Mean variance that chance leaves in the mean of a point.
    [[nodiscard]] double chance() const {
        double sum = 0.0;
        for (const RowTerms& row : rows_) sum += row.chance;
        return sum / static_cast<double>(rows_.size());
    }

private:
    [[nodiscard]] std::vector<double> centred(std::size_t point) const {
        const auto values = responses_.of(point);
        std::vector<double> result(values.begin(), values.end());
        for (double& value : result) value -= centre_;
        return result;
    }

    [[nodiscard]] RowTerms terms_of(std::size_t first_point) const {
        const std::vector<double> a = centred(first_point);
        const std::vector<double> b = centred(first_point + 1);
        RowTerms terms;
        const double mean_a = mean_of(a);
        const double mean_b = mean_of(b);
        const double square_a = cross_product(a, a);
        const double square_b = cross_product(b, b);
        terms.mean = 0.5 * (mean_a + mean_b);
        terms.square = 0.5 * (square_a + square_b);
        terms.chance = 0.5 * (mean_a * mean_a - square_a + mean_b * mean_b - square_b);
        for (std::size_t f = 0; f < factors_; ++f) {
            std::vector<double> difference = centred(first_point + 2 + f);
            for (std::size_t r = 0; r < a.size(); ++r) difference[r] -= a[r];
            terms.first.push_back(cross_product(b, difference));
            terms.total.push_back(0.5 * cross_product(difference, difference));
        }
        return terms;
    }

    std::size_t factors_;
    const DesignResponses& responses_;
    double centre_ = 0.0;  ///< grand mean: products of what is near 0 vary least
    std::vector<RowTerms> rows_;
};

}  // namespace

SobolDesign sobol_design(std::size_t factors, std::size_t rows, std::uint64_t seed) {
    GALLERYSIM_ASSERT(factors > 0 && factors <= kMostFactors, "the sequence has enough dimensions");
    std::vector<std::uint64_t> shifts;
    for (std::size_t d = 0; d < 2 * factors; ++d) {
        shifts.push_back(sim::RandomStream({.seed = seed,
                                            .purpose = static_cast<std::uint16_t>(AnalysisPurpose::sequence_shift),
                                            .entity = d})
                             .next_u64());
    }
    boost::random::sobol sequence(2 * factors);
    SobolDesign design{.factors = factors, .rows = rows, .points = {}};
    std::vector<double> row(2 * factors);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t d = 0; d < row.size(); ++d) {
            // Boost leaves out the first point of the sequence, the origin; without it 2^m rows are not even.
            const std::uint64_t bits = r == 0 ? 0 : sequence();
            row[d] = static_cast<double>(((bits ^ shifts[d]) >> 11U) | 1U) * 0x1p-53;
        }
        const std::vector<double> a(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(factors));
        const std::vector<double> b(row.begin() + static_cast<std::ptrdiff_t>(factors), row.end());
        design.points.push_back(a);
        design.points.push_back(b);
        for (std::size_t f = 0; f < factors; ++f) {
            design.points.push_back(a);
            design.points.back()[f] = b[f];
        }
    }
    return design;
}

SobolIndices sobol_indices(const SobolDesign& design, const DesignResponses& responses, const BootstrapTerms& terms) {
    GALLERYSIM_ASSERT(responses.points() == design.points.size(), "every point of the design has a response");
    const Rows rows(design, responses);
    const auto statistics = [&](std::span<const std::size_t> resample) {
        const std::vector<double> estimates = rows.estimate(resample);
        std::vector<double> all;
        double sum = 0.0;
        for (std::size_t f = 0; f < design.factors; ++f) {
            const double first = estimates[1 + 2 * f];
            const double total = estimates[2 + 2 * f];
            sum += first;
            all.insert(all.end(), {first, total, total - first});
        }
        all.push_back(sum);
        all.push_back(estimates.front());
        return all;
    };
    const std::vector<Interval> intervals = bootstrap_intervals(rows.size(), statistics, terms);
    SobolIndices indices;
    for (std::size_t f = 0; f < design.factors; ++f) {
        indices.factors.push_back({intervals[3 * f], intervals[3 * f + 1], intervals[3 * f + 2]});
    }
    indices.sum_of_first = intervals[3 * design.factors];
    indices.mean = rows.centre();
    indices.variance = intervals.back().value;
    const double chance = rows.chance();
    indices.noise_share = chance > 0.0 ? std::min(1.0, chance / (indices.variance + chance)) : 0.0;
    indices.rows = rows.size();
    indices.rows_dropped = design.rows - rows.size();
    return indices;
}

}  // namespace gallerysim::analysis
