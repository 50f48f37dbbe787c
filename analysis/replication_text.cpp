#include "analysis/replication_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/csv_text.hpp"
#include "analysis/human_text.hpp"
#include "analysis/text_table.hpp"
#include "core/units.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;

std::string minutes_text(sim::SimTime time) {
    return time == sim::SimTime::never() ? "-" : fmt::format("{:.1f}", time.seconds() / 60.0);
}

std::string gb_text(double bytes) { return fmt::format("{:.1f}", bytes / core::kGB); }

void add(CsvLine& line, sim::SimTime time) {
    if (time == sim::SimTime::never()) {
        line.add_empty();
    } else {
        line.add(time);
    }
}

std::string table_of(const core::ReplicationReport& report) {
    std::string text = fmt::format("{}: {} GB per replica from {}; {}\n", report.version, gb_text(report.bytes.value),
                                   report.source, report.strategy);
    text += to_string(report.status.aggregated);
    // Before the end the bound would be of those copies that have ended.
    if (report.ended != sim::SimTime::never()) {
        text += fmt::format(" after {} min; no sharing of the network could take less than {} min:\n  {}",
                            minutes_text(report.makespan()), minutes_text(report.lower_bound), report.binding);
    }
    text += fmt::format("\nbetween regions {} GB for {} USD; {} GB were copied in vain\n\n", gb_text(report.egress_bytes),
                        usd_text(report.egress_usd), gb_text(report.wasted_bytes));
    TextTable table({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right,
                     Align::left, Align::left});
    table.add({"region", "state", "progress, %", "replicas", "first, min", "ended, min", "first copy from",
               "details"});
    for (const core::RegionReplication& region : report.status.regions) {
        table.add({region.region, std::string(to_string(region.state)), std::to_string(region.progress),
                   fmt::format("{}/{}", region.replicas_done, region.replicas),
                   minutes_text(region.first_replica), minutes_text(region.ended),
                   region.source.empty() ? "-" : region.source, region.details});
    }
    return text + table.render();
}

}  // namespace

std::string replication_table(std::span<const core::ReplicationReport> reports) {
    std::string text;
    for (const core::ReplicationReport& report : reports) {
        if (!text.empty()) text += '\n';
        text += table_of(report);
    }
    return text;
}

std::string replication_section(std::span<const core::ReplicationReport> reports) {
    if (reports.empty()) return {};
    return "replication in run 0\n\n" + replication_table(reports);
}

nlohmann::ordered_json replication_json(std::span<const core::ReplicationReport> reports) {
    using Json = nlohmann::ordered_json;
    const auto seconds = [](sim::SimTime time) {
        return time == sim::SimTime::never() ? Json(nullptr) : Json(time.seconds());
    };
    Json all = Json::array();
    for (const core::ReplicationReport& report : reports) {
        Json regions = Json::array();
        for (const core::RegionReplication& region : report.status.regions) {
            regions.push_back({{"region", region.region},
                               {"state", to_string(region.state)},
                               {"progress_percent", region.progress},
                               {"details", region.details},
                               {"source", region.source},
                               {"replicas", region.replicas},
                               {"replicas_done", region.replicas_done},
                               {"failed_attempts", region.failed_attempts},
                               {"started_s", seconds(region.started)},
                               {"first_replica_s", seconds(region.first_replica)},
                               {"ended_s", seconds(region.ended)}});
        }
        Json timeline = Json::array();
        for (const core::ReplicationEvent& event : report.events) {
            timeline.push_back({{"at_s", event.at.seconds()},
                                {"region", event.region},
                                {"state", to_string(event.state)},
                                {"progress_percent", event.progress},
                                {"what", event.what}});
        }
        all.push_back({{"version", report.version},
                       {"source", report.source},
                       {"strategy", report.strategy},
                       {"bytes_per_replica", report.bytes.value},
                       {"published_s", report.published.seconds()},
                       {"ended_s", seconds(report.ended)},
                       {"state", to_string(report.status.aggregated)},
                       {"lower_bound_s", report.lower_bound.seconds()},
                       {"binding", report.binding},
                       {"egress_bytes", report.egress_bytes},
                       {"egress_usd", report.egress_usd},
                       {"wasted_bytes", report.wasted_bytes},
                       {"regions", std::move(regions)},
                       {"timeline", std::move(timeline)}});
    }
    return all;
}

std::string replication_csv(std::span<const core::ReplicationReport> reports) {
    std::string text =
        "version,strategy,region,state,progress_percent,replicas,replicas_done,failed_attempts,started_s,"
        "first_replica_s,ended_s,source,details\n";
    for (const core::ReplicationReport& report : reports) {
        for (const core::RegionReplication& region : report.status.regions) {
            CsvLine line;
            line.add(report.version);
            line.add(report.strategy);
            line.add(region.region);
            line.add(to_string(region.state));
            line.add(static_cast<std::uint64_t>(region.progress));
            line.add(static_cast<std::uint64_t>(region.replicas));
            line.add(static_cast<std::uint64_t>(region.replicas_done));
            line.add(static_cast<std::uint64_t>(region.failed_attempts));
            add(line, region.started);
            add(line, region.first_replica);
            add(line, region.ended);
            line.add(region.source);
            line.add(region.details);
            text += line.text();
        }
    }
    return text;
}

std::string replication_timeline(std::span<const core::ReplicationReport> reports) {
    std::vector<std::pair<const core::ReplicationReport*, const core::ReplicationEvent*>> all;
    for (const core::ReplicationReport& report : reports) {
        for (const core::ReplicationEvent& event : report.events) all.emplace_back(&report, &event);
    }
    std::ranges::stable_sort(all, {}, [](const auto& entry) { return entry.second->at; });
    TextTable table({Align::right, Align::left, Align::left, Align::left, Align::right, Align::left});
    table.add({"min", "version", "region", "state", "%", "what"});
    for (const auto& [report, event] : all) {
        table.add({minutes_text(event->at), report->version, event->region,
                   std::string(to_string(event->state)), std::to_string(event->progress), event->what});
    }
    return table.render();
}

namespace {

/// When the first region could deploy, the source apart.
sim::SimTime first_complete(const core::ReplicationReport& report) {
    auto first = sim::SimTime::never();
    for (const core::RegionReplication& region : report.status.regions) {
        if (region.region != report.source && region.state == core::ReplicationState::completed) {
            first = std::min(first, region.ended);
        }
    }
    return first;
}

}  // namespace

std::string strategies_table(std::span<const core::ReplicationReport> reports) {
    TextTable table({Align::left, Align::left, Align::left, Align::right, Align::right, Align::right,
                     Align::right, Align::left});
    table.add(
        {"version", "strategy", "state", "first, min", "all, min", "bound, min", "egress, USD", "bound by"});
    for (const core::ReplicationReport& report : reports) {
        table.add({report.version, report.strategy, std::string(to_string(report.status.aggregated)),
                   minutes_text(first_complete(report)), minutes_text(report.makespan()),
                   minutes_text(report.lower_bound),
                   usd_text(report.egress_usd), report.binding});
    }
    return table.render();
}

std::string strategies_csv(std::span<const core::ReplicationReport> reports) {
    std::string text =
        "version,strategy,state,first_region_s,all_regions_s,lower_bound_s,egress_bytes,egress_usd,bound_by\n";
    for (const core::ReplicationReport& report : reports) {
        CsvLine line;
        line.add(report.version);
        line.add(report.strategy);
        line.add(to_string(report.status.aggregated));
        add(line, first_complete(report));
        add(line, report.makespan());
        line.add(report.lower_bound);
        line.add(report.egress_bytes);
        line.add(report.egress_usd);
        line.add(report.binding);
        text += line.text();
    }
    return text;
}

}  // namespace gallerysim::analysis
