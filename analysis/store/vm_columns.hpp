#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/data_table.hpp"
#include "core/scenario.hpp"
#include "core/vm_record.hpp"

namespace gallerysim::analysis {

/// The columns of a VM's record: when it came through every door, and where its time went. Made once.
[[nodiscard]] std::span<const ColumnGroup> vm_columns();

/// The cells of a VM, in the order of the columns. Their texts live as long as the scenario. Overwrites `cells`.
void vm_cells(const core::Scenario& scenario, const core::VmRecord& vm, std::vector<Cell>& cells);

}  // namespace gallerysim::analysis
