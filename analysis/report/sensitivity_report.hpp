#pragma once

#include <string>

#include "analysis/report/report.hpp"
#include "analysis/sensitivity_study.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The report of a sensitivity study: which assumption the answer hangs on, all of them ranked, and what was varied.
[[nodiscard]] Report sensitivity_report(const core::Scenario& scenario, const SensitivityStudy& study, std::string command);

}  // namespace gallerysim::analysis
