#pragma once

#include <memory>
#include <string>

#include "analysis/store/results_store.hpp"
#include "app/answer.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace gallerysim::app {

/// What is kept in the results store of -o FOLDER, and whether one that is there is gone on with.
struct StoreOptions {
    bool resume = false;
    bool keep_records = false;
    bool keep_curves = false;
};

/// --resume, --keep-records, --keep-curves
void add_store_options(CLI::App& app, StoreOptions& options);

/// Does -o NAME mean a folder? It does if NAME ends in /, if a folder of that name is there, or if nothing is there and
/// NAME has no ending, as in -o results. Everything else is a file.
[[nodiscard]] bool is_store_folder(const std::string& name);

/// The same without a folder: the answer goes to stdout then, beside the store.
[[nodiscard]] AnswerOptions without_folder(AnswerOptions answer);

/// The store that -o asks for; null if it asks for none. UsageError for an option without a store, and for a store of
/// another experiment.
[[nodiscard]] std::unique_ptr<analysis::ResultsStore> open_store(const std::string& output, const StoreOptions& options,
                                                                 std::string command, const core::ScenarioSource& source,
                                                                 const core::Scenario& base,
                                                                 const analysis::SweepGrid& grid);

}  // namespace gallerysim::app
