// The section `faults` of a scenario.

#include <array>
#include <set>
#include <string>

#include <fmt/format.h>

#include "core/faults/fault_plan.hpp"
#include "core/gallery/resource_path.hpp"
#include "core/named.hpp"
#include "core/nearest_name.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<double> kSlower{0.001, 0.999};

bool is_of_version(FaultKind kind) { return kind == FaultKind::replica_lost || kind == FaultKind::account_slowed; }
bool is_slowed(FaultKind kind) { return kind == FaultKind::account_slowed || kind == FaultKind::storage_slowed; }

/// The key that says which of its parts breaks.
std::string_view part_key(FaultKind kind) {
    switch (kind) {
        case FaultKind::zone_lost: return "zone";
        case FaultKind::replica_lost: return "replica";
        case FaultKind::account_slowed: return "account";
        default: return {};
    }
}

/// Keys that only some kinds have, so that one in the wrong place is no silent nothing.
void check_keys(const MapReader& map, FaultKind kind) {
    const auto only = [&](std::string_view key, bool allowed) {
        if (map.has(key) && !allowed) {
            map.error(key, fmt::format("a fault of kind {} has no '{}'", kFaultKindNames[static_cast<std::size_t>(kind)], key));
        }
    };
    for (const std::string_view key : {"zone", "replica", "account"}) only(key, key == part_key(kind));
    only("image", is_of_version(kind));
    only("to", is_slowed(kind));
    only("failover", kind == FaultKind::zone_lost);
    only("rebuild", kind == FaultKind::replica_lost);
    const auto needs = [&](std::string_view key, bool needed) {
        if (needed && !map.has(key)) {
            map.error({}, fmt::format("a fault of kind {} needs '{}'", kFaultKindNames[static_cast<std::size_t>(kind)], key));
        }
    };
    needs("image", is_of_version(kind));
    needs("to", is_slowed(kind));
}

void read_times(const MapReader& map, FaultSpec& fault) {
    map.time("at", fault.at, kAnyTime);
    if (sim::SimTime time; map.time("for", time, kAnyTime)) fault.duration = time;
    FaultSpec::RandomTimes random;
    map.time("mean_time_to_failure", random.to_failure, kPositiveTime);
    map.time("mean_time_to_repair", random.to_repair, kPositiveTime);
    const bool has_failure = map.has("mean_time_to_failure");
    const bool has_repair = map.has("mean_time_to_repair");
    if (has_failure != has_repair) {
        map.error(has_failure ? "mean_time_to_failure" : "mean_time_to_repair",
                  "a fault at random times has both 'mean_time_to_failure' and 'mean_time_to_repair'");
    } else if (has_failure) {
        fault.random = random;
    }
    const bool is_random = has_failure || has_repair;
    if (is_random == map.has("at")) {
        map.error(is_random ? "at" : "", "a fault has either a time 'at' or the two mean times");
    }
    if (is_random && map.has("for")) map.error("for", "'for' goes with 'at'; random times have 'mean_time_to_repair'");
}

/// The version and target region that it is about.
void read_image(const MapReader& map, const Scenario& scenario, GalleryDetails details, FaultSpec& fault) {
    if (!map.text("image", fault.image)) return;
    const auto path = ResourcePath::parse(fault.image);
    if (!path || path->version.empty()) {
        map.error("image", fmt::format("expected gallery/image/version, found {}", in_quotes(fault.image)));
        return;
    }
    if (details == GalleryDetails::wrong) return;
    const auto unknown = [&](std::string_view what, std::string_view name, const auto& all) {
        std::vector<std::string_view> names;
        for (const auto& one : all) names.push_back(one.name);
        map.error("image", fmt::format("there is no {} {}{}", what, in_quotes(name), suggestion(name, names)));
    };
    const Gallery* gallery = find_named(scenario.galleries, path->gallery);
    if (gallery == nullptr) return unknown("gallery", path->gallery, scenario.galleries);
    const ImageDefinition* image = find_named(gallery->images, path->item);
    if (image == nullptr) return unknown("image", path->item, gallery->images);
    const ImageVersion* version = find_named(image->versions, path->version);
    if (version == nullptr) return unknown("version", path->version, image->versions);
    if (!fault.region.empty() && find_named(version->target_regions, fault.region) == nullptr) {
        map.error("region", fmt::format("{} has no replicas in {}", fault.image, fault.region));
    }
}

void read_part(const MapReader& map, const Scenario& scenario, GalleryDetails details, FaultSpec& fault) {
    const std::string_view key = part_key(fault.kind);
    if (key.empty()) return;
    std::int64_t part = 0;
    if (map.integer(key, part, kPositiveCount)) fault.part = part;
    const bool is_known = find_region(fault.region) != nullptr &&
                          (fault.kind == FaultKind::zone_lost || details == GalleryDetails::fine);
    if (!is_known) return;
    const std::int64_t parts = core::parts_of(scenario, fault);
    if (fault.kind == FaultKind::zone_lost && parts == 0) {
        map.error("region", fmt::format("{} has no zones; a fault of kind region_lost is of all of it", fault.region));
    } else if (fault.part && parts > 0 && *fault.part > parts) {
        map.error(key, fmt::format("there are only {} of them in {}", parts, fault.region));
    }
}

void read_fault(const MapReader& map, const Scenario& scenario, GalleryDetails details, FaultSpec& fault) {
    std::size_t word = 0;
    const bool is_known = map.choice("kind", word);
    fault.kind = static_cast<FaultKind>(word);
    map.region("region", fault.region);
    read_times(map, fault);
    map.fraction("to", fault.to, kSlower);
    fault.failover = {sim::seconds(60), Grade::assumed, "not published: DNS is repointed first, whose answers live so long"};
    if (sim::SimTime time; map.time("failover", time, kAnyTime)) override_figure(fault.failover, time);
    if (sim::SimTime time; map.time("rebuild", time, kAnyTime)) fault.rebuild = time;
    if (!is_known) return;
    check_keys(map, fault.kind);
    if (is_of_version(fault.kind)) read_image(map, scenario, details, fault);
    read_part(map, scenario, details, fault);
}

}  // namespace

void read_faults(const MapReader& root, Scenario& scenario, GalleryDetails details) {
    std::set<std::string> names;
    for (std::size_t i = 0, n = root.size_of("faults"); i < n; ++i) {
        const MapReader map(root, "faults", i);
        FaultSpec& fault = scenario.faults.emplace_back();
        if (!map.present()) continue;
        map.name("name", fault.name);
        check_unique(map, names, fault.name);
        read_fault(map, scenario, details, fault);
    }
}

}  // namespace gallerysim::core
