#pragma once

#include <span>
#include <vector>

#include "analysis/point_result.hpp"
#include "analysis/report/report.hpp"
#include "analysis/report/sweep_view.hpp"
#include "analysis/sweep_grid.hpp"

namespace gallerysim::analysis {

/// A sweep over two axes as a map of the share of VMs that fail (of the 95 % quantile of time_to_running where none
/// fails anywhere), with the frontier between points that meet the objectives and others, and the line of the article's
/// guidance. None for sweeps with other than two axes of at least two values each.
[[nodiscard]] std::vector<ReportChart> sweep_heat_map(const SweepView& view, const SweepGrid& grid,
                                                      std::span<const PointResult> results);

}  // namespace gallerysim::analysis
