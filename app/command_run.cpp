#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/record_csv.hpp"
#include "analysis/result_csv.hpp"
#include "analysis/result_json.hpp"
#include "analysis/result_table.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "core/gallery/activity_log.hpp"
#include "core/scenario_writer.hpp"
#include "core/world.hpp"

namespace gallerysim::app {

namespace {

struct RunOptions {
    ExperimentOptions experiment;
    std::string records;       ///< empty: none
    std::string activity_log;  ///< empty: none
};

std::string in_format(const core::Scenario& scenario, const analysis::PointResult& result, Format format,
                      analysis::Colour colour) {
    switch (format) {
        case Format::csv: return analysis::run_csv(scenario, result);
        case Format::json: return analysis::run_json(scenario, result);
        case Format::table: break;
    }
    return analysis::run_table(scenario, result, colour);
}

/// Simulates the runs again, one after the other, and writes down every VM and every operation: so that no more than
/// one run's records are ever in memory.
void write_records(OutputFile* records, OutputFile* log, const core::Scenario& scenario, std::uint64_t runs) {
    const std::string hash = core::content_hash(scenario);
    if (records != nullptr) records->write(analysis::record_csv_header());
    for (std::uint64_t run = 0; run < runs; ++run) {
        stop_if_interrupted();
        const core::RunResult result =
            core::simulate(scenario, static_cast<std::uint32_t>(run), core::KeepRecords::yes);
        if (records != nullptr) records->write(analysis::record_csv(scenario, run, result));
        if (log != nullptr) {
            log->write(core::activity_log_lines(scenario, hash, run, core::activities_of(scenario, result)));
        }
    }
    for (OutputFile* file : {records, log}) {
        if (file != nullptr) file->commit();
    }
}

void refuse_overwriting(const RunOptions& options) {
    const std::string& answer = options.experiment.answer.file;
    const std::array<std::pair<std::string_view, const std::string*>, 2> files{
        {{"--records", &options.records}, {"--activity-log", &options.activity_log}}};
    for (const auto& [option, file] : files) {
        if (file->empty()) continue;
        refuse_same_file(option, *file, "the scenario", options.experiment.scenario.file);
        if (!answer.empty()) refuse_same_file(option, *file, "the answer", answer);
    }
    if (!options.records.empty() && !options.activity_log.empty()) {
        refuse_same_file("--activity-log", options.activity_log, "--records", options.records);
    }
}

ExitCode run(const RunOptions& options) {
    const ExperimentOptions& experiment = options.experiment;
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(experiment.scenario, diagnostics);
    print(diagnostics);
    if (!loaded) return ExitCode::usage;
    refuse_overwriting(options);

    catch_interrupts();
    Answer answer(experiment.answer, experiment.scenario.file);
    std::optional<OutputFile> records;
    std::optional<OutputFile> log;
    if (!options.records.empty()) records.emplace(options.records);
    if (!options.activity_log.empty()) log.emplace(options.activity_log);
    const core::Scenario& scenario = loaded->scenario;
    if (!scenario.experiment.sweep.empty()) {
        remark(experiment,
               "the scenario is run with its own values; 'gallerysim sweep' runs the points of its sweep");
    }
    const analysis::PointResult result = run_points({&scenario, 1}, experiment).front();
    if (records || log) {
        write_records(records ? &*records : nullptr, log ? &*log : nullptr, scenario, result.runs);
    }
    answer.write(in_format(scenario, result, experiment.answer.chosen_format(), answer.colour()));
    return result.objectives_met() ? ExitCode::fine : ExitCode::objectives_missed;
}

}  // namespace

void add_run(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<RunOptions>();
    CLI::App& app =
        line.add("run", "Run a scenario as often as its precision asks for, and tell what comes out",
                 [options] { return run(*options); });
    add_experiment_options(app, options->experiment);
    app.add_option("--records", options->records, "Write every VM of every run to this file, as CSV")
        ->type_name("FILE");
    app.add_option("--activity-log", options->activity_log,
                   "Write every operation of every run to this file, as Azure's activity log in JSON lines")
        ->type_name("FILE");
}

}  // namespace gallerysim::app
