#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace gallerysim::sim {

// How much of the beginning of an output sequence to leave out, so that its mean is that of steady state: MSER-5 (White,
// "An effective truncation heuristic for bias reduction in simulation output", Simulation 69, 1997; White, Cobb,
// Spratt, WSC 2000).
//
// The observations are averaged in batches of 5, Y(1) ... Y(m). For every number d of batches to leave out,
//
//     MSER(d) = sum over i > d of (Y(i) - mean of Y(d+1) ... Y(m))^2 / (m - d)^2,
//
// and the cut is the d with the least MSER: where leaving out more gains less in bias than it costs in variance.

inline constexpr std::size_t kMserBatch = 5;
/// The last batches are no candidates for a cut: a handful of them may happen to be alike (Hoad, Robinson, Davies,
/// JORS 61, 2010).
inline constexpr std::size_t kMserKeptBatches = 5;

/// MSER(0), ..., MSER(m - 1); what does not fill a last batch is left aside. O(observations).
[[nodiscard]] std::vector<double> mser5(std::span<const double> observations);

struct WarmUpCut {
    std::size_t observations = 0;  ///< to leave out, a multiple of 5
    /// The cut is trustworthy: it lies within the first half of at least 10 batches. In a sequence that goes on rising,
    /// as in a saturated system, the least MSER comes late.
    bool is_settled = false;
};

/// The first of the least MSER. 0, and not settled, for fewer than 10 batches.
[[nodiscard]] WarmUpCut mser5_cut(std::span<const double> observations);

}  // namespace gallerysim::sim
