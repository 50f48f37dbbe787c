#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/diagnostics.hpp"
#include "core/scenario.hpp"
#include "core/scenario_source.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace gallerysim::app {

/// Which scenario, and what the command line changes about it.
struct ScenarioOptions {
    std::string file;
    std::vector<std::string> settings;  ///< key=value
    std::string seed;                   ///< empty: the scenario's
    std::string runs;                   ///< empty: the scenario's
};

/// SCENARIO, --set, --seed. The result is the option for SCENARIO, to be required or not.
CLI::Option* add_scenario_options(CLI::App& app, ScenarioOptions& options);
/// --runs
void add_runs_option(CLI::App& app, ScenarioOptions& options);

struct LoadedScenario {
    core::ScenarioSource source;
    core::Scenario scenario;
};

/// Reads the scenario with all that the options change. What is wrong with either goes to `diagnostics`, all
/// of it in one go; nullopt then. Throws core::Error when the file cannot be read.
[[nodiscard]] std::optional<LoadedScenario> load_scenario(const ScenarioOptions& options,
                                                          core::Diagnostics& diagnostics);

/// The same; without SCENARIO the default study (analysis/default_study.hpp).
[[nodiscard]] std::optional<LoadedScenario> load_scenario_or_default_study(const ScenarioOptions& options,
                                                                           core::Diagnostics& diagnostics);

/// The diagnostics on stderr.
void print(const core::Diagnostics& diagnostics);

}  // namespace gallerysim::app
