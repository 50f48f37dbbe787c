#include "app/experiment_options.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/curve_csv.hpp"
#include "analysis/parallel_tasks.hpp"
#include "app/checked_options.hpp"
#include "app/interrupt.hpp"
#include "app/standard_streams.hpp"
#include "core/error.hpp"
#include "core/number_text.hpp"

namespace gallerysim::app {

namespace {

void add_work_options(CLI::App& app, ExperimentOptions& options) {
    add_threads_option(app, options);
    add_answer_options(app, options.answer);
}

std::string runs_text(std::uint64_t runs) { return fmt::format("{} run{}", runs, runs == 1 ? "" : "s"); }

/// Simulates the first runs of each point again, looked at step by step, where the store wants it.
void keep_curves(analysis::ResultsStore& store, std::span<const core::Scenario> points,
                 std::span<const analysis::PointResult> results, unsigned threads) {
    analysis::run_tasks(points.size(), threads, [&](std::size_t point) {
        if (!store.needs_curves(point)) return;
        stop_if_interrupted();
        const analysis::PointResult& result = results[point];
        const std::uint64_t runs = std::min(result.runs, analysis::kMostCurveRuns);
        store.take_curves(point, analysis::curve_rows(points[point], {0, runs}, analysis::curve_step(result)));
    });
}

}  // namespace

void add_threads_option(CLI::App& app, ExperimentOptions& options) {
    constexpr std::uint64_t kMostThreads = 1024;
    add_whole_number(app, "-j,--threads", options.threads, 1, kMostThreads,
                     "Threads; one per core unless given. The answer is the same");
    app.add_flag("-q,--quiet", options.quiet, "No progress and no remarks on stderr, only errors");
}

void add_experiment_options(CLI::App& app, ExperimentOptions& options) {
    add_scenario_options(app, options.scenario)->required();
    add_runs_option(app, options.scenario);
    add_work_options(app, options);
}

void add_study_options(CLI::App& app, ExperimentOptions& options) {
    add_scenario_options(app, options.scenario)
        ->description("The scenario: a YAML file; the study that ships unless given");
    add_work_options(app, options);
}

ProgressBar progress_bar(const ExperimentOptions& options) {
    return ProgressBar(options.quiet ? ProgressBar::Visibility::hidden : ProgressBar::Visibility::automatic);
}

analysis::ExperimentOptions work_options(const ExperimentOptions& options, ProgressBar& bar) {
    analysis::ExperimentOptions experiment;
    experiment.threads = static_cast<unsigned>(core::parse_unsigned(options.threads).value_or(0));
    experiment.on_progress = [&bar](const analysis::ExperimentProgress& progress) {
        stop_if_interrupted();
        bar.update(progress);
    };
    return experiment;
}

std::vector<analysis::PointResult> run_points(std::span<const core::Scenario> points,
                                              const ExperimentOptions& options, analysis::ResultsStore* store) {
    ProgressBar bar = progress_bar(options);
    analysis::ExperimentOptions experiment = work_options(options, bar);
    experiment.store = store;
    if (store == nullptr) return analysis::run_experiment(points, experiment);
    const std::string& folder = options.answer.file;
    if (store->runs_found() > 0) {
        remark(options, fmt::format("going on with the {} in '{}'", runs_text(store->runs_found()), folder));
    }
    try {
        auto results = analysis::run_experiment(points, experiment);
        keep_curves(*store, points, results, experiment.threads);
        store->finish();
        return results;
    } catch (const Interrupted& interrupted) {
        throw Interrupted(interrupted.signal(),
                          fmt::format("{} kept in '{}'; the same command with --resume goes on with them",
                                      store->runs_kept() == 1 ? "1 run is" : runs_text(store->runs_kept()) + " are",
                                      folder));
    } catch (const core::Error& error) {
        throw core::Error(fmt::format("{}; what was kept in '{}' before is safe, and once the cause is gone the same "
                                      "command with --resume goes on with it",
                                      error.what(), folder));
    }
}

void remark(const ExperimentOptions& options, const std::string& text) {
    if (!options.quiet && !text.empty()) write_stderr("gallerysim: " + text + '\n');
}

}  // namespace gallerysim::app
