#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "analysis/comparison.hpp"
#include "analysis/comparison_text.hpp"
#include "analysis/report/comparison_report.hpp"
#include "analysis/report/report_markdown.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "app/report_options.hpp"
#include "app/usage_error.hpp"

namespace gallerysim::app {

namespace {

struct CompareOptions {
    ExperimentOptions experiment;         ///< its scenario is A
    ReportOptions report;
    std::string file_b;                   ///< empty: A's
    std::vector<std::string> settings_b;  ///< key=value
};

/// The source of B with the settings of --set-b, read; nullopt when something is wrong.
std::optional<core::Scenario> varied(core::ScenarioSource source, const std::vector<std::string>& settings,
                                     core::Diagnostics& diagnostics) {
    // One by one, so that a setting that leads nowhere does not hide what is wrong with the others.
    for (const std::string& text : settings) {
        const auto setting = core::parse_setting(text, "--set-b " + text, diagnostics);
        if (!setting) continue;
        if (auto changed = source.with({&*setting, 1}, diagnostics)) source = std::move(*changed);
    }
    auto scenario = source.read(diagnostics);
    return diagnostics.has_errors() ? std::nullopt : std::move(scenario);
}

/// What is wrong with A and B, or worth a warning, once: of one file both say the same.
void append_new(core::Diagnostics& diagnostics, const core::Diagnostics& other) {
    const std::string said = diagnostics.render(core::SourceLines::hide);
    for (const core::Diagnostic& diagnostic : other.all()) {
        core::Diagnostics one;
        one.add(diagnostic);
        if (said.find(one.render(core::SourceLines::hide)) == std::string::npos) diagnostics.add(diagnostic);
    }
}

struct Pair {
    core::Scenario a;
    core::Scenario b;
};

std::optional<Pair> load(const CompareOptions& options) {
    core::Diagnostics diagnostics;
    auto a = load_scenario(options.experiment.scenario, diagnostics);
    std::optional<core::Scenario> b;
    core::Diagnostics of_b;
    std::optional<LoadedScenario> other = a;
    if (!options.file_b.empty()) {
        ScenarioOptions scenario_b = options.experiment.scenario;
        scenario_b.file = options.file_b;
        other = load_scenario(scenario_b, of_b);
    }
    if (other) b = varied(std::move(other->source), options.settings_b, of_b);
    append_new(diagnostics, of_b);
    print(diagnostics);
    if (!a || !b) return std::nullopt;
    return Pair{std::move(a->scenario), std::move(*b)};
}

/// `page` is there where it is the answer.
std::string in_format(const Pair& pair, const analysis::Comparison& comparison,
                      const std::optional<analysis::Report>& page, Format format) {
    switch (format) {
        case Format::markdown: return analysis::report_markdown(*page);
        case Format::csv: return analysis::comparison_csv(pair.a, pair.b, comparison);
        case Format::json: return analysis::comparison_json(pair.a, pair.b, comparison);
        case Format::table: break;
    }
    return analysis::comparison_table(pair.a, pair.b, comparison);
}

ExitCode compare(const CompareOptions& options, const std::string& command) {
    const ExperimentOptions& experiment = options.experiment;
    if (options.file_b.empty() && options.settings_b.empty()) {
        throw UsageError("compare needs a second scenario, or --set-b KEY=VALUE");
    }
    auto pair = load(options);
    if (!pair) return ExitCode::usage;
    if (!experiment.answer.file.empty() && !options.file_b.empty()) {
        refuse_same_file("-o", experiment.answer.file, "the scenario", options.file_b);
    }
    catch_interrupts();
    Answer answer(experiment.answer, experiment.scenario.file);
    if (!options.report.file.empty() && !options.file_b.empty()) {
        refuse_same_file("--report", options.report.file, "the scenario", options.file_b);
    }
    ReportFiles report(options.report, experiment.answer.file, experiment.scenario.file);
    if (pair->b.seed != pair->a.seed) {
        remark(experiment, "B runs with the seed of A, so that both draw the same random numbers");
        pair->b.seed = pair->a.seed;
    }
    ProgressBar bar = progress_bar(experiment);
    const auto comparison = analysis::compare_scenarios(pair->a, pair->b, work_options(experiment, bar));
    std::optional<analysis::Report> page;
    if (options.report.is_wanted_with(experiment.answer.chosen_format())) {
        page = analysis::comparison_report(pair->a, pair->b, comparison, command);
        remark(experiment, report.write(*page));
    }
    answer.write(in_format(*pair, comparison, page, experiment.answer.chosen_format()));
    return ExitCode::fine;
}

}  // namespace

void add_compare(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<CompareOptions>();
    CLI::App& app =
        line.add("compare", "Run scenarios A and B on the same random numbers, and tell how B differs from A",
                 [options, &line] { return compare(*options, line.text()); });
    add_experiment_options(app, options->experiment);
    add_report_options(app, options->report);
    app.add_option("SCENARIO_B", options->file_b, "The scenario B; the same as A unless given")
        ->type_name("");
    app.add_option("--set-b", options->settings_b,
                   "Change B alone, after --set, which changes both; repeatable")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

}  // namespace gallerysim::app
