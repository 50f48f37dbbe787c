#pragma once

#include <string>

#include "analysis/sensitivity_study.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// For a reader at a terminal: which assumption the answer hangs on, the ranked factors with intervals, what was varied.
[[nodiscard]] std::string sensitivity_table(const core::Scenario& scenario, const SensitivityStudy& study);

// Exact numbers; docs/cli.md describes columns and keys.
[[nodiscard]] std::string sensitivity_csv(const core::Scenario& scenario, const SensitivityStudy& study);
[[nodiscard]] std::string sensitivity_json(const core::Scenario& scenario, const SensitivityStudy& study);

}  // namespace gallerysim::analysis
