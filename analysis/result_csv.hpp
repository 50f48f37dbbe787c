#pragma once

#include <span>
#include <string>

#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// The results as CSV: a header, and one line per point with every metric and its interval, with all their
// digits. The columns are described in docs/cli.md. What is undefined or unbounded is an empty field.

/// One line: the same columns as a sweep without axes.
[[nodiscard]] std::string run_csv(const core::Scenario& scenario, const PointResult& result);

/// REQUIRES: one result for each point of the grid.
[[nodiscard]] std::string sweep_csv(const SweepGrid& grid, std::span<const PointResult> results);

}  // namespace gallerysim::analysis
