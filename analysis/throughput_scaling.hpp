#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analysis/guidance_fit.hpp"
#include "analysis/knee_fit.hpp"
#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"
#include "analysis/usl_fit.hpp"

namespace gallerysim::analysis {

/// How throughput grows along one axis of a sweep, the other axes being fixed: three laws, fitted to the points' mean
/// throughputs (per minute) over the axis' numbers, each point alike.
struct ThroughputScaling {
    std::string axis;
    std::string others;        ///< "vms = 120": where on the other axes; empty: there are none
    std::vector<double> x;     ///< ascending
    std::vector<double> y;     ///< per minute
    std::size_t left_out = 0;  ///< points where no VM runs
    std::size_t failing = 0;   ///< of the others, those where some VMs do not: throughput counts the VMs that run
    ThroughOrigin linear;      ///< y = k x by relative errors; k is NaN from fewer than two points
    UslFit usl;
    KneeFit knee;
};

/// One for each axis whose values are all different positive numbers, at least three, and each combination of the
/// others' values. REQUIRES: one result for each point of the grid.
[[nodiscard]] std::vector<ThroughputScaling> throughput_scaling(const SweepGrid& grid,
                                                                std::span<const PointResult> results);

/// For a reader: every fit with at least four points while there are few, else where to find them. Empty without any.
[[nodiscard]] std::string scaling_text(std::span<const ThroughputScaling> fits);

}  // namespace gallerysim::analysis
