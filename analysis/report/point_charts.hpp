#pragma once

#include <vector>

#include "analysis/point_result.hpp"
#include "analysis/report/report.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// What one scenario's runs look like together. REQUIRES of all: result.requested > 0.

/// VMs by outcome, in per cent of those requested.
[[nodiscard]] ReportChart outcome_chart(const PointResult& result);

/// time_to_running by statistic with its intervals, beside the thresholds of objectives on it. None when no VM runs.
[[nodiscard]] std::vector<ReportChart> quantile_chart(const core::Scenario& scenario, const PointResult& result);

/// Every metric and statistic with its interval.
[[nodiscard]] ReportTable metric_report_table(const core::Scenario& scenario, const PointResult& result);

/// Where the time of a running VM goes. REQUIRES: some VM runs.
[[nodiscard]] ReportChart bottleneck_chart(const PointResult& result);
[[nodiscard]] ReportTable bottleneck_table(const PointResult& result);

}  // namespace gallerysim::analysis
