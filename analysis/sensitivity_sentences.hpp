#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/human_text.hpp"
#include "analysis/sensitivity_study.hpp"

namespace gallerysim::analysis {

// What is said about a sensitivity study, at the terminal and in reports.

[[nodiscard]] inline bool is_morris(const SensitivityStudy& study) { return study.method == SensitivityMethod::morris; }

/// What a factor is ranked by: mu*, or the total index.
[[nodiscard]] const Interval& sensitivity_weight(const SensitivityStudy& study, const ResponseSensitivity& response, std::size_t factor);
/// Is the factor shown to do more than chance?
[[nodiscard]] bool is_shown_to_matter(const SensitivityStudy& study, const ResponseSensitivity& response, std::size_t factor);
/// The factors of a response from the one that matters most.
[[nodiscard]] std::vector<std::size_t> ranking(const SensitivityStudy& study, const ResponseSensitivity& response);
/// Of effects on the response: differences of fractions are in percentage points.
[[nodiscard]] DisplayUnit effect_unit(const Response& response, double typical);

/// Which assumption the answer hangs on.
[[nodiscard]] std::string sensitivity_answer(const SensitivityStudy& study, const ResponseSensitivity& response);
/// Where the response goes over the points, and whether the objective holds there.
[[nodiscard]] std::string sensitivity_span(const SensitivityStudy& study, const ResponseSensitivity& response);
/// What to beware of.
[[nodiscard]] std::vector<std::string> sensitivity_warnings(const SensitivityStudy& study, const ResponseSensitivity& response);

/// "Morris screening, 50 trajectories, 10 runs at each of 850 points; 95 % intervals"
[[nodiscard]] std::string sensitivity_method(const SensitivityStudy& study);
/// What the columns of sensitivity_rows() mean.
[[nodiscard]] std::string sensitivity_legend(const SensitivityStudy& study);
/// The headings, of which the first is the response's name, and a row per factor, ranked.
[[nodiscard]] std::vector<std::vector<std::string>> sensitivity_rows(const SensitivityStudy& study, const ResponseSensitivity& response);
/// What the single effects of sobol add up to; empty for morris.
[[nodiscard]] std::string sensitivity_sums(const SensitivityStudy& study, const ResponseSensitivity& response);

}  // namespace gallerysim::analysis
