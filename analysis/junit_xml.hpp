#pragma once

#include <span>
#include <string>

#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The objectives as JUnit's XML, for build servers: a test suite for each point, a test case for each objective. A
/// missed objective is a failure that names what was measured; what is not certain is said in the case's output. No
/// times: the same results give the same bytes.
///
/// `results` by point of the grid, as single_point() or expand_sweep() give it.
[[nodiscard]] std::string junit_xml(const core::Scenario& base, const SweepGrid& grid,
                                    std::span<const PointResult> results);

}  // namespace gallerysim::analysis
