#pragma once

#include <string>

#include "analysis/point_result.hpp"
#include "analysis/report/curve_table.hpp"
#include "analysis/report/report.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The report of `run`: objectives, outcomes, times, where they go, the course over time, the bill and the assumptions.
/// `command` is what was called.
[[nodiscard]] Report run_report(const core::Scenario& scenario, const PointResult& result, const CurveTable& curves,
                                std::string command);

}  // namespace gallerysim::analysis
