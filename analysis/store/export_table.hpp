#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/data_table.hpp"
#include "analysis/store/stored_experiment.hpp"

namespace gallerysim::analysis {

/// The tables that a results store is exported as.
enum class ExportTable {
    points,   ///< one row per point: its summary with intervals; points without runs are left out
    runs,     ///< one row per run: all that it brought
    records,  ///< one row per VM, where records were kept
    curves,   ///< one row per point, series and time, where curves were kept
    figures,  ///< one row per figure that was in force
};

/// The columns of a table. Every row says which scenario, version, and but for figures which point and seed it is of.
[[nodiscard]] std::vector<ColumnGroup> export_columns(ExportTable table, std::span<const core::SweepAxis> axes);

/// Writes the table in parts of some 64 kB. Rows come in a fixed order and hold nothing of how or when the experiment
/// was carried out: equal experiments give equal bytes. Memory does not grow with the rows.
void export_rows(const StoredExperiment& stored, ExportTable table, RowFormat format,
                 const std::function<void(std::string_view)>& write);

}  // namespace gallerysim::analysis
