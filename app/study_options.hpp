#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace gallerysim::app {

// What studies and plans are asked for. All throw UsageError, which says what was expected.

/// An option that takes a list, separated by commas.
void add_list(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& description);
/// --objective
void add_objective_option(CLI::App& app, std::vector<std::string>& texts);

/// The storage types, routings of these names, in the order in which they are given, each once.
[[nodiscard]] std::vector<core::StorageType> storage_types(const std::vector<std::string>& names);
[[nodiscard]] std::vector<core::Routing> routings(const std::vector<std::string>& names);
/// Whole numbers from 1 to `most`, ascending, each once.
[[nodiscard]] std::vector<std::int64_t> whole_numbers(std::string_view option, const std::vector<std::string>& texts,
                                                      std::int64_t most);
/// Those given, or the scenario's, or the default one (analysis::study_objectives); all of them can be shown.
[[nodiscard]] std::vector<core::Objective> objectives_of(const std::vector<std::string>& texts,
                                                         const core::Scenario& scenario);

}  // namespace gallerysim::app
