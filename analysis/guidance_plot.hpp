#pragma once

#include <cstddef>
#include <string>

#include "analysis/guidance_study.hpp"

namespace gallerysim::analysis {

/// The largest burst per replica over replicas, in plain characters, a chart for each image, with the published ratio as
/// a line; without the points where no larger burst was looked at. Empty when no burst holds.
[[nodiscard]] std::string guidance_plot(const GuidanceStudy& study, std::size_t width);

}  // namespace gallerysim::analysis
