#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/gallery_report.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "app/answer.hpp"
#include "app/commands.hpp"
#include "app/scenario_options.hpp"
#include "app/usage_error.hpp"
#include "core/assumptions.hpp"
#include "core/catalogue.hpp"
#include "core/gallery/gallery_timeline.hpp"
#include "core/quantity.hpp"
#include "core/replication/region_graph.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::app {

namespace {

using Align = analysis::TextTable::Align;

struct ShowOptions {
    ScenarioOptions scenario;
    AnswerOptions answer;
    bool assumptions = false;
    bool bill = false;
    bool regions = false;
    bool graph = false;
};

std::string assumptions_text(const core::Scenario& scenario) {
    constexpr std::size_t kWidth = 100;
    const core::Assumptions assumed = core::assumptions(scenario);
    std::string text = fmt::format(
        "Figures that nobody publishes and that '{}' leaves as they are assumed; change one with\n"
        "--set KEY=VALUE, or give it in the scenario.\n\n",
        scenario.name);
    if (assumed.figures.empty()) text += "none\n";
    for (const core::AssumedFigure& figure : assumed.figures) {
        text += analysis::wrapped(fmt::format("{}={}\n    {}", figure.path, figure.value, figure.reason),
                                  kWidth, "    ");
    }
    text += "\nWays in which the model simplifies, for every scenario:\n\n";
    for (const core::ModelAssumption& assumption : assumed.modelling) {
        text += analysis::wrapped(
            fmt::format("{}: {} {}", assumption.id, assumption.statement, assumption.reason), kWidth, "    ");
    }
    return text;
}

std::string regions_text() {
    analysis::TextTable table(
        {Align::left, Align::left, Align::left, Align::right, Align::right, Align::right, Align::left});
    table.add({"name", "display name", "geography", "latitude", "longitude", "zones", "pair"});
    for (const core::Region& region : core::regions()) {
        table.add({std::string(region.name), std::string(region.display_name),
                   std::string(region.geography_group), fmt::format("{:.2f}", region.latitude_deg),
                   fmt::format("{:.2f}", region.longitude_deg), std::to_string(region.availability_zones),
                   std::string(region.paired_region.empty() ? "-" : region.paired_region)});
    }
    return table.render();
}

/// What the galleries cost once all events have happened: until the horizon, or for a month.
std::string bill_text(const core::Scenario& scenario) {
    sim::SimTime until = core::kBilledMonth;
    for (const core::GalleryEvent& event : scenario.events) until = std::max(until, event.at);
    if (scenario.experiment.horizon) until = *scenario.experiment.horizon;
    return fmt::format(
               "What the replicas of '{}' cost in {}, in US dollars. Each stores the occupied size; a GB is 10^9\n"
               "bytes, a month 730 h. Egress is paid once, for the first replica of each region but the source. The\n"
               "gallery itself is free. Prices: catalogue.prices.\n\n",
               scenario.name, core::to_text(until)) +
           analysis::bill_table(core::bill_of_run(scenario, until));
}

std::string graph_text() {
    std::vector<const core::Region*> all;
    for (const core::Region& region : core::regions()) all.push_back(&region);
    const core::Prices prices = core::default_catalogue().prices;
    return core::RegionGraph(std::move(all), core::default_replication_figures(), core::list_egress_price(prices))
        .to_graphviz();
}

ExitCode show(const ShowOptions& options) {
    if (options.graph) {
        if (!options.scenario.file.empty()) throw UsageError("--graph is about no scenario; leave SCENARIO out");
        Answer(options.answer, {}).write(graph_text());
        return ExitCode::fine;
    }
    if (options.regions) {
        if (!options.scenario.file.empty())
            throw UsageError("--regions is about no scenario; leave SCENARIO out");
        Answer(options.answer, {}).write(regions_text());
        return ExitCode::fine;
    }
    if (options.scenario.file.empty())
        throw UsageError("SCENARIO is missing: the file to show, or else --regions");
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(options.scenario, diagnostics);
    print(diagnostics);
    if (!loaded) return ExitCode::usage;
    Answer answer(options.answer, options.scenario.file);
    answer.write(options.bill          ? bill_text(loaded->scenario)
                 : options.assumptions ? assumptions_text(loaded->scenario)
                                       : core::to_yaml(loaded->scenario));
    return ExitCode::fine;
}

}  // namespace

void add_show(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<ShowOptions>();
    CLI::App& app =
        line.add("show", "Show a scenario with every default filled in, or what it assumes, or the regions",
                 [options] { return show(*options); });
    add_scenario_options(app, options->scenario);
    add_output_option(app, options->answer);
    app.add_flag("--assumptions", options->assumptions,
                 "Only the assumptions that the scenario's answers rest on");
    app.add_flag("--bill", options->bill, "What its replicas and the copies between regions cost");
    app.add_flag("--regions", options->regions, "The regions that scenarios can name; needs no SCENARIO");
    app.add_flag("--graph", options->graph,
                 "The regions and the nearest links between them, for Graphviz (neato -n); needs no SCENARIO");
}

}  // namespace gallerysim::app
