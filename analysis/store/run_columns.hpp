#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "analysis/data_table.hpp"
#include "core/run_result.hpp"

namespace gallerysim::analysis {

// A RunResult as a row: every field but the records, so that the result can be rebuilt bit by bit.

/// The columns, with what they mean. Made once.
[[nodiscard]] std::span<const ColumnGroup> run_columns();

/// The cells of a run, in the order of the columns, and the texts that they refer to.
struct RunRow {
    std::vector<Cell> cells;
    std::array<std::string, 3> texts;
};

/// Overwrites `row`, which must not be moved while its cells are in use.
void run_cells(const core::RunResult& result, RunRow& row);

/// The run of these cells. REQUIRES: what run_cells() gave.
[[nodiscard]] core::RunResult run_of_cells(std::span<const Cell> cells);

}  // namespace gallerysim::analysis
