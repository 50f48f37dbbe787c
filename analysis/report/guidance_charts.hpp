#pragma once

#include <vector>

#include "analysis/guidance_study.hpp"
#include "analysis/report/report.hpp"

namespace gallerysim::analysis {

/// n* over r for every image, with what the search left open, and the line of 20 VMs per replica.
[[nodiscard]] std::vector<ReportChart> burst_charts(const GuidanceStudy& study);
/// k in n* = k r with its intervals, beside 20. None when no fit has an interval.
[[nodiscard]] std::vector<ReportChart> fit_chart(const GuidanceStudy& study);
/// The verdicts on the published ratios as a coloured table.
[[nodiscard]] std::vector<ReportChart> verdict_chart(const GuidanceStudy& study);

}  // namespace gallerysim::analysis
