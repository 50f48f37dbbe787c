#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/curve_csv.hpp"
#include "analysis/human_text.hpp"
#include "analysis/junit_xml.hpp"
#include "analysis/record_csv.hpp"
#include "analysis/report/report_markdown.hpp"
#include "analysis/report/run_report.hpp"
#include "analysis/result_csv.hpp"
#include "analysis/result_json.hpp"
#include "analysis/result_table.hpp"
#include "analysis/warm_up_pilot.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "app/report_options.hpp"
#include "app/time_option.hpp"
#include "app/usage_error.hpp"
#include "core/gallery/activity_log.hpp"
#include "core/number_text.hpp"
#include "core/scenario_writer.hpp"
#include "core/sweep_points.hpp"
#include "core/world.hpp"

namespace gallerysim::app {

namespace {

struct RunOptions {
    ExperimentOptions experiment;
    ReportOptions report;
    std::string junit;         ///< empty: none
    std::string records;       ///< empty: none
    std::string activity_log;  ///< empty: none
    std::string curves;        ///< empty: none
    std::string curve_step;    ///< empty: chosen by the length of a run
    std::string replay;        ///< [POINT:]RUN; empty: the whole experiment
};

/// One run that is to be looked at alone, and the scenario of its point.
struct Replay {
    core::Scenario scenario;
    analysis::RunId id;
};

std::uint64_t number_of(const std::string& replay, std::string_view text, std::uint64_t most) {
    const auto number = core::parse_unsigned(text);
    if (number && *number <= most) return *number;
    throw UsageError(fmt::format("--replay {}: expected RUN or POINT:RUN such as 17 or 3:17, both from 0, found {}",
                                 replay, core::in_quotes(text)));
}

/// Finds the run that --replay names. Of a scenario with a sweep, RUN alone is one of the scenario with its own values.
/// nullopt with diagnostics when the point cannot be read.
std::optional<Replay> find_replay(const std::string& text, const LoadedScenario& loaded,
                                  core::Diagnostics& diagnostics) {
    const auto colon = text.find(':');
    const bool has_point = colon != std::string::npos;
    analysis::RunId id;
    id.run = number_of(text, has_point ? std::string_view(text).substr(colon + 1) : text, UINT32_MAX);
    if (has_point) id.point = number_of(text, std::string_view(text).substr(0, colon), UINT64_MAX);
    const core::Experiment& experiment = loaded.scenario.experiment;
    if (!has_point || experiment.sweep.empty()) {
        if (id.point != 0) throw UsageError(fmt::format("--replay {}: without a sweep the only point is 0", text));
        return Replay{loaded.scenario, id};
    }
    const auto points = core::sweep_points(experiment, loaded.scenario.seed, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    const auto point = std::ranges::find(points, id.point, &core::SweepPoint::number);
    if (point == points.end()) {
        throw UsageError(fmt::format("--replay {}: the sweep has no point {}; it has {}, numbered {} to {}", text,
                                     id.point, analysis::count_text(points.size(), "point", "points"),
                                     points.front().number, points.back().number));
    }
    id.values = core::point_text(experiment.sweep, point->values);
    auto scenario =
        loaded.source.read_point(core::settings_of_point(experiment.sweep, point->values), diagnostics);
    if (!scenario) return std::nullopt;
    return Replay{std::move(*scenario), std::move(id)};
}

/// `page` is there where it is the answer.
std::string in_format(const core::Scenario& scenario, const analysis::PointResult& result,
                      const std::optional<analysis::Report>& page, Format format, analysis::Colour colour) {
    switch (format) {
        case Format::markdown: return analysis::report_markdown(*page);
        case Format::csv: return analysis::run_csv(scenario, result);
        case Format::json: return analysis::run_json(scenario, result);
        case Format::table: break;
    }
    return analysis::run_table(scenario, result, colour);
}

/// Simulates the runs again, one after the other, and writes down every VM and every operation: so that no
/// more than one run's records are ever in memory.
void write_records(OutputFile* records, OutputFile* log, const core::Scenario& scenario, analysis::RunRange runs) {
    const std::string hash = core::content_hash(scenario);
    if (records != nullptr) records->write(analysis::record_csv_header());
    for (std::uint64_t run = runs.first; run < runs.first + runs.count; ++run) {
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

sim::SimTime curve_step_of(const RunOptions& options, const analysis::PointResult& result) {
    if (options.curve_step.empty()) return analysis::curve_step(result);
    const sim::SimTime step = time_of("--curve-step", options.curve_step);
    if (step == sim::SimTime::zero()) throw UsageError("--curve-step 0 s: the step must be longer");
    return step;
}

/// Simulates the runs again, looked at step by step.
void write_curves(OutputFile& file, const RunOptions& options, const core::Scenario& scenario,
                  const analysis::PointResult& result, analysis::RunRange runs) {
    file.write(analysis::curve_csv(scenario, runs, curve_step_of(options, result)));
    file.commit();
}

/// The report shows the course of the first runs as well.
analysis::Report report_of(const RunOptions& options, const std::string& command, const core::Scenario& scenario,
                           const analysis::PointResult& result, analysis::RunRange runs) {
    runs.count = std::min(runs.count, analysis::kMostCurveRuns);
    const auto rows = analysis::curve_rows(scenario, runs, curve_step_of(options, result));
    return analysis::run_report(scenario, result, analysis::curve_table(rows, runs.count), command);
}

/// Every file that is written must be another one.
void refuse_overwriting(const RunOptions& options) {
    std::vector<std::pair<const char*, const std::string*>> files{
        {"the scenario", &options.experiment.scenario.file}, {"the answer", &options.experiment.answer.file}};
    for (const auto& [option, file] : {std::pair{"--records", &options.records},
                                       {"--activity-log", &options.activity_log},
                                       {"--curves", &options.curves},
                                       {"--junit", &options.junit},
                                       {"--report", &options.report.file}}) {
        if (file->empty()) continue;
        for (const auto& [what, other] : files) {
            if (!other->empty()) refuse_same_file(option, *file, what, *other);
        }
        files.emplace_back(option, file);
    }
}

/// The files beside the answer, opened before the work is done.
struct Extras {
    explicit Extras(const RunOptions& options) {
        if (!options.records.empty()) records.emplace(options.records);
        if (!options.activity_log.empty()) log.emplace(options.activity_log);
        if (!options.curves.empty()) curves.emplace(options.curves);
        if (!options.junit.empty()) junit.emplace(options.junit);
    }

    void write(const RunOptions& options, const core::Scenario& scenario, const analysis::PointResult& result,
               analysis::RunRange runs) {
        if (records || log) write_records(records ? &*records : nullptr, log ? &*log : nullptr, scenario, runs);
        runs.count = std::min(runs.count, analysis::kMostCurveRuns);
        if (curves) write_curves(*curves, options, scenario, result, runs);
        if (junit) {
            junit->write(analysis::junit_xml(scenario, analysis::single_point(scenario), {&result, 1}));
            junit->commit();
        }
    }

    std::optional<OutputFile> records;
    std::optional<OutputFile> log;
    std::optional<OutputFile> curves;
    std::optional<OutputFile> junit;
};

ExitCode run(const RunOptions& options, const std::string& command) {
    const ExperimentOptions& experiment = options.experiment;
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(experiment.scenario, diagnostics);
    const auto replay =
        loaded && !options.replay.empty() ? find_replay(options.replay, *loaded, diagnostics) : std::nullopt;
    print(diagnostics);
    if (!loaded || (!options.replay.empty() && !replay)) return ExitCode::usage;
    refuse_overwriting(options);

    if (replay && is_store_folder(experiment.answer.file)) {
        throw UsageError("--replay looks at one run alone: -o needs a file, not a folder for results");
    }

    catch_interrupts();
    const analysis::SweepGrid point = analysis::single_point(loaded->scenario);
    const auto store =
        open_store(experiment.answer.file, experiment.store, "run", loaded->source, loaded->scenario, point);
    const AnswerOptions beside_store = without_folder(experiment.answer);
    Answer answer(beside_store, experiment.scenario.file);
    Extras extras(options);
    ReportFiles report(options.report, beside_store.file, experiment.scenario.file);
    const core::Scenario& scenario = replay ? replay->scenario : loaded->scenario;
    if (!replay && !scenario.experiment.sweep.empty()) {
        remark(experiment,
               "the scenario is run with its own values; 'gallerysim sweep' runs the points of its sweep");
    }
    analysis::PointResult result;
    analysis::RunRange runs;
    if (replay) {
        runs.first = replay->id.run;
        result = analysis::replayed(core::simulate(analysis::with_warm_up(scenario), static_cast<std::uint32_t>(runs.first)), replay->id,
                                    scenario.experiment);
    } else {
        result = run_points(point.scenarios, experiment, store.get()).front();
        runs.count = result.runs;
        if (!scenario.faults.empty()) {
            ProgressBar bar = progress_bar(experiment);
            result.fault_costs = analysis::compute_fault_costs(scenario, result.runs, work_options(experiment, bar));
        }
    }
    extras.write(options, scenario, result, runs);
    std::optional<analysis::Report> page;
    if (options.report.is_wanted_with(beside_store.chosen_format())) {
        page = report_of(options, command, scenario, result, runs);
        remark(experiment, report.write(*page));
    }
    answer.write(in_format(scenario, result, page, beside_store.chosen_format(), answer.colour()));
    return result.objectives_met() ? ExitCode::fine : ExitCode::objectives_missed;
}

}  // namespace

void add_run(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<RunOptions>();
    CLI::App& app =
        line.add("run", "Run a scenario as often as its precision asks for, and tell what comes out",
                 [options, &line] { return run(*options, line.text()); });
    add_experiment_options(app, options->experiment);
    add_store_options(app, options->experiment.store);
    add_report_options(app, options->report);
    app.add_option("--junit", options->junit, "Write the objectives to this file as test cases, as JUnit's XML")
        ->type_name("FILE");
    app.add_option("--records", options->records, "Write every VM of every run to this file, as CSV")
        ->type_name("FILE");
    app.add_option("--activity-log", options->activity_log,
                   "Write every operation of every run to this file, as Azure's activity log in JSON lines")
        ->type_name("FILE");
    app.add_option("--curves", options->curves,
                   "Write the course of the first 20 runs over time to this file, as CSV")
        ->type_name("FILE");
    app.add_option("--replay", options->replay,
                   "Only this run, alone: of the scenario itself, or of a point of its sweep; both are counted from 0")
        ->type_name("[POINT:]RUN");
    app.add_option("--curve-step", options->curve_step,
                   "Step of the curves; by default about a hundredth of a run")
        ->type_name("TIME");
}

}  // namespace gallerysim::app
