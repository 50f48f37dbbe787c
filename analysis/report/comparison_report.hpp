#pragma once

#include <string>

#include "analysis/comparison.hpp"
#include "analysis/report/report.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The report of `compare`: every difference with its interval, what is significant, and where A and B differ as
/// scenarios.
[[nodiscard]] Report comparison_report(const core::Scenario& a, const core::Scenario& b, const Comparison& comparison,
                                       std::string command);

}  // namespace gallerysim::analysis
