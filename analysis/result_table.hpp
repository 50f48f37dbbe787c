#pragma once

#include <string>

#include "analysis/point_result.hpp"
#include "analysis/text_style.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The result of one scenario for a reader at a terminal: the answer in a sentence, then what it rests on,
/// outcomes, metrics with their intervals, where the time went, objectives, and what to beware of. At most
/// 100 columns wide, but for names that a scenario gives.
[[nodiscard]] std::string run_table(const core::Scenario& scenario, const PointResult& result,
                                    Colour colour = Colour::off);

}  // namespace gallerysim::analysis
