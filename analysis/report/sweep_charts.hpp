#pragma once

#include <span>
#include <vector>

#include "analysis/point_result.hpp"
#include "analysis/report/report.hpp"
#include "analysis/report/sweep_view.hpp"
#include "analysis/sweep_grid.hpp"

namespace gallerysim::analysis {

/// Throughput, time to running, failed and throttled fraction along the view, with their intervals, the article's
/// guidance and the thresholds of objectives. What is the same and zero everywhere is left out.
[[nodiscard]] std::vector<ReportChart> sweep_line_charts(const SweepView& view, const SweepGrid& grid,
                                                         std::span<const PointResult> results);

/// Where the time of a running VM goes at every point; none for sweeps of more than kMostSplitPoints points.
[[nodiscard]] std::vector<ReportChart> sweep_bottleneck_chart(const SweepView& view, std::span<const PointResult> results);
inline constexpr std::size_t kMostSplitPoints = 400;

/// What the replicas of a point cost in a month, in US dollars.
[[nodiscard]] double monthly_usd(const core::Scenario& scenario);

/// Cost of the replicas against time to running; none where every point costs the same.
[[nodiscard]] std::vector<ReportChart> sweep_cost_chart(const SweepView& view, const SweepGrid& grid,
                                                        std::span<const PointResult> results);

}  // namespace gallerysim::analysis
