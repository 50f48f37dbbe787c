#pragma once

#include <span>
#include <string>

#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// "40 of 144 points meet the objectives: ...", in a line. REQUIRES: one result for each point of the grid.
[[nodiscard]] std::string sweep_headline(const SweepGrid& grid, std::span<const PointResult> results);

/// The results of a sweep for a reader at a terminal: how many points do well, for two axes a matrix of the
/// share that fails, and a line per point with the main metrics.
///
/// REQUIRES: one result for each point of the grid.
[[nodiscard]] std::string sweep_table(const core::Scenario& base, const SweepGrid& grid,
                                      std::span<const PointResult> results);

}  // namespace gallerysim::analysis
