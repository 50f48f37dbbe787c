#pragma once

#include <span>
#include <string>

#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// The results as JSON, indented by two blanks, in a fixed order of keys and with every digit that a number
// has: equal results give equal bytes. docs/cli.md describes the keys. What is undefined or unbounded is
// null.

[[nodiscard]] std::string run_json(const core::Scenario& scenario, const PointResult& result);

/// REQUIRES: one result for each point of the grid.
[[nodiscard]] std::string sweep_json(const core::Scenario& base, const SweepGrid& grid,
                                     std::span<const PointResult> results);

}  // namespace gallerysim::analysis
