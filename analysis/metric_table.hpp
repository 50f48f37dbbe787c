#pragma once

#include <string>

#include "analysis/point_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// Every metric on a line: mean, p50, p90, p95, p99, max, each in a unit that suits it, and below each its
/// interval; then how to read them.
[[nodiscard]] std::string metric_table(const core::Scenario& scenario, const PointResult& result);

}  // namespace gallerysim::analysis
