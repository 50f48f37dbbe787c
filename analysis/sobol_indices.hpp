#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/bootstrap.hpp"
#include "analysis/design_responses.hpp"
#include "analysis/intervals.hpp"

namespace gallerysim::analysis {

// Sobol' indices of a response y with k independent factors, uniform on [0, 1]: which part of its variance V a factor
// explains alone, S = Var(E[y | x_i]) / V, and with all its interactions, T = E(Var[y | x without x_i]) / V.
//
// Of each row, points a and b are drawn, and c_i is a with factor i from b. By Saltelli et al., Computer Physics
// Communications 181 (2010), table 2: V S_i = E[y(b) (y(c_i) - y(a))] (b), and V T_i = E[(y(a) - y(c_i))^2] / 2
// (f, Jansen 1999). A factor without influence gets exactly 0 in both.
//
// Chance. All points of a row share their random numbers, rows do not. With R > 1 runs at a point, every product is
// taken of two different runs, averaged over all pairs: so indices are those of the expected response, and the variance
// that chance adds to each run is not counted, neither in V nor in T.

struct SobolDesign {
    std::size_t factors = 0;
    std::size_t rows = 0;
    std::vector<std::vector<double>> points;  ///< of each row: a, b, c_1 ... c_k
};

/// The rows are a Sobol' sequence of 2 k dimensions (Boost), shifted at random (digital shift by the seed): more even than
/// independent draws, so that the bootstrap's intervals err on the wide side. Best with a power of two of rows.
/// REQUIRES: factors <= 1800.
[[nodiscard]] SobolDesign sobol_design(std::size_t factors, std::size_t rows, std::uint64_t seed);

struct SobolIndex {
    Interval first;        ///< S
    Interval total;        ///< T
    Interval interaction;  ///< T - S
};

struct SobolIndices {
    std::vector<SobolIndex> factors;  ///< NaN where the response does not vary
    Interval sum_of_first;            ///< 1: no interactions
    double mean = 0.0;                ///< of the response over the factors' ranges
    double variance = 0.0;            ///< V
    /// Part of the variance of one point's mean over its runs that chance makes; 0 with one run.
    double noise_share = 0.0;
    std::size_t rows = 0;          ///< used
    std::size_t rows_dropped = 0;  ///< with a run without a value
};

/// Intervals by resampling rows. REQUIRES: responses at the points of the design.
[[nodiscard]] SobolIndices sobol_indices(const SobolDesign& design, const DesignResponses& responses,
                                         const BootstrapTerms& terms);

}  // namespace gallerysim::analysis
