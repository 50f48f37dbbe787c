#include "app/experiment_options.hpp"

#include <CLI/CLI.hpp>

#include "app/checked_options.hpp"
#include "app/interrupt.hpp"
#include "app/standard_streams.hpp"
#include "core/number_text.hpp"

namespace gallerysim::app {

namespace {

void add_work_options(CLI::App& app, ExperimentOptions& options) {
    add_threads_option(app, options);
    add_answer_options(app, options.answer);
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
                                              const ExperimentOptions& options) {
    ProgressBar bar = progress_bar(options);
    return analysis::run_experiment(points, work_options(options, bar));
}

void remark(const ExperimentOptions& options, const std::string& text) {
    if (!options.quiet) write_stderr("gallerysim: " + text + '\n');
}

}  // namespace gallerysim::app
