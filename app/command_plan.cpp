#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/plan_margin.hpp"
#include "analysis/plan_text.hpp"
#include "analysis/replica_plan.hpp"
#include "analysis/replica_table.hpp"
#include "analysis/report/plan_report.hpp"
#include "analysis/report/report_markdown.hpp"
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

constexpr std::int64_t kMostVms = 100'000;
constexpr std::array<std::string_view, 7> kPlanFormats{"table", "csv", "json", "markdown", "az", "arm", "bicep"};

struct PlanOptions {
    ExperimentOptions experiment;
    ReportOptions report;
    std::vector<std::string> objectives;
    std::vector<std::string> margins;
    std::vector<std::string> storage;
    bool wants_table = false;
    std::vector<std::string> vms;
    std::vector<std::string> scale_sets;
    std::vector<std::string> instances;
};

/// The form that was asked for, or that the file's ending names.
std::string format_of(const AnswerOptions& options) {
    if (!options.format.empty()) return options.format;
    const std::string ending = std::filesystem::path(options.file).extension().string();
    for (const std::string_view known : {"csv", "json", "bicep"}) {
        if (ending == fmt::format(".{}", known)) return std::string(known);
    }
    return ending == ".md" ? "markdown" : "table";
}

std::optional<LoadedScenario> load(const PlanOptions& options) {
    core::Diagnostics diagnostics;
    const ScenarioOptions& scenario = options.experiment.scenario;
    if (scenario.file.empty() && !options.wants_table) throw UsageError("SCENARIO is missing");
    auto loaded = load_scenario_or_default_study(scenario, diagnostics);
    print(diagnostics);
    if (loaded && loaded->scenario.deployments.empty()) {
        throw UsageError("the scenario has no deployment that replicas could be planned for");
    }
    return loaded;
}

analysis::Margin margin_of(const std::vector<std::string>& texts) {
    analysis::Margin margin;
    for (const std::string& text : texts) {
        const auto parsed = analysis::parse_margin(text, margin);
        if (!parsed.value) throw UsageError(fmt::format("--margin: {}", parsed.problem));
        margin = *parsed.value;
    }
    return margin;
}

unsigned threads_of(const ExperimentOptions& options) {
    return static_cast<unsigned>(core::parse_unsigned(options.threads).value_or(0));
}

ExitCode write_table(const PlanOptions& options, const core::Scenario& scenario) {
    const ExperimentOptions& experiment = options.experiment;
    if (!options.margins.empty()) throw UsageError("--margin is for plans, not for --table");
    if (options.report.is_wanted()) throw UsageError("--report and --figures are for a plan, not for --table");
    const std::string format = format_of(experiment.answer);
    if (format != "table" && format != "csv" && format != "json") {
        throw UsageError(fmt::format("--format {}: --table is written as table, csv or json", format));
    }
    analysis::ReplicaTableTerms terms;
    if (!options.storage.empty()) terms.storage = storage_types(options.storage);
    if (!options.vms.empty()) terms.vms = whole_numbers("--vms", options.vms, kMostVms);
    if (!options.scale_sets.empty()) terms.scale_sets = whole_numbers("--scale-sets", options.scale_sets, 1'000);
    if (!options.instances.empty()) {
        terms.instances = whole_numbers("--instances", options.instances,
                                        scenario.catalogue.limits.scale_set_instances.value);
    }
    terms.objectives = objectives_of(options.objectives, scenario);
    catch_interrupts();
    Answer answer(experiment.answer, experiment.scenario.file);
    ProgressBar bar = progress_bar(experiment);
    terms.threads = threads_of(experiment);
    terms.on_progress = [&](std::size_t done, std::size_t rows) {
        stop_if_interrupted();
        bar.update({.points_done = done, .points = rows, .runs_done = done, .runs_planned = rows});
    };
    const analysis::ReplicaTable table = analysis::replica_table(scenario, std::move(terms));
    if (format == "csv") answer.write(analysis::replica_table_csv(scenario, table));
    else if (format == "json") answer.write(analysis::replica_table_json(scenario, table));
    else answer.write(analysis::replica_table_text(scenario, table));
    return ExitCode::fine;
}

/// `page` is there where it is the answer.
void write_plan(Answer& answer, const std::string& format, const core::Scenario& scenario, const analysis::ReplicaPlan& plan,
                const std::optional<analysis::Report>& page) {
    if (format == "markdown") {
        answer.write(analysis::report_markdown(*page));
    } else if (format == "json") {
        answer.write(analysis::plan_json(scenario, plan));
    } else if (format == "table" || !plan.is_possible()) {
        answer.write(analysis::plan_table(scenario, plan, answer.colour()));
    } else if (format == "az") {
        answer.write(analysis::plan_az(scenario, plan));
    } else if (format == "arm") {
        answer.write(analysis::plan_arm(scenario, plan));
    } else {
        answer.write(analysis::plan_bicep(scenario, plan));
    }
}

ExitCode plan(const PlanOptions& options, const std::string& command) {
    const auto loaded = load(options);
    if (!loaded) return ExitCode::usage;
    const core::Scenario& scenario = loaded->scenario;
    if (options.wants_table) return write_table(options, scenario);
    for (const auto& [name, list] : {std::pair{"--vms", &options.vms}, {"--scale-sets", &options.scale_sets},
                                     {"--instances", &options.instances}}) {
        if (!list->empty()) throw UsageError(fmt::format("{} is for --table; a plan is for the VMs of the scenario", name));
    }
    const ExperimentOptions& experiment = options.experiment;
    const std::string format = format_of(experiment.answer);
    if (format == "csv") throw UsageError("--format csv is for --table; a plan is written as table, json, markdown, az, arm or bicep");
    analysis::PlanTerms terms;
    if (!options.storage.empty()) terms.storage = storage_types(options.storage);
    terms.objectives = objectives_of(options.objectives, scenario);
    terms.margin = margin_of(options.margins);
    if (const auto larger = analysis::with_more_vms(scenario, terms.margin.more_vms); !larger.value) {
        throw UsageError(fmt::format("--margin: {}", larger.problem));
    }
    catch_interrupts();
    Answer answer(experiment.answer, experiment.scenario.file);
    ReportFiles report(options.report, experiment.answer.file, experiment.scenario.file);
    ProgressBar bar = progress_bar(experiment);
    terms.threads = threads_of(experiment);
    terms.on_progress = [&](std::size_t done, std::size_t searches, std::uint64_t) {
        stop_if_interrupted();
        bar.update({.points_done = done, .points = searches, .runs_done = done, .runs_planned = searches});
    };
    const analysis::ReplicaPlan found = analysis::plan_replicas(scenario, std::move(terms));
    if (!found.is_possible() && format != "table" && format != "json" && format != "markdown") {
        remark(experiment, fmt::format("there is no plan to write as {}", format));
    }
    std::optional<analysis::Report> page;
    if (options.report.is_wanted_with(format == "markdown" ? Format::markdown : Format::table)) {
        page = analysis::plan_report(scenario, found, command);
        remark(experiment, report.write(*page));
    }
    write_plan(answer, format, scenario, found, page);
    return found.is_possible() ? ExitCode::fine : ExitCode::objectives_missed;
}

}  // namespace

void add_plan(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<PlanOptions>();
    CLI::App& app = line.add("plan",
                             "Find the least replicas and the cheapest storage for a scenario's VMs, or print a table of "
                             "replicas over VMs",
                             [options, &line] { return plan(*options, line.text()); });
    add_scenario_options(app, options->experiment.scenario)
        ->description("The scenario: a YAML file; with --table the study that ships unless given");
    add_objective_option(app, options->objectives);
    app.add_option("--margin", options->margins,
                   "What to hold in reserve: '20 %' more VMs, '2 replicas', zone; repeatable, they add up; none unless given")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    add_list(app, "--storage", options->storage, "Storage types to choose from, such as Standard_ZRS,Premium_LRS; all unless given");
    app.add_flag("--table", options->wants_table, "Print replicas over VMs, and over scale sets and instances, instead of a plan");
    add_list(app, "--vms", options->vms, "--table: VMs created at once; 20,50,100,200,500,1000 unless given");
    add_list(app, "--scale-sets", options->scale_sets, "--table: scale sets created at once; 1,2,5,10 unless given");
    add_list(app, "--instances", options->instances, "--table: instances of each; 20,100,300,600 unless given");
    add_threads_option(app, options->experiment);
    add_report_options(app, options->report);
    add_output_option(app, options->experiment.answer);
    add_choice(app, "--format", options->experiment.answer.format, kPlanFormats,
               "Form of the answer; unless given, as FILE ends, or else a table");
}

}  // namespace gallerysim::app
