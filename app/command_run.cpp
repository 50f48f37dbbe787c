#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/curve_csv.hpp"
#include "analysis/record_csv.hpp"
#include "analysis/result_csv.hpp"
#include "analysis/result_json.hpp"
#include "analysis/result_table.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "app/time_option.hpp"
#include "app/usage_error.hpp"
#include "core/gallery/activity_log.hpp"
#include "core/scenario_writer.hpp"
#include "core/world.hpp"

namespace gallerysim::app {

namespace {

struct RunOptions {
    ExperimentOptions experiment;
    std::string records;       ///< empty: none
    std::string activity_log;  ///< empty: none
    std::string curves;        ///< empty: none
    std::string curve_step;    ///< empty: chosen by the length of a run
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

/// Simulates the runs again, one after the other, and writes down every VM and every operation: so that no
/// more than one run's records are ever in memory.
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

/// Simulates the first runs again, looked at step by step.
void write_curves(OutputFile& file, const RunOptions& options, const core::Scenario& scenario,
                  const analysis::PointResult& result) {
    static constexpr std::uint64_t kMostRuns = 20;  // enough for an interval; every one is held in memory
    sim::SimTime step;
    if (!options.curve_step.empty()) {
        step = time_of("--curve-step", options.curve_step);
        if (step == sim::SimTime::zero()) throw UsageError("--curve-step 0 s: the step must be longer");
    } else {
        const double makespan = result[core::Metric::makespan][core::Statistic::mean].value;
        const double horizon = scenario.experiment.horizon ? scenario.experiment.horizon->seconds() : 3600.0;
        step = analysis::curve_step(sim::SimTime::from_seconds(std::isnan(makespan) ? horizon : makespan));
    }
    file.write(analysis::curve_csv(scenario, std::min(result.runs, kMostRuns), step));
    file.commit();
}

/// Every file that is written must be another one.
void refuse_overwriting(const RunOptions& options) {
    std::vector<std::pair<const char*, const std::string*>> files{
        {"the scenario", &options.experiment.scenario.file}, {"the answer", &options.experiment.answer.file}};
    for (const auto& [option, file] : {std::pair{"--records", &options.records},
                                       {"--activity-log", &options.activity_log},
                                       {"--curves", &options.curves}}) {
        if (file->empty()) continue;
        for (const auto& [what, other] : files) {
            if (!other->empty()) refuse_same_file(option, *file, what, *other);
        }
        files.emplace_back(option, file);
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
    std::optional<OutputFile> curves;
    if (!options.curves.empty()) curves.emplace(options.curves);
    const core::Scenario& scenario = loaded->scenario;
    if (!scenario.experiment.sweep.empty()) {
        remark(experiment,
               "the scenario is run with its own values; 'gallerysim sweep' runs the points of its sweep");
    }
    analysis::PointResult result = run_points({&scenario, 1}, experiment).front();
    if (!scenario.faults.empty()) {
        ProgressBar bar = progress_bar(experiment);
        result.fault_costs = analysis::compute_fault_costs(scenario, result.runs, work_options(experiment, bar));
    }
    if (records || log) {
        write_records(records ? &*records : nullptr, log ? &*log : nullptr, scenario, result.runs);
    }
    if (curves) write_curves(*curves, options, scenario, result);
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
    app.add_option("--curves", options->curves,
                   "Write the course of the first 20 runs over time to this file, as CSV")
        ->type_name("FILE");
    app.add_option("--curve-step", options->curve_step,
                   "Step of the curves; by default about a hundredth of a run")
        ->type_name("TIME");
}

}  // namespace gallerysim::app
