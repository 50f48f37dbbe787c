#include "app/store_options.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/usage_error.hpp"

namespace gallerysim::app {

void add_store_options(CLI::App& app, StoreOptions& options) {
    app.add_flag("--resume", options.resume, "Go on with the results in the folder of -o: only missing runs are executed");
    app.add_flag("--keep-records", options.keep_records, "Keep every VM of every run in the folder of -o");
    app.add_flag("--keep-curves", options.keep_curves,
                 "Keep the course of the first 20 runs of each point over time in the folder of -o");
}

bool is_store_folder(const std::string& name) {
    if (name.empty() || name == "-") return false;
    if (name.back() == '/') return true;
    std::error_code ignored;
    const std::filesystem::file_status status = std::filesystem::status(name, ignored);
    if (std::filesystem::exists(status)) return std::filesystem::is_directory(status);
    return !std::filesystem::path(name).has_extension();
}

AnswerOptions without_folder(AnswerOptions answer) {
    if (is_store_folder(answer.file)) answer.file.clear();
    return answer;
}

std::unique_ptr<analysis::ResultsStore> open_store(const std::string& output, const StoreOptions& options,
                                                   std::string command, const core::ScenarioSource& source,
                                                   const core::Scenario& base, const analysis::SweepGrid& grid) {
    if (!is_store_folder(output)) {
        for (const auto& [is_given, option] : {std::pair{options.resume, "--resume"},
                                               {options.keep_records, "--keep-records"},
                                               {options.keep_curves, "--keep-curves"}}) {
            if (is_given) throw UsageError(fmt::format("{} needs a folder for the results: -o FOLDER", option));
        }
        return nullptr;
    }
    const analysis::StoreTerms terms{
        .command = std::move(command),
        .existing = options.resume ? analysis::ExistingStore::resume : analysis::ExistingStore::refuse,
        .records = options.keep_records ? core::KeepRecords::yes : core::KeepRecords::no,
        .curves = options.keep_curves ? analysis::KeepCurves::yes : analysis::KeepCurves::no};
    try {
        return std::make_unique<analysis::ResultsStore>(output, terms, source, base, grid);
    } catch (const analysis::StoreRefused& refused) {
        throw UsageError(refused.what());
    }
}

}  // namespace gallerysim::app
