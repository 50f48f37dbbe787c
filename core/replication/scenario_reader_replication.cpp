// How image versions are copied, and what a scenario knows better of regions and their links.

#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<std::int64_t> kAttempts{1, 1'000};

void read(const MapReader& map, std::string_view key, Figure<BytesPerSecond>& figure) {
    if (BytesPerSecond value; map.byte_rate(key, value, kPositiveByteRate)) override_figure(figure, value);
}

void read(const MapReader& map, std::string_view key, Figure<sim::SimTime>& figure,
          ValueRange<sim::SimTime> range = kAnyTime) {
    if (sim::SimTime value; map.time(key, value, range)) override_figure(figure, value);
}

void read(const MapReader& map, std::string_view key, Figure<std::int64_t>& figure,
          ValueRange<std::int64_t> range) {
    if (std::int64_t value = 0; map.integer(key, value, range)) override_figure(figure, value);
}

void read(const MapReader& map, std::string_view key, std::optional<BytesPerSecond>& out) {
    if (BytesPerSecond value; map.byte_rate(key, value, kPositiveByteRate)) out = value;
}

/// Whether an entry of a map stands for a region; says what is wrong if not.
bool is_region(const MapReader& entry, const std::string& name) {
    if (find_region(name) != nullptr) return true;
    std::vector<std::string_view> names;
    for (const Region& region : regions()) names.push_back(region.name);
    entry.error({}, fmt::format("unknown region {}{}", in_quotes(name), suggestion(name, names)));
    return false;
}

void read_links(const MapReader& map, std::vector<LinkFigures>& links) {
    std::set<std::string> names;
    for (std::size_t i = 0, n = map.size_of("links"); i < n; ++i) {
        const MapReader element(map, "links", i);
        LinkFigures link;
        if (!element.present()) continue;
        element.name("name", link.name);
        check_unique(element, names, link.name);
        const bool known = element.region("from", link.from) && element.region("to", link.to);
        read(element, "rate", link.rate);
        if (sim::SimTime time; element.time("round_trip", time, kAnyTime)) link.round_trip = time;
        if (known && link.from == link.to) {
            element.error("to", fmt::format("a link joins two regions; this one goes from {} to itself", link.to));
        }
        for (const LinkFigures& other : links) {
            if (known && other.joins(link.from, link.to)) {
                element.error({}, fmt::format("{} and {} are joined by the link {} already", link.from, link.to,
                                              other.name));
            }
        }
        links.push_back(std::move(link));
    }
}

}  // namespace

void read_replication_figures(const MapReader& catalogue, ReplicationFigures& figures) {
    const MapReader map(catalogue, "replication");
    read(map, "round_trip_base", figures.round_trip_base);
    read(map, "round_trip_per_1000_km", figures.round_trip_per_1000_km);
    read(map, "link", figures.link);
    read(map, "region_egress", figures.region_egress);
    read(map, "region_writes", figures.region_writes);
    read(map, "stream", figures.stream);
    read(map, "stream_across", figures.stream_across);
    read(map, "setup", figures.setup);
    read(map, "copies_at_a_time", figures.copies_at_a_time, kPositiveCount);
    if (double rate = 0.0; map.fraction("failure_rate", rate, {0.0, 1.0})) {
        override_figure(figures.failure_rate, rate);
    }
    read(map, "attempts", figures.attempts, kAttempts);
    read(map, "retry_wait", figures.retry_wait);
    read(map, "time_limit", figures.time_limit, kPositiveTime);
    for (const YamlEntry* entry : map.entries_of("regions")) {
        const MapReader region(map, "regions", *entry);
        if (!region.present() || !is_region(region, entry->key)) continue;
        RegionCopyFigures copies;
        read(region, "egress", copies.egress);
        read(region, "writes", copies.writes);
        if (copies != RegionCopyFigures{}) figures.regions[entry->key] = copies;
    }
    read_links(map, figures.links);
}

void read_regions(const MapReader& catalogue, RegionOverrides& regions) {
    for (const YamlEntry* entry : catalogue.entries_of("regions")) {
        const MapReader map(catalogue, "regions", *entry);
        if (!map.present() || !is_region(map, entry->key)) continue;
        RegionFigures figures;
        if (double value = 0.0; map.number("latitude", value, {-90.0, 90.0})) figures.latitude_deg = value;
        if (double value = 0.0; map.number("longitude", value, {-180.0, 180.0})) figures.longitude_deg = value;
        if (std::int64_t zones = 0; map.integer("availability_zones", zones, {0, 9})) {
            figures.availability_zones = static_cast<int>(zones);
        }
        if (std::string pair; map.region("paired_region", pair)) figures.paired_region = pair;
        if (figures != RegionFigures{}) regions[entry->key] = figures;
    }
}

void read_replication_policy(const MapReader& platform, ReplicationPolicy& policy) {
    const MapReader map(platform, "replication");
    if (std::size_t word = 0; map.choice("strategy", word)) {
        override_figure(policy.strategy, static_cast<CopyStrategy>(word));
    }
    if (std::size_t word = 0; map.choice("within_region", word)) {
        override_figure(policy.within_region, static_cast<WithinRegion>(word));
    }
    read(map, "phase_size", policy.phase_size, kPositiveCount);
}

}  // namespace gallerysim::core
