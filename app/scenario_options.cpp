#include "app/scenario_options.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/default_study.hpp"
#include "app/checked_options.hpp"
#include "app/standard_streams.hpp"
#include "app/usage_error.hpp"
#include "core/nearest_name.hpp"

namespace gallerysim::app {

namespace {

namespace fs = std::filesystem;

/// A scenario file that was probably meant: one of the same folder, or the name with its ending.
std::string nearest_file(const fs::path& file) {
    std::vector<std::string> storage;
    std::error_code ignored;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".yaml" || extension == ".yml") storage.push_back(entry.path().filename().string());
    }
    std::ranges::sort(storage);
    const std::string name = file.filename().string();
    const std::vector<std::string_view> names(storage.begin(), storage.end());
    auto nearest = core::nearest_name(name, names);
    if (!nearest) nearest = core::nearest_name(name + ".yaml", names);
    return nearest ? fmt::format("; did you mean '{}'?", (file.parent_path() / *nearest).string())
                   : std::string();
}

void check_file(const std::string& file) {
    std::error_code ignored;
    const fs::file_status status = fs::status(file, ignored);
    if (status.type() == fs::file_type::not_found) {
        throw UsageError(fmt::format("there is no scenario file '{}'{}", file, nearest_file(file)));
    }
    if (fs::is_directory(status))
        throw UsageError(fmt::format("'{}' is a folder; name a scenario file in it", file));
}

std::vector<core::Setting> settings_of(const ScenarioOptions& options, core::Diagnostics& diagnostics) {
    std::vector<core::Setting> settings;
    for (const std::string& text : options.settings) {
        auto setting = core::parse_setting(text, "--set " + text, diagnostics);
        if (setting) settings.push_back(std::move(*setting));
    }
    const auto add = [&](std::string_view option, const std::string& value,
                         std::initializer_list<const char*> paths) {
        if (value.empty()) return;
        for (const char* path : paths) settings.push_back({path, value, fmt::format("{} {}", option, value)});
    };
    add("--seed", options.seed, {"seed"});
    add("--runs", options.runs, {"experiment.runs.min", "experiment.runs.max"});
    return settings;
}

/// The source with the settings, read; nullopt when there is none or something is wrong.
std::optional<LoadedScenario> varied(std::optional<core::ScenarioSource> source, const ScenarioOptions& options,
                                     core::Diagnostics& diagnostics) {
    const std::vector<core::Setting> settings = settings_of(options, diagnostics);
    if (!source) return std::nullopt;
    // One by one, so that a setting that leads nowhere does not hide what is wrong with the others.
    for (const core::Setting& setting : settings) {
        if (auto changed = source->with({&setting, 1}, diagnostics)) source = std::move(changed);
    }
    auto scenario = source->read(diagnostics);
    if (!scenario || diagnostics.has_errors()) return std::nullopt;
    return LoadedScenario{std::move(*source), std::move(*scenario)};
}

}  // namespace

CLI::Option* add_scenario_options(CLI::App& app, ScenarioOptions& options) {
    CLI::Option* file = app.add_option("SCENARIO", options.file, "The scenario: a YAML file")->type_name("");
    app.add_option("--set", options.settings,
                   "Change the scenario: --set platform.routing=round_robin; repeatable")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    add_whole_number(app, "--seed", options.seed, 0, UINT64_MAX,
                     "Seed of all random streams, instead of the scenario's");
    return file;
}

void add_runs_option(CLI::App& app, ScenarioOptions& options) {
    add_whole_number(app, "--runs", options.runs, 2, 1'000'000,
                     "Exactly so many runs, not as many as the precision asks for");
}

std::optional<LoadedScenario> load_scenario(const ScenarioOptions& options, core::Diagnostics& diagnostics) {
    check_file(options.file);
    return varied(core::ScenarioSource::load(options.file, diagnostics), options, diagnostics);
}

std::optional<LoadedScenario> load_scenario_or_default_study(const ScenarioOptions& options,
                                                             core::Diagnostics& diagnostics) {
    if (!options.file.empty()) return load_scenario(options, diagnostics);
    return varied(core::ScenarioSource::from_text(std::string(analysis::default_study_text()), diagnostics,
                                                  "guidance-study.yaml"),
                  options, diagnostics);
}

void print(const core::Diagnostics& diagnostics) { write_stderr(diagnostics.render()); }

}  // namespace gallerysim::app
