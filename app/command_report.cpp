#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/report/run_report.hpp"
#include "analysis/report/sweep_report.hpp"
#include "analysis/store/stored_experiment.hpp"
#include "app/commands.hpp"
#include "app/report_options.hpp"
#include "app/standard_streams.hpp"
#include "app/usage_error.hpp"

namespace gallerysim::app {

namespace {

struct StoreReportOptions {
    std::string folder;
    ReportOptions report;
};

/// What the store holds as the command that made it would have reported it; points without a run are left out.
analysis::Report report_of(const analysis::StoredExperiment& stored, const std::string& folder, const std::string& command) {
    if (stored.answer("csv") || stored.answer("json")) {
        throw UsageError(fmt::format("'{}' holds the answer of '{}' and no runs: call it with --report", folder, stored.command()));
    }
    analysis::SweepGrid grid;
    grid.kind = stored.grid().kind;
    grid.axes = stored.grid().axes;
    std::vector<analysis::PointResult> results;
    for (std::size_t point = 0; point < stored.points(); ++point) {
        std::optional<analysis::PointResult> result = stored.result(point);
        if (!result) continue;
        grid.numbers.push_back(stored.grid().numbers[point]);
        grid.values.push_back(stored.grid().values[point]);
        grid.scenarios.push_back(stored.grid().scenarios[point]);
        results.push_back(std::move(*result));
    }
    if (results.empty()) throw UsageError(fmt::format("'{}' holds no run yet", folder));
    if (stored.command() == "sweep") return analysis::sweep_report(stored.scenario(), grid, results, command);

    const core::Scenario& scenario = grid.scenarios.front();
    const analysis::PointResult& result = results.front();
    analysis::RunRange runs;
    runs.count = std::min(result.runs, analysis::kMostCurveRuns);
    std::vector<analysis::CurveRow> rows = stored.curves(0);
    if (rows.empty()) rows = analysis::curve_rows(scenario, runs, analysis::curve_step(result));
    return analysis::run_report(scenario, result, analysis::curve_table(rows, runs.count), command);
}

ExitCode report(const StoreReportOptions& options, const std::string& command) {
    ReportOptions files_wanted = options.report;
    if (!files_wanted.is_wanted()) files_wanted.file = options.folder + "/report.html";
    const analysis::StoredExperiment stored(options.folder);
    ReportFiles files(files_wanted, {}, {});
    const std::string not_drawn = files.write(report_of(stored, options.folder, command));
    if (!not_drawn.empty()) write_stderr("gallerysim: " + not_drawn + '\n');
    if (stored.finished_points() < stored.points()) {
        write_stderr(fmt::format("gallerysim: {} of {} points are finished; this is what there is so far\n",
                                 stored.finished_points(), stored.points()));
    }
    if (!files_wanted.file.empty()) write_stdout(files_wanted.file + '\n');
    return ExitCode::fine;
}

}  // namespace

void add_report(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<StoreReportOptions>();
    CLI::App& app = line.add("report", "Report on the results that -o FOLDER has kept",
                             [options, &line] { return report(*options, line.text()); });
    app.add_option("FOLDER", options->folder, "The folder with the results")->type_name("")->required();
    add_report_options(app, options->report);
}

}  // namespace gallerysim::app
