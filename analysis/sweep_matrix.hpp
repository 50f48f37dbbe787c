#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"

namespace gallerysim::analysis {

/// A whole grid over two axes as a matrix of the share of VMs that fail, or of the 95 % quantile of
/// time_to_running when none fails anywhere. A line through it parts the points with at most 20 VMs per
/// replica, as the article advises, from those with more. Empty when there are not two axes, or neither has
/// few enough values for `width` columns.
///
/// REQUIRES: one result for each point of the grid.
[[nodiscard]] std::string sweep_matrix(const SweepGrid& grid, std::span<const PointResult> results,
                                       std::size_t width);

}  // namespace gallerysim::analysis
