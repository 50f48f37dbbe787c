#include "analysis/report/replication_report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "analysis/report/region_map.hpp"
#include "analysis/report/report_parts.hpp"
#include "core/units.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;
using core::RegionReplication;
using core::ReplicationReport;
using core::ReplicationState;

constexpr double kNoTime = std::numeric_limits<double>::quiet_NaN();

double minutes(sim::SimTime time) { return time == sim::SimTime::never() ? kNoTime : time.seconds() / 60.0; }
std::string in_minutes(sim::SimTime time) { return time == sim::SimTime::never() ? "-" : fmt::format("{:.1f}", minutes(time)); }

/// A moment as time since the publication; never() stays.
sim::SimTime since(const ReplicationReport& report, sim::SimTime moment) {
    return moment == sim::SimTime::never() ? moment : moment - report.published;
}

bool has_several_ways(std::span<const ReplicationReport> reports) {
    return std::ranges::any_of(reports, [&](const ReplicationReport& r) { return r.strategy != reports.front().strategy; });
}

std::string name_of(const ReplicationReport& report, std::span<const ReplicationReport> all) {
    return has_several_ways(all) ? fmt::format("{} by {}", report.version, report.strategy) : report.version;
}

std::string verdict(const ReplicationReport& report, std::span<const ReplicationReport> all) {
    const auto complete = std::ranges::count(report.status.regions, ReplicationState::completed, &RegionReplication::state);
    std::string text = fmt::format("{}: {} of {} regions are complete", name_of(report, all), complete, report.status.regions.size());
    if (report.ended != sim::SimTime::never()) text += fmt::format(", after {} min", in_minutes(report.makespan()));
    text += fmt::format("; no sharing of the network could take less than {} min", in_minutes(report.lower_bound));
    if (!report.binding.empty()) text += fmt::format(" ({})", report.binding);
    return text + fmt::format(". {:.1f} GB between regions cost {} USD.", report.egress_bytes / core::kGB, usd_text(report.egress_usd));
}

/// Three phases per region: waiting, the first replica on its way, the others.
ReportChart gantt(const ReplicationReport& report, const std::string& id, const std::string& title) {
    ChartRows rows{"region", "phase", "from_min", "to_min"};
    std::vector<const RegionReplication*> regions;
    for (const RegionReplication& region : report.status.regions) regions.push_back(&region);
    std::ranges::stable_sort(regions, {}, [](const RegionReplication* r) { return r->ended; });
    std::vector<std::string> order;
    const auto add = [&](const RegionReplication& region, std::string_view phase, sim::SimTime from, sim::SimTime to) {
        if (from == sim::SimTime::never() || to == sim::SimTime::never() || !(from < to)) return;
        rows.add(region.region, phase, minutes(since(report, from)), minutes(since(report, to)));
    };
    const RegionReplication* last = nullptr;
    for (const RegionReplication* region : regions) {
        order.push_back(region->region);
        const auto first = std::min(region->first_replica, region->ended);
        add(*region, "waiting", report.published, region->started);
        add(*region, "first replica", region->started, first);
        add(*region, "other replicas", first, region->ended);
        if (region->ended != sim::SimTime::never()) last = region;
    }
    Json spec = Json::parse(R"({"data": {"name": "phases"}, "layer": [
        {"mark": {"type": "bar"}, "encoding": {"x": {"field": "from_min", "type": "quantitative", "title": "time since the publication, min"}, "x2": {"field": "to_min"}}}]})");
    spec["height"] = 18 * order.size();
    Json phase = category("phase", "");
    phase["scale"] = {{"domain", {"waiting", "first replica", "other replicas"}}};
    Json& bar = spec["layer"][0]["encoding"];
    bar["y"] = {{"field", "region"}, {"type", "nominal"}, {"sort", order}, {"title", nullptr}};
    bar["color"] = std::move(phase);
    for (Json& layer : guide_line("x", minutes(report.lower_bound), "lower bound", "time since the publication, min")) spec["layer"].push_back(std::move(layer));
    std::string text = fmt::format("Each region's way to its replicas of {}, copied from {} ({}).", report.version, report.source, report.strategy);
    if (last != nullptr) text += fmt::format(" The last region to end is {}, after {} min.", last->region, in_minutes(since(report, last->ended)));
    return make_chart(id, title, text + " The dashed line is what no sharing of the network can undercut.", spec, {{"phases", rows.csv()}});
}

ReportChart map_of(const core::Scenario& scenario, const ReplicationReport& report, const std::string& id, const std::string& title) {
    std::vector<MapRegion> regions;
    for (const RegionReplication& region : report.status.regions) {
        const bool is_complete = region.state == ReplicationState::completed;
        regions.push_back({region.region, is_complete ? minutes(since(report, region.ended)) : kNoTime,
                           static_cast<double>(region.replicas), region.source});
    }
    return region_map({id, title,
                       fmt::format("Regions of {}, coloured by when they are complete; lines come from where the first replica is copied from. Regions "
                                   "that are not complete are grey.",
                                   report.version),
                       "complete after, min", "replicas"},
                      regions, scenario.catalogue.regions);
}

ReportTable region_table(const ReplicationReport& report) {
    ReportTable table{.caption = fmt::format("Regions of {}", report.version),
                      .columns = {{"region"}, {"state"}, {"progress, %", Align::right}, {"replicas", Align::right}, {"started, min", Align::right}, {"first replica, min", Align::right}, {"ended, min", Align::right}, {"first copy from"}, {"details"}},
                      .rows = {},
                      .note = "Times are since the publication."};
    for (const RegionReplication& region : report.status.regions) {
        table.rows.push_back({{region.region, std::string(to_string(region.state)), std::to_string(region.progress), fmt::format("{}/{}", region.replicas_done, region.replicas),
                               in_minutes(since(report, region.started)), in_minutes(since(report, region.first_replica)), in_minutes(since(report, region.ended)), region.source.empty() ? "-" : region.source, region.details}});
    }
    return table;
}

ReportSection strategies(std::span<const ReplicationReport> reports) {
    ReportSection section{.title = "Ways to copy"};
    ChartRows rows{"version", "way", "egress_usd", "all_min"};
    ReportTable table{.caption = "Ways to copy, side by side",
                      .columns = {{"version"}, {"way"}, {"state"}, {"all regions, min", Align::right}, {"bound, min", Align::right}, {"egress, USD", Align::right}, {"bound by"}},
                      .rows = {}};
    const ReplicationReport* fastest = nullptr;
    for (const ReplicationReport& report : reports) {
        rows.add(report.version, report.strategy, report.egress_usd, minutes(report.makespan()));
        table.rows.push_back({{report.version, report.strategy, std::string(to_string(report.status.aggregated)), in_minutes(report.makespan()), in_minutes(report.lower_bound),
                               usd_text(report.egress_usd), report.binding}});
        if (report.ended != sim::SimTime::never() && (fastest == nullptr || report.makespan() < fastest->makespan())) fastest = &report;
    }
    Json spec = Json::parse(R"({"height": 280, "data": {"name": "ways"}, "mark": {"type": "point", "filled": true, "size": 90}})");
    spec["encoding"] = {{"x", quantity("egress_usd", "egress, USD")}, {"y", quantity("all_min", "all regions complete after, min")}, {"color", category("way", "")}, {"shape", category("way", "")}};
    spec["encoding"]["x"]["scale"] = spec["encoding"]["y"]["scale"] = {{"zero", false}};
    spec["encoding"]["color"]["legend"] = {{"columns", 4}};
    section.charts.push_back(make_chart("cost-and-time", "Cost against time",
                                        fastest == nullptr ? "No way ends." : fmt::format("The fastest is {}: {} min for {} USD.", fastest->strategy, in_minutes(fastest->makespan()), usd_text(fastest->egress_usd)),
                                        spec, {{"ways", rows.csv()}}));
    section.tables.push_back(std::move(table));
    return section;
}

}  // namespace

std::vector<ReportSection> replication_sections(const core::Scenario& scenario, std::span<const ReplicationReport> reports,
                                                const std::string& prefix) {
    std::vector<ReportSection> sections;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        const std::string number = i == 0 ? std::string() : fmt::format("-{}", i + 1);
        sections.push_back({.title = fmt::format("Replication of {}", reports[i].version),
                            .charts = {gantt(reports[i], prefix + "regions" + number, "The way of each region"),
                                       map_of(scenario, reports[i], prefix + "map" + number, "The regions on a map")},
                            .tables = {region_table(reports[i])}});
    }
    return sections;
}

Report replication_report(const core::Scenario& scenario, std::span<const ReplicationReport> reports, std::string command) {
    Report report{.kind = "Replication, simulated",
                  .title = scenario.name,
                  .question = "When does each region have the version, what holds it up, and what does the way there cost?",
                  .answer = {},
                  .warnings = {},
                  .sections = {},
                  .origin = origin_of(std::move(command), {&scenario})};
    if (!scenario.description.empty()) report.question = scenario.description + (scenario.description.ends_with('?') ? " " : ". ") + report.question;
    if (has_several_ways(reports)) {
        report.sections.push_back(strategies(reports));
    } else {
        report.sections = replication_sections(scenario, reports, "");
    }
    for (const ReplicationReport& one : reports) report.answer.push_back(verdict(one, reports));
    report.sections.push_back(assumption_section(scenario));
    return report;
}

}  // namespace gallerysim::analysis
