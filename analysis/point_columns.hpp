#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/data_table.hpp"
#include "analysis/point_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The columns that say which point a row belongs to: the hash of its scenario, its number, its seed, and the value of
/// each axis, under its name unless another column has that.
[[nodiscard]] std::vector<ColumnGroup> point_key_columns(std::span<const core::SweepAxis> axes);

/// The columns of what a point brought: counts, every metric and statistic with its interval, bottleneck, answers.
[[nodiscard]] std::span<const ColumnGroup> point_result_columns();

/// Which point a row belongs to. The texts outlive the cells.
struct PointKey {
    std::string scenario_hash;
    std::uint64_t point = 0;
    std::uint64_t seed = 0;
    std::span<const std::string> axis_values;
};

/// Appends the cells of point_key_columns().
void add_point_key(const PointKey& key, std::vector<Cell>& cells);
/// Appends the cells of point_result_columns().
void add_point_result(const PointResult& result, std::vector<Cell>& cells);

}  // namespace gallerysim::analysis
