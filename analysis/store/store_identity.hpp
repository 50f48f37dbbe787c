#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data_table.hpp"
#include "analysis/store/database.hpp"
#include "analysis/store/results_store.hpp"

namespace gallerysim::analysis {

/// The row of the table `experiment`: what makes one experiment another.
struct StoreIdentity {
    std::string command;
    std::string version;
    std::string name;
    std::string scenario_hash;
    std::string seed;
    std::string scenario;          ///< as written, in one text
    std::string scenario_in_full;  ///< with every default
    bool keeps_records = false;
    bool keeps_curves = false;
};

[[nodiscard]] StoreIdentity identity_of(const StoreTerms& terms, const core::ScenarioSource& source,
                                        const core::Scenario& base);

/// Is there nothing in it yet? StoreRefused when it is something else than a store, or of another schema.
[[nodiscard]] bool is_new_store(Database& database, const std::filesystem::path& file);

/// What the file says. REQUIRES: it is not new.
[[nodiscard]] StoreIdentity load_identity(Database& database);

/// Experiment, figures, axes and points.
void write_identity(Database& database, const StoreIdentity& identity, const core::Scenario& base,
                    const SweepGrid& grid);

/// StoreRefused: there is one already.
[[noreturn]] void refuse_existing(Database& database, const std::filesystem::path& folder);
/// StoreRefused unless the store is of this experiment.
void refuse_another(Database& database, const std::filesystem::path& folder, const StoreIdentity& wanted,
                    const SweepGrid& grid);

/// The cells of a run from a row of the table `runs`.
void read_run(const Statement& row, std::vector<Cell>& cells);

}  // namespace gallerysim::analysis
