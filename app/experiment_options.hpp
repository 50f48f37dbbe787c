#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/experiment_runner.hpp"
#include "analysis/point_result.hpp"
#include "app/answer.hpp"
#include "app/progress_bar.hpp"
#include "app/scenario_options.hpp"
#include "app/store_options.hpp"
#include "core/scenario.hpp"

namespace gallerysim::app {

/// What `run`, `sweep` and `compare` have in common.
struct ExperimentOptions {
    ScenarioOptions scenario;
    AnswerOptions answer;
    StoreOptions store;   ///< of commands that add its options
    std::string threads;  ///< empty: one per core
    bool quiet = false;
};

/// SCENARIO, --set, --seed, --runs, -j, -o, --format, --quiet
void add_experiment_options(CLI::App& app, ExperimentOptions& options);
/// The same without --runs, and SCENARIO may be left out: for load_scenario_or_default_study.
void add_study_options(CLI::App& app, ExperimentOptions& options);

/// -j and --quiet
void add_threads_option(CLI::App& app, ExperimentOptions& options);

/// On stderr; hidden by --quiet.
[[nodiscard]] ProgressBar progress_bar(const ExperimentOptions& options);
/// The threads that were asked for, and progress on `bar`, which must outlive the work. Throws Interrupted.
[[nodiscard]] analysis::ExperimentOptions work_options(const ExperimentOptions& options, ProgressBar& bar);

/// Runs all points with progress on stderr, and keeps the runs in the store unless it is null; what it has already is not
/// run again. At the end the store is finished. Throws Interrupted, or what a run throws, and says what was kept.
[[nodiscard]] std::vector<analysis::PointResult> run_points(std::span<const core::Scenario> points,
                                                            const ExperimentOptions& options,
                                                            analysis::ResultsStore* store);

/// A remark on stderr that --quiet leaves out; nothing for an empty text.
void remark(const ExperimentOptions& options, const std::string& text);

}  // namespace gallerysim::app
