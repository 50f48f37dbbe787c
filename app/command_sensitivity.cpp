#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/report/report_markdown.hpp"
#include "analysis/report/sensitivity_report.hpp"
#include "analysis/sensitivity_study.hpp"
#include "analysis/sensitivity_text.hpp"
#include "app/checked_options.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "app/report_options.hpp"
#include "app/usage_error.hpp"
#include "core/number_text.hpp"

namespace gallerysim::app {

namespace {

using analysis::SensitivityMethod;

constexpr std::array<std::string_view, 2> kMethods{"morris", "sobol"};
constexpr std::size_t kTrajectories = 50;
constexpr std::size_t kTrajectoryRuns = 10;
constexpr std::size_t kRows = 512;
constexpr std::size_t kRowRuns = 4;

struct SensitivityOptions {
    ExperimentOptions experiment;
    ReportOptions report;
    std::string method;
    std::string samples;
    std::string runs;
    std::vector<std::string> responses;
    analysis::FactorOptions factors;
};

analysis::SensitivityTerms terms_of(const SensitivityOptions& options, const core::Scenario& scenario) {
    const bool is_sobol = options.method == "sobol";
    analysis::SensitivityTerms terms{.method = is_sobol ? SensitivityMethod::sobol : SensitivityMethod::morris,
                                     .samples = is_sobol ? kRows : kTrajectories,
                                     .runs = is_sobol ? kRowRuns : kTrajectoryRuns,
                                     .responses = {},
                                     .work = {}};
    if (const auto samples = core::parse_unsigned(options.samples)) terms.samples = *samples;
    if (const auto runs = core::parse_unsigned(options.runs)) terms.runs = *runs;
    for (const std::string& text : options.responses) {
        const auto response = analysis::parse_response(text);
        if (!response.value) throw UsageError(fmt::format("--of: {}", response.problem));
        terms.responses.push_back(*response.value);
    }
    if (terms.responses.empty()) terms.responses = analysis::default_responses(scenario);
    return terms;
}

/// `page` is there where it is the answer.
std::string in_format(const core::Scenario& scenario, const analysis::SensitivityStudy& study,
                      const std::optional<analysis::Report>& page, Format format) {
    switch (format) {
        case Format::markdown: return analysis::report_markdown(*page);
        case Format::csv: return analysis::sensitivity_csv(scenario, study);
        case Format::json: return analysis::sensitivity_json(scenario, study);
        case Format::table: break;
    }
    return analysis::sensitivity_table(scenario, study);
}

ExitCode sensitivity(const SensitivityOptions& options, const std::string& command) {
    const ExperimentOptions& experiment = options.experiment;
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(experiment.scenario, diagnostics);
    auto factors = loaded ? analysis::study_factors(loaded->source, loaded->scenario, options.factors, diagnostics)
                          : std::nullopt;
    print(diagnostics);
    if (!factors) return ExitCode::usage;
    if (factors->factors.empty()) {
        throw UsageError("the scenario gives every figure itself: nothing is assumed; --range KEY=LOW..HIGH names what to vary");
    }
    if (loaded->scenario.deployments.empty()) throw UsageError("the scenario has no deployments: nothing would be measured");
    analysis::SensitivityTerms terms = terms_of(options, loaded->scenario);

    catch_interrupts();
    Answer answer(experiment.answer, experiment.scenario.file);
    ReportFiles report(options.report, experiment.answer.file, experiment.scenario.file);
    ProgressBar bar = progress_bar(experiment);
    terms.work = work_options(experiment, bar);
    core::Diagnostics of_points;
    const auto study =
        analysis::study_sensitivity(loaded->source, loaded->scenario, std::move(*factors), terms, of_points);
    print(of_points);
    if (!study) return ExitCode::usage;
    std::optional<analysis::Report> page;
    if (options.report.is_wanted_with(experiment.answer.chosen_format())) {
        page = analysis::sensitivity_report(loaded->scenario, *study, command);
        remark(experiment, report.write(*page));
    }
    answer.write(in_format(loaded->scenario, *study, page, experiment.answer.chosen_format()));
    return ExitCode::fine;
}

}  // namespace

void add_sensitivity(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<SensitivityOptions>();
    CLI::App& app = line.add("sensitivity", "Vary what is assumed over plausible ranges, and tell what the answer hangs on",
                             [options, &line] { return sensitivity(*options, line.text()); });
    add_study_options(app, options->experiment);
    add_report_options(app, options->report);
    app.get_option("SCENARIO")->description("The scenario: a YAML file")->required();
    add_choice(app, "--method", options->method, kMethods,
               "morris: which assumptions matter at all; sobol: which part of the variance each explains. "
               "morris unless given");
    add_whole_number(app, "--samples", options->samples, 2, 1'000'000,
                     fmt::format("Trajectories of morris, {} unless given; rows of sobol, {} unless given", kTrajectories, kRows));
    add_whole_number(app, "--runs", options->runs, 1, 1'000'000,
                     fmt::format("Runs at each point; unless given {} (morris) or {} (sobol)", kTrajectoryRuns, kRowRuns));
    app.add_option("--of", options->responses,
                   "What to look at, such as time_to_running.p95; repeatable. Unless given, what the first objective measures, "
                   "or failed_fraction and time_to_running.p95")
        ->type_name("METRIC")
        ->allow_extra_args(false);
    app.add_option("--range", options->factors.ranges,
                   "Another range, or a further key to vary: KEY=LOW..HIGH, 'KEY=LOW..HIGH log' or KEY=A,B; repeatable")
        ->type_name("KEY=RANGE")
        ->allow_extra_args(false);
    app.add_option("--only", options->factors.only,
                   "Vary only keys that are this one or lie below it; repeatable")
        ->type_name("KEY")
        ->allow_extra_args(false);
}

}  // namespace gallerysim::app
