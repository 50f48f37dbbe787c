#include <algorithm>
#include <functional>
#include <span>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/replication_text.hpp"
#include "analysis/report/replication_report.hpp"
#include "analysis/report/report_markdown.hpp"
#include "app/answer.hpp"
#include "app/commands.hpp"
#include "app/report_options.hpp"
#include "app/time_option.hpp"
#include "app/scenario_options.hpp"
#include "app/standard_streams.hpp"
#include "app/usage_error.hpp"
#include "core/quantity.hpp"
#include "core/replication/replicate.hpp"

namespace gallerysim::app {

namespace {

struct ReplicateOptions {
    ScenarioOptions scenario;
    AnswerOptions answer;
    ReportOptions report;
    std::string strategy;    ///< empty: the scenario's, as the others
    std::string within;
    std::string at;          ///< empty: the end
    std::string time_limit;  ///< empty: the catalogue's
    bool timeline = false;
    bool compare = false;
};

/// Takes what the answer is made of, for a report.
using Reporter = std::function<void(std::span<const core::ReplicationReport>)>;

std::string answer_text(const ReplicateOptions& options, const core::Scenario& scenario, const Reporter& report_on) {
    core::ReplicationFigures figures = scenario.catalogue.replication;
    core::ReplicationPolicy policy = scenario.platform.replication;
    if (!options.time_limit.empty()) figures.time_limit.value = time_of("--time-limit", options.time_limit);
    const auto until = options.at.empty() ? sim::SimTime::never() : time_of("--at", options.at);
    const auto chosen = [](const auto& names, const std::string& name) {
        return std::ranges::find(names, name) - names.begin();
    };
    if (!options.strategy.empty()) {
        policy.strategy.value =
            static_cast<core::CopyStrategy>(chosen(core::kCopyStrategyNames, options.strategy));
    }
    if (!options.within.empty()) {
        policy.within_region.value =
            static_cast<core::WithinRegion>(chosen(core::kWithinRegionNames, options.within));
    }
    if (options.compare) {
        std::vector<core::ReplicationReport> all;
        for (std::size_t s = 0; s < core::kCopyStrategyNames.size(); ++s) {
            for (std::size_t w = 0; w < core::kWithinRegionNames.size(); ++w) {
                policy.strategy.value = static_cast<core::CopyStrategy>(s);
                policy.within_region.value = static_cast<core::WithinRegion>(w);
                for (auto& report : core::replicate(scenario, figures, policy, until))
                    all.push_back(std::move(report));
            }
        }
        report_on(all);
        return options.answer.chosen_format() == Format::csv ? analysis::strategies_csv(all)
                                                             : analysis::strategies_table(all);
    }
    const auto reports = core::replicate(scenario, figures, policy, until);
    report_on(reports);
    if (options.timeline) return analysis::replication_timeline(reports);
    return options.answer.chosen_format() == Format::csv ? analysis::replication_csv(reports)
                                                         : analysis::replication_table(reports);
}

ExitCode replicate(const ReplicateOptions& options, const std::string& command) {
    const Format format = options.answer.chosen_format();
    if (format == Format::json) throw UsageError("replicate answers as table, csv or markdown");
    if (format == Format::markdown && options.timeline) throw UsageError("--timeline is written as a table");
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(options.scenario, diagnostics);
    print(diagnostics);
    if (!loaded) return ExitCode::usage;
    Answer answer(options.answer, options.scenario.file);
    ReportFiles report(options.report, options.answer.file, options.scenario.file);
    std::optional<analysis::Report> page;
    const std::string text = answer_text(options, loaded->scenario, [&](std::span<const core::ReplicationReport> reports) {
        if (!options.report.is_wanted_with(format) || reports.empty()) return;
        page = analysis::replication_report(loaded->scenario, reports, command);
        const std::string not_drawn = report.write(*page);
        if (!not_drawn.empty()) write_stderr("gallerysim: " + not_drawn + '\n');
    });
    answer.write(format == Format::markdown && page ? analysis::report_markdown(*page) : text);
    return ExitCode::fine;
}

template <class Names>
std::vector<std::string> words(const Names& names) {
    return {names.begin(), names.end()};
}

}  // namespace

void add_replicate(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<ReplicateOptions>();
    CLI::App& app = line.add(
        "replicate", "Publish the versions of a scenario at time 0, and tell when each region has them",
        [options, &line] { return replicate(*options, line.text()); });
    add_scenario_options(app, options->scenario)->required();
    add_answer_options(app, options->answer);
    add_report_options(app, options->report);
    app.add_option("--strategy", options->strategy,
                   "Where first replicas come from: star, phases, relay, tree; else as the scenario says")
        ->check(CLI::IsMember(words(core::kCopyStrategyNames)))
        ->option_text("WORD");
    app.add_option("--within", options->within,
                   "Where a region's others come from: one_source, doubling; else as the scenario says")
        ->check(CLI::IsMember(words(core::kWithinRegionNames)))
        ->option_text("WORD");
    app.add_option("--time-limit", options->time_limit, "A region fails that takes longer; else as the scenario says")
        ->type_name("TIME");
    app.add_option("--at", options->at, "The status at this time, not at the end")->type_name("TIME");
    app.add_flag("--timeline", options->timeline, "What happens, in order");
    app.add_flag("--strategies", options->compare, "All strategies side by side: time, bound and cost");
}

}  // namespace gallerysim::app
