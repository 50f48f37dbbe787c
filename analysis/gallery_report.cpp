#include "analysis/gallery_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/human_text.hpp"
#include "analysis/text_table.hpp"
#include "core/gallery/gallery_timeline.hpp"
#include "core/quantity.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::analysis {
namespace {

using Align = TextTable::Align;
using Json = nlohmann::ordered_json;

sim::SimTime mean_end(const PointResult& result) { return sim::SimTime::from_seconds(result.mean_end_s); }

}  // namespace

std::string rejection_table(const PointResult& result) {
    TextTable table({Align::left, Align::right, Align::left});
    table.add({"rejected by rule", "VMs per run", ""});
    bool has_some = false;
    for (const core::RuleInfo& rule : core::all_rules()) {
        const std::uint64_t count = result.rejected[static_cast<std::size_t>(rule.rule)];
        if (count == 0) continue;
        has_some = true;
        table.add({std::string(rule.id),
                   short_number(static_cast<double>(count) / static_cast<double>(result.runs)),
                   std::string(rule.statement)});
    }
    return has_some ? table.render() : std::string();
}

std::string event_table(const core::Scenario& scenario, const PointResult& result) {
    core::GalleryTimeline timeline(scenario);
    if (timeline.events().empty()) return {};
    timeline.advance(mean_end(result));
    TextTable table({Align::left, Align::right, Align::left, Align::left});
    table.add({"event", "at", "operation", "outcome"});
    for (const core::GalleryTimeline::Done& done : timeline.done()) {
        const core::GalleryEvent& event = timeline.events()[done.event];
        table.add({event.name, core::to_text(event.at), std::string(core::to_string(event.operation)),
                   done.refused ? fmt::format("refused by {}: {}", core::info(done.refused->rule).id,
                                              done.refused->message)
                                : "done"});
    }
    if (timeline.done().size() < timeline.events().size()) {
        table.add(
            {fmt::format("{} later than the end of an average run",
                         count_text(timeline.events().size() - timeline.done().size(), "event", "events"))});
    }
    return table.render();
}

std::string bill_table(const core::Bill& bill) {
    TextTable table({Align::left, Align::left, Align::left, Align::right, Align::right, Align::right,
                     Align::right, Align::right, Align::right});
    table.add({"version", "region", "storage", "replicas", "GB each", "USD/month", "storage USD", "egress GB",
               "egress USD"});
    double egress_gb = 0.0;
    for (const core::BillLine& line : bill.lines) {
        egress_gb += line.egress_gb;
        table.add({fmt::format("{}/{}/{}", line.gallery, line.item, line.version), line.region,
                   std::string(core::to_string(line.storage)), fmt::format("{}", line.replicas),
                   short_number(line.gb), usd_text(line.storage_usd_per_month), usd_text(line.storage_usd),
                   short_number(line.egress_gb), usd_text(line.egress_usd)});
    }
    table.add({"sum", "", "", "", "", usd_text(bill.storage_usd_per_month()), usd_text(bill.storage_usd()),
               short_number(egress_gb), usd_text(bill.egress_usd())});
    return table.render();
}

Json rejection_json(const PointResult& result) {
    Json json = Json::object();
    for (const core::RuleInfo& rule : core::all_rules()) {
        const std::uint64_t count = result.rejected[static_cast<std::size_t>(rule.rule)];
        if (count > 0) json[std::string(rule.id)] = count;
    }
    return json;
}

Json event_json(const core::Scenario& scenario, const PointResult& result) {
    core::GalleryTimeline timeline(scenario);
    timeline.advance(mean_end(result));
    Json json = Json::array();
    for (const core::GalleryTimeline::Done& done : timeline.done()) {
        const core::GalleryEvent& event = timeline.events()[done.event];
        Json entry = {{"name", event.name},
                      {"at_s", event.at.seconds()},
                      {"operation", core::to_string(event.operation)},
                      {"done", !done.refused},
                      {"rule", nullptr},
                      {"reason", nullptr}};
        if (done.refused) {
            entry["rule"] = core::info(done.refused->rule).id;
            entry["reason"] = done.refused->message;
        }
        json.push_back(std::move(entry));
    }
    return json;
}

Json bill_json(const core::Bill& bill) {
    Json lines = Json::array();
    for (const core::BillLine& line : bill.lines) {
        lines.push_back({{"gallery", line.gallery},
                         {"item", line.item},
                         {"version", line.version},
                         {"region", line.region},
                         {"storage", core::to_string(line.storage)},
                         {"replicas", line.replicas},
                         {"gb_per_replica", line.gb},
                         {"replica_months", line.replica_months},
                         {"storage_usd", line.storage_usd},
                         {"storage_usd_per_month", line.storage_usd_per_month},
                         {"egress_gb", line.egress_gb},
                         {"egress_usd", line.egress_usd}});
    }
    return {{"billed_s", bill.billed.seconds()},
            {"storage_usd", bill.storage_usd()},
            {"storage_usd_per_month", bill.storage_usd_per_month()},
            {"egress_usd", bill.egress_usd()},
            {"total_usd", bill.total_usd()},
            {"lines", std::move(lines)}};
}

core::Bill bill_of_runs(const core::Scenario& scenario, const PointResult& result) {
    return core::bill_of_run(scenario, mean_end(result));
}

}  // namespace gallerysim::analysis
