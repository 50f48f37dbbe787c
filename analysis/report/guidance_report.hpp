#pragma once

#include <string>

#include "analysis/guidance_study.hpp"
#include "analysis/report/report.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The report of `guidance`: the verdicts on the published ratios, n*(r) with what the search left open, the fits, why,
/// and which regime each published ratio belongs to.
[[nodiscard]] Report guidance_report(const core::Scenario& scenario, const GuidanceStudy& study, std::string command);

}  // namespace gallerysim::analysis
