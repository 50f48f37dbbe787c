#pragma once

#include <string>

#include "analysis/guidance_study.hpp"
#include "analysis/text_style.hpp"

namespace gallerysim::analysis {

/// The study for reading: n*(r), the fits, the verdicts on the published ratios, why, and how one model gives them all.
/// Every number is defined below its table.
[[nodiscard]] std::string guidance_table(const core::Scenario& scenario, const GuidanceStudy& study, Colour colour);

/// One line per case and replica count.
[[nodiscard]] std::string guidance_csv(const core::Scenario& scenario, const GuidanceStudy& study);

/// All of it.
[[nodiscard]] std::string guidance_json(const core::Scenario& scenario, const GuidanceStudy& study);

}  // namespace gallerysim::analysis
