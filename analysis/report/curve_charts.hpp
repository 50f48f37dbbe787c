#pragma once

#include <vector>

#include "analysis/report/curve_table.hpp"
#include "analysis/report/report.hpp"

namespace gallerysim::analysis {

/// The course of runs over time: VMs in flight and running, readers of a replica and of the hottest one, answers 429
/// and 503 (where there are any), and the binding limit.
[[nodiscard]] std::vector<ReportChart> curve_charts(const CurveTable& curves);

}  // namespace gallerysim::analysis
