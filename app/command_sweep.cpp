#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/junit_xml.hpp"
#include "analysis/report/report_markdown.hpp"
#include "analysis/report/sweep_report.hpp"
#include "analysis/result_csv.hpp"
#include "analysis/result_json.hpp"
#include "analysis/sweep_grid.hpp"
#include "analysis/sweep_plot.hpp"
#include "analysis/sweep_table.hpp"
#include "analysis/text_wrap.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "app/report_options.hpp"
#include "app/usage_error.hpp"

namespace gallerysim::app {

namespace {

struct SweepOptions {
    ExperimentOptions experiment;
    ReportOptions report;
    std::string junit;  ///< empty: none
};

/// `page` is there where it is the answer.
std::string in_format(const core::Scenario& base, const analysis::SweepGrid& grid,
                      std::span<const analysis::PointResult> results, const std::optional<analysis::Report>& page,
                      const AnswerOptions& options) {
    switch (options.chosen_format()) {
        case Format::csv: return analysis::sweep_csv(grid, results);
        case Format::json: return analysis::sweep_json(base, grid, results);
        case Format::markdown: return analysis::report_markdown(*page);
        case Format::table: break;
    }
    std::string text = analysis::sweep_table(base, grid, results);
    if (options.plot) text += plot_text(analysis::sweep_plot(grid, results, analysis::page_width().text));
    return text;
}

ExitCode sweep(const SweepOptions& all, const std::string& command) {
    const ExperimentOptions& options = all.experiment;
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(options.scenario, diagnostics);
    if (loaded && loaded->scenario.experiment.sweep.empty()) {
        throw UsageError(fmt::format("'{}' has no experiment.sweep; 'gallerysim run' runs it as it is",
                                     options.scenario.file));
    }
    const auto grid =
        loaded ? analysis::expand_sweep(loaded->source, loaded->scenario, diagnostics) : std::nullopt;
    print(diagnostics);
    if (!grid) return ExitCode::usage;

    catch_interrupts();
    const auto store =
        open_store(options.answer.file, options.store, "sweep", loaded->source, loaded->scenario, *grid);
    const AnswerOptions beside_store = without_folder(options.answer);
    refuse_misplaced_plot(beside_store);
    Answer answer(beside_store, options.scenario.file);
    ReportFiles report(all.report, beside_store.file, options.scenario.file);
    std::optional<OutputFile> junit;
    if (!all.junit.empty()) {
        refuse_same_file("--junit", all.junit, "the scenario", options.scenario.file);
        if (!beside_store.file.empty()) refuse_same_file("--junit", all.junit, "the answer", beside_store.file);
        if (!all.report.file.empty()) refuse_same_file("--junit", all.junit, "--report", all.report.file);
        junit.emplace(all.junit);
    }
    const auto results = run_points(grid->scenarios, options, store.get());
    std::optional<analysis::Report> page;
    if (all.report.is_wanted_with(beside_store.chosen_format())) {
        page = analysis::sweep_report(loaded->scenario, *grid, results, command);
        remark(options, report.write(*page));
    }
    if (junit) {
        junit->write(analysis::junit_xml(loaded->scenario, *grid, results));
        junit->commit();
    }
    answer.write(in_format(loaded->scenario, *grid, results, page, beside_store));
    const bool some_point_meets_all = std::ranges::any_of(results, &analysis::PointResult::objectives_met);
    return some_point_meets_all ? ExitCode::fine : ExitCode::objectives_missed;
}

}  // namespace

void add_sweep(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<SweepOptions>();
    CLI::App& app =
        line.add("sweep", "Run every point of the scenario's sweep: all combinations of its axes' values",
                 [options, &line] { return sweep(*options, line.text()); });
    add_experiment_options(app, options->experiment);
    add_store_options(app, options->experiment.store);
    add_report_options(app, options->report);
    add_plot_option(app, options->experiment.answer);
    app.add_option("--junit", options->junit, "Write the objectives to this file as test cases, as JUnit's XML")
        ->type_name("FILE");
}

}  // namespace gallerysim::app
