#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/guidance_study.hpp"
#include "analysis/guidance_table.hpp"
#include "analysis/objective_test.hpp"
#include "analysis/study_objectives.hpp"
#include "app/checked_options.hpp"
#include "app/commands.hpp"
#include "app/experiment_options.hpp"
#include "app/interrupt.hpp"
#include "app/usage_error.hpp"
#include "core/diagnostics.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/objective.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::app {

namespace {

constexpr std::int64_t kMostReplicas = 1'000;
constexpr std::array kStorage{core::StorageType::standard_lrs, core::StorageType::standard_zrs,
                              core::StorageType::premium_lrs};
constexpr std::array kRouting{core::Routing::random, core::Routing::round_robin, core::Routing::least_loaded,
                              core::Routing::power_of_two, core::Routing::same_zone_first};

struct GuidanceOptions {
    ExperimentOptions experiment;
    std::vector<std::string> storage;
    std::vector<std::string> routing;
    std::vector<std::string> replicas;
    std::vector<std::string> objectives;
    std::string most_vms;
};

/// The values of these names, in the order in which they are given, each once.
template <class Value, std::size_t N>
std::vector<Value> named(std::string_view option, const std::vector<std::string>& names,
                         const std::array<Value, N>& known) {
    std::vector<std::string_view> known_names;
    for (const Value value : known) known_names.push_back(core::to_string(value));
    std::vector<Value> values;
    for (const std::string& name : names) {
        const auto found = std::ranges::find(known_names, name);
        if (found == known_names.end()) {
            throw UsageError(fmt::format("{}: unknown value {}{}", option, core::in_quotes(name),
                                         core::suggestion(name, known_names)));
        }
        const Value value = known[static_cast<std::size_t>(found - known_names.begin())];
        if (std::ranges::find(values, value) == values.end()) values.push_back(value);
    }
    return values;
}

std::vector<std::int64_t> replica_counts(const std::vector<std::string>& texts) {
    std::set<std::int64_t> counts;
    for (const std::string& text : texts) {
        const auto number = core::parse_unsigned(text);
        if (!number || *number < 1 || *number > kMostReplicas) {
            throw UsageError(fmt::format("--replicas: expected whole numbers from 1 to {}, found {}", kMostReplicas,
                                         core::in_quotes(text)));
        }
        counts.insert(static_cast<std::int64_t>(*number));
    }
    return {counts.begin(), counts.end()};
}

analysis::GuidanceTerms terms_of(const GuidanceOptions& options, const core::Scenario& scenario) {
    analysis::GuidanceTerms terms;
    if (!options.storage.empty()) terms.storage = named("--storage", options.storage, kStorage);
    if (!options.routing.empty()) terms.routing = named("--routing", options.routing, kRouting);
    if (!options.replicas.empty()) terms.replicas = replica_counts(options.replicas);
    if (const auto most = core::parse_unsigned(options.most_vms)) terms.most_vms = static_cast<std::int64_t>(*most);
    std::vector<core::Objective> given;
    for (const std::string& text : options.objectives) {
        auto objective = core::parse_objective(text);
        if (!objective.value) throw UsageError(fmt::format("--objective: {}", objective.problem));
        given.push_back(std::move(*objective.value));
    }
    terms.objectives = analysis::study_objectives(given, scenario);
    for (const core::Objective& objective : terms.objectives) {
        const std::string problem = analysis::ObjectiveTest::why_untestable(objective);
        if (!problem.empty()) throw UsageError(problem);
    }
    return terms;
}

ExitCode guidance(const GuidanceOptions& options) {
    const ExperimentOptions& experiment = options.experiment;
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario_or_default_study(experiment.scenario, diagnostics);
    print(diagnostics);
    if (!loaded) return ExitCode::usage;
    const core::Scenario& scenario = loaded->scenario;
    analysis::GuidanceTerms terms = terms_of(options, scenario);
    if (scenario.deployments.empty()) throw UsageError("the scenario has no deployment whose image could be studied");

    catch_interrupts();
    Answer answer(experiment.answer, experiment.scenario.file);
    ProgressBar bar(experiment.quiet ? ProgressBar::Visibility::hidden : ProgressBar::Visibility::automatic);
    terms.threads = static_cast<unsigned>(core::parse_unsigned(experiment.threads).value_or(0));
    terms.on_progress = [&](std::size_t done, std::size_t points, std::uint64_t) {
        stop_if_interrupted();
        bar.update({.points_done = done, .points = points, .runs_done = done, .runs_planned = points});
    };
    const analysis::GuidanceStudy study = analysis::study_guidance(scenario, std::move(terms));
    switch (experiment.answer.chosen_format()) {
        case Format::csv: answer.write(analysis::guidance_csv(scenario, study)); break;
        case Format::json: answer.write(analysis::guidance_json(scenario, study)); break;
        case Format::table: answer.write(analysis::guidance_table(scenario, study, answer.colour())); break;
    }
    return ExitCode::fine;
}

}  // namespace

void add_guidance(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<GuidanceOptions>();
    CLI::App& app = line.add("guidance",
                             "Search how many VMs can be created at once per replica, and judge the published ratios",
                             [options] { return guidance(*options); });
    add_study_options(app, options->experiment);
    const auto add_list = [&app](const char* name, std::vector<std::string>& values, const char* what, const char* type) {
        app.add_option(name, values, what)->type_name(type)->delimiter(',')->allow_extra_args(false);
    };
    add_list("--storage", options->storage, "Storage types to study, such as Standard_LRS,Premium_LRS; all unless given",
             "LIST");
    add_list("--routing", options->routing, "Routings to study; random,power_of_two,round_robin unless given", "LIST");
    add_list("--replicas", options->replicas, "Numbers of replicas to study; 1,2,3,5,10,20,50 unless given", "LIST");
    app.add_option("--objective", options->objectives,
                   "What a burst must meet, instead of the scenario's objectives; repeatable")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    add_whole_number(app, "--most-vms", options->most_vms, 1, 1'000'000, "Look at no larger bursts; 2500 unless given");
}

}  // namespace gallerysim::app
