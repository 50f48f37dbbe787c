#include "analysis/store/run_details.hpp"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace gallerysim::analysis {

namespace {

using Json = nlohmann::ordered_json;

std::int64_t ns(sim::SimTime time) { return time.nanoseconds(); }
void get(const Json& json, const char* key, sim::SimTime& time) {
    time = sim::SimTime::from_nanoseconds(json.at(key).get<std::int64_t>());
}
template <class Value>
void get(const Json& json, const char* key, Value& value) {
    json.at(key).get_to(value);
}
template <class Enum>
void get_state(const Json& json, const char* key, Enum& state) {
    state = static_cast<Enum>(json.at(key).get<int>());
}

Json json_of(const core::RegionReplication& region) {
    const auto& [name, state, progress, details, source, replicas, replicas_done, failed_attempts, started, first_replica,
                 ended] = region;
    return {{"region", name},
            {"state", static_cast<int>(state)},
            {"progress", progress},
            {"details", details},
            {"source", source},
            {"replicas", replicas},
            {"replicas_done", replicas_done},
            {"failed_attempts", failed_attempts},
            {"started_ns", ns(started)},
            {"first_replica_ns", ns(first_replica)},
            {"ended_ns", ns(ended)}};
}

core::RegionReplication region_of(const Json& json) {
    core::RegionReplication region;
    get(json, "region", region.region);
    get_state(json, "state", region.state);
    get(json, "progress", region.progress);
    get(json, "details", region.details);
    get(json, "source", region.source);
    get(json, "replicas", region.replicas);
    get(json, "replicas_done", region.replicas_done);
    get(json, "failed_attempts", region.failed_attempts);
    get(json, "started_ns", region.started);
    get(json, "first_replica_ns", region.first_replica);
    get(json, "ended_ns", region.ended);
    return region;
}

Json json_of(const core::ReplicationEvent& event) {
    const auto& [at, region, state, progress, what] = event;
    return {{"at_ns", ns(at)}, {"region", region}, {"state", static_cast<int>(state)}, {"progress", progress}, {"what", what}};
}

core::ReplicationEvent event_of(const Json& json) {
    core::ReplicationEvent event;
    get(json, "at_ns", event.at);
    get(json, "region", event.region);
    get_state(json, "state", event.state);
    get(json, "progress", event.progress);
    get(json, "what", event.what);
    return event;
}

Json json_of(const core::ReplicationReport& report) {
    // With a new member this does not compile until the member is kept.
    const auto& [version, source, strategy, bytes, published, ended, status, events, egress_bytes, egress_usd, wasted_bytes,
                 lower_bound, binding] = report;
    Json json{{"version", version},
              {"source", source},
              {"strategy", strategy},
              {"bytes", bytes.value},
              {"published_ns", ns(published)},
              {"ended_ns", ns(ended)},
              {"aggregated", static_cast<int>(status.aggregated)},
              {"regions", Json::array()},
              {"events", Json::array()},
              {"egress_bytes", egress_bytes},
              {"egress_usd", egress_usd},
              {"wasted_bytes", wasted_bytes},
              {"lower_bound_ns", ns(lower_bound)},
              {"binding", binding}};
    for (const core::RegionReplication& region : status.regions) json["regions"].push_back(json_of(region));
    for (const core::ReplicationEvent& event : events) json["events"].push_back(json_of(event));
    return json;
}

core::ReplicationReport report_of(const Json& json) {
    core::ReplicationReport report;
    get(json, "version", report.version);
    get(json, "source", report.source);
    get(json, "strategy", report.strategy);
    get(json, "bytes", report.bytes.value);
    get(json, "published_ns", report.published);
    get(json, "ended_ns", report.ended);
    get_state(json, "aggregated", report.status.aggregated);
    for (const Json& region : json.at("regions")) report.status.regions.push_back(region_of(region));
    for (const Json& event : json.at("events")) report.events.push_back(event_of(event));
    get(json, "egress_bytes", report.egress_bytes);
    get(json, "egress_usd", report.egress_usd);
    get(json, "wasted_bytes", report.wasted_bytes);
    get(json, "lower_bound_ns", report.lower_bound);
    get(json, "binding", report.binding);
    return report;
}

}  // namespace

std::string detail_text(const std::vector<core::FaultOccurrence>& faults) {
    if (faults.empty()) return {};
    Json all = Json::array();
    for (const auto& [fault, part, from, until, reads_lost, places_lost] : faults) {
        all.push_back({{"fault", fault},
                       {"part", part},
                       {"from_ns", ns(from)},
                       {"until_ns", ns(until)},
                       {"reads_lost", reads_lost},
                       {"places_lost", places_lost}});
    }
    return all.dump();
}

void read_detail(std::string_view text, std::vector<core::FaultOccurrence>& faults) {
    for (const Json& json : Json::parse(text)) {
        core::FaultOccurrence& one = faults.emplace_back();
        get(json, "fault", one.fault);
        get(json, "part", one.part);
        get(json, "from_ns", one.from);
        get(json, "until_ns", one.until);
        get(json, "reads_lost", one.reads_lost);
        get(json, "places_lost", one.places_lost);
    }
}

std::string detail_text(const std::vector<core::ReplicationReport>& replications) {
    if (replications.empty()) return {};
    Json all = Json::array();
    for (const core::ReplicationReport& report : replications) all.push_back(json_of(report));
    return all.dump();
}

void read_detail(std::string_view text, std::vector<core::ReplicationReport>& replications) {
    for (const Json& json : Json::parse(text)) replications.push_back(report_of(json));
}

std::string detail_text(const std::optional<core::SteadyWindow>& steady) {
    if (!steady) return {};
    const auto& [from, to, warm_up_vms, cool_down_vms, settled] = *steady;
    return Json{{"from_ns", ns(from)},
                {"to_ns", ns(to)},
                {"warm_up_vms", warm_up_vms},
                {"cool_down_vms", cool_down_vms},
                {"settled", settled}}
        .dump();
}

void read_detail(std::string_view text, std::optional<core::SteadyWindow>& steady) {
    const Json json = Json::parse(text);
    core::SteadyWindow& window = steady.emplace();
    get(json, "from_ns", window.from);
    get(json, "to_ns", window.to);
    get(json, "warm_up_vms", window.warm_up_vms);
    get(json, "cool_down_vms", window.cool_down_vms);
    get(json, "settled", window.settled);
}

}  // namespace gallerysim::analysis
