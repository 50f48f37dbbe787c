#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "analysis/guidance_plot.hpp"
#include "analysis/guidance_study.hpp"
#include "analysis/guidance_table.hpp"
#include "analysis/report/guidance_report.hpp"
#include "analysis/report/report_markdown.hpp"
#include "analysis/text_wrap.hpp"
#include "app/checked_options.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "app/report_options.hpp"
#include "app/study_options.hpp"
#include "app/usage_error.hpp"
#include "core/number_text.hpp"

namespace gallerysim::app {

namespace {

constexpr std::int64_t kMostReplicas = 1'000;

struct GuidanceOptions {
    ExperimentOptions experiment;
    ReportOptions report;
    std::vector<std::string> storage;
    std::vector<std::string> routing;
    std::vector<std::string> replicas;
    std::vector<std::string> objectives;
    std::string most_vms;
};

analysis::GuidanceTerms terms_of(const GuidanceOptions& options, const core::Scenario& scenario) {
    analysis::GuidanceTerms terms;
    if (!options.storage.empty()) terms.storage = storage_types(options.storage);
    if (!options.routing.empty()) terms.routing = routings(options.routing);
    if (!options.replicas.empty()) terms.replicas = whole_numbers("--replicas", options.replicas, kMostReplicas);
    if (const auto most = core::parse_unsigned(options.most_vms)) terms.most_vms = static_cast<std::int64_t>(*most);
    terms.objectives = objectives_of(options.objectives, scenario);
    return terms;
}

/// `page` is there where it is the answer.
std::string in_format(const core::Scenario& scenario, const analysis::GuidanceStudy& study,
                      const std::optional<analysis::Report>& page, const AnswerOptions& options, const Answer& answer) {
    switch (options.chosen_format()) {
        case Format::csv: return analysis::guidance_csv(scenario, study);
        case Format::json: return analysis::guidance_json(scenario, study);
        case Format::markdown: return analysis::report_markdown(*page);
        case Format::table: break;
    }
    std::string text = analysis::guidance_table(scenario, study, answer.colour());
    if (options.plot) text += plot_text(analysis::guidance_plot(study, analysis::page_width().text));
    return text;
}

ExitCode guidance(const GuidanceOptions& options, const std::string& command) {
    const ExperimentOptions& experiment = options.experiment;
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario_or_default_study(experiment.scenario, diagnostics);
    print(diagnostics);
    if (!loaded) return ExitCode::usage;
    const core::Scenario& scenario = loaded->scenario;
    analysis::GuidanceTerms terms = terms_of(options, scenario);
    if (scenario.deployments.empty()) throw UsageError("the scenario has no deployment whose image could be studied");

    catch_interrupts();
    const analysis::SweepGrid point = analysis::single_point(scenario);
    const auto store = open_store(experiment.answer.file, experiment.store, "guidance", loaded->source, scenario, point);
    const AnswerOptions beside_store = without_folder(experiment.answer);
    refuse_misplaced_plot(beside_store);
    Answer answer(beside_store, experiment.scenario.file);
    ReportFiles report(options.report, beside_store.file, experiment.scenario.file);
    ProgressBar bar(experiment.quiet ? ProgressBar::Visibility::hidden : ProgressBar::Visibility::automatic);
    terms.threads = static_cast<unsigned>(core::parse_unsigned(experiment.threads).value_or(0));
    terms.on_progress = [&](std::size_t done, std::size_t points, std::uint64_t) {
        stop_if_interrupted();
        bar.update({.points_done = done, .points = points, .runs_done = done, .runs_planned = points});
    };
    const analysis::GuidanceStudy study = analysis::study_guidance(scenario, std::move(terms));
    if (store != nullptr) {
        store->take_answer("csv", analysis::guidance_csv(scenario, study));
        store->take_answer("json", analysis::guidance_json(scenario, study));
        store->end_batch(0, analysis::AfterBatch::finished);
        store->finish();
    }
    std::optional<analysis::Report> page;
    if (options.report.is_wanted_with(beside_store.chosen_format())) {
        page = analysis::guidance_report(scenario, study, command);
        remark(experiment, report.write(*page));
    }
    answer.write(in_format(scenario, study, page, beside_store, answer));
    return ExitCode::fine;
}

}  // namespace

void add_guidance(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<GuidanceOptions>();
    CLI::App& app = line.add("guidance",
                             "Search how many VMs can be created at once per replica, and judge the published ratios",
                             [options, &line] { return guidance(*options, line.text()); });
    add_study_options(app, options->experiment);
    add_report_options(app, options->report);
    add_plot_option(app, options->experiment.answer);
    add_list(app, "--storage", options->storage,
             "Storage types to study, such as Standard_LRS,Premium_LRS; all unless given");
    add_list(app, "--routing", options->routing, "Routings to study; random,power_of_two,round_robin unless given");
    add_list(app, "--replicas", options->replicas, "Numbers of replicas to study; 1,2,3,5,10,20,50 unless given");
    add_objective_option(app, options->objectives);
    add_whole_number(app, "--most-vms", options->most_vms, 1, 1'000'000, "Look at no larger bursts; 2500 unless given");
}

}  // namespace gallerysim::app
