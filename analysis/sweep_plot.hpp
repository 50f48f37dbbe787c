#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"

namespace gallerysim::analysis {

/// What the charts of a sweep's report show first, in plain characters: the share of VMs that fails where some do, and
/// the 95 % quantile of time_to_running. Empty where no axis has numbers to go along.
[[nodiscard]] std::string sweep_plot(const SweepGrid& grid, std::span<const PointResult> results, std::size_t width);

}  // namespace gallerysim::analysis
