#pragma once

#include <string>
#include <vector>

#include "analysis/point_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// What a reader of the numbers has to know so as not to misread them, one sentence each: survivors taken for
/// all, VMs cut off by the horizon, intervals wider than asked for, metrics that some runs do not have.
[[nodiscard]] std::vector<std::string> result_warnings(const core::Scenario& scenario,
                                                       const PointResult& result);

/// "4.6 %" of its value for most metrics; "0.8 percentage points" for a share.
[[nodiscard]] std::string half_width_text(const PrecisionResult& precision, double half_width);

}  // namespace gallerysim::analysis
