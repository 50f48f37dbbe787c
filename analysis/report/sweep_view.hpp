#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/burst_size.hpp"
#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"

namespace gallerysim::analysis {

/// How the points of a sweep are laid out in charts: one axis goes along, the others part the points into series.
///
/// Where every point is a burst and VMs per replica differ, those go along; else the first axis of at least three
/// numbers; else the first axis, as words.
struct SweepView {
    struct Point {
        double x = 0.0;     ///< NaN where words go along
        std::string label;  ///< value of the axis that goes along, as written
        std::size_t series = 0;
        std::optional<BurstSize> burst;
    };
    std::string field;  ///< "vms_per_replica", or the axis
    std::string title;  ///< of what goes along
    bool is_number = false;
    bool is_logarithmic = false;   ///< x spans more than a factor of 16
    bool is_per_replica = false;   ///< x is VMs per replica
    std::size_t along = 0;         ///< axis that goes along
    std::string series_title;      ///< the other axes; empty without any
    std::vector<std::string> series;
    std::vector<Point> points;  ///< by point of the sweep
};

[[nodiscard]] SweepView sweep_view(const SweepGrid& grid);

}  // namespace gallerysim::analysis
