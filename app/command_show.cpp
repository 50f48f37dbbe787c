#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
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
    const core::Assumptions assumed = core::assumptions(scenario);
    std::string text = fmt::format(
        "Figures that nobody publishes and that '{}' leaves as they are assumed; change one with\n"
        "--set KEY=VALUE, or give it in the scenario.\n\n",
        scenario.name);
    if (assumed.figures.empty()) text += "none\n";
    for (const core::AssumedFigure& figure : assumed.figures) {
        text += analysis::wrapped(fmt::format("{}={}\n    {}", figure.path, figure.value, figure.reason), "    ");
    }
    text += "\nWays in which the model simplifies, for every scenario:\n\n";
    for (const core::ModelAssumption& assumption : assumed.modelling) {
        text += analysis::wrapped(
            fmt::format("{}: {} {}", assumption.id, assumption.statement, assumption.reason), "    ");
    }
    return text;
}

std::string regions_text(const core::Catalogue& catalogue) {
    const core::ReplicationFigures& copies = catalogue.replication;
    analysis::TextTable table({Align::left, Align::left, Align::left, Align::right, Align::right, Align::right, Align::left,
                     Align::right, Align::right});
    table.add({"name", "display name", "geography", "latitude", "longitude", "zones", "pair", "copies out",
               "copies in"});
    for (const core::Region& known : core::regions()) {
        const core::Region region = core::region_of(catalogue.regions, known.name);
        const std::string name(region.name);
        table.add({name, std::string(region.display_name), std::string(region.geography_group),
                   fmt::format("{:.2f}", region.latitude_deg), fmt::format("{:.2f}", region.longitude_deg),
                   std::to_string(region.availability_zones),
                   std::string(region.paired_region.empty() ? "-" : region.paired_region),
                   core::to_text(copies.egress_of(name)), core::to_text(copies.writes_of(name))});
    }
    return table.render();
}

/// Of all regions, or of those that the versions of a scenario go to.
std::string graph_text(const core::Scenario* scenario, const core::Catalogue& catalogue) {
    std::set<std::string_view> names;
    if (scenario == nullptr) {
        for (const core::Region& region : core::regions()) names.insert(region.name);
    } else {
        for (const core::Gallery& gallery : scenario->galleries) {
            for (const core::ImageDefinition& image : gallery.images) {
                for (const core::ImageVersion& version : image.versions) {
                    for (const core::TargetRegion& target : version.target_regions) names.insert(target.name);
                }
            }
        }
    }
    std::vector<core::Region> all;
    for (const std::string_view name : names) all.push_back(core::region_of(catalogue.regions, name));
    return core::RegionGraph(std::move(all), catalogue.replication, core::list_egress_price(catalogue.prices))
        .to_graphviz();
}

/// What the galleries cost once all events have happened: until the horizon, or for a month.
std::string bill_text(const core::Scenario& scenario) {
    sim::SimTime until = core::kBilledMonth;
    for (const core::GalleryEvent& event : core::timeline_events(scenario)) until = std::max(until, event.at);
    if (scenario.experiment.horizon) until = *scenario.experiment.horizon;
    return fmt::format(
               "What the replicas of '{}' cost in {}, in US dollars. Each stores the occupied size; a GB is 10^9\n"
               "bytes, a month 730 h. Egress is paid once, for the first replica of each region but the source. The\n"
               "gallery itself is free. Prices: catalogue.prices.\n\n",
               scenario.name, core::to_text(until)) +
           analysis::bill_table(core::bill_of_run(scenario, until));
}

ExitCode show(const ShowOptions& options) {
    if (options.scenario.file.empty() && (options.graph || options.regions)) {
        const core::Catalogue catalogue = core::default_catalogue();
        Answer(options.answer, {}).write(options.graph ? graph_text(nullptr, catalogue) : regions_text(catalogue));
        return ExitCode::fine;
    }
    if (options.scenario.file.empty())
        throw UsageError("SCENARIO is missing: the file to show, or else --regions");
    core::Diagnostics diagnostics;
    const auto loaded = load_scenario(options.scenario, diagnostics);
    print(diagnostics);
    if (!loaded) return ExitCode::usage;
    Answer answer(options.answer, options.scenario.file);
    const core::Scenario& scenario = loaded->scenario;
    answer.write(options.graph         ? graph_text(&scenario, scenario.catalogue)
                 : options.regions     ? regions_text(scenario.catalogue)
                 : options.bill        ? bill_text(scenario)
                 : options.assumptions ? assumptions_text(scenario)
                                       : core::to_yaml(scenario));
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
    app.add_flag("--regions", options->regions,
                 "The regions that scenarios can name, as SCENARIO has them if it is given");
    app.add_flag("--graph", options->graph,
                 "The regions and the nearest links between them, for Graphviz (neato -n); with SCENARIO, "
                 "those it uses");
}

}  // namespace gallerysim::app
