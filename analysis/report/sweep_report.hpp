#pragma once

#include <span>
#include <string>

#include "analysis/point_result.hpp"
#include "analysis/report/report.hpp"
#include "analysis/sweep_grid.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The report of `sweep`: how many points meet the objectives, the largest burst for each number of replicas, metrics
/// along the sweep, the heat map, where the time goes, cost against time, and every point.
///
/// REQUIRES: one result for each point of the grid.
[[nodiscard]] Report sweep_report(const core::Scenario& base, const SweepGrid& grid, std::span<const PointResult> results,
                                  std::string command);

}  // namespace gallerysim::analysis
