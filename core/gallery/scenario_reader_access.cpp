// Access, events and prices: the sections of a scenario that only the gallery's rules and bill look at.

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <fmt/format.h>

#include "core/gallery/gallery_service.hpp"
#include "core/named.hpp"
#include "core/nearest_name.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<double> kPrice{0.0, 1e6};

bool is_region_event(GalleryOperation operation) {
    return operation == GalleryOperation::home_region_down || operation == GalleryOperation::home_region_up;
}

/// Is it a gallery of the scenario, an image or application of it, or a version of one?
bool is_listed(const Scenario& scenario, const ResourcePath& path) {
    const Gallery* gallery = find_named(scenario.galleries, path.gallery);
    if (gallery == nullptr || path.item.empty()) return gallery != nullptr;
    const auto is_in = [&](const auto& items) {
        const auto* item = find_named(items, path.item);
        return item != nullptr &&
               (path.version.empty() || find_named(item->versions, path.version) != nullptr);
    };
    return is_in(gallery->images) || is_in(gallery->applications);
}

/// How many names the target of an operation has: 0 stands for any.
std::size_t levels_of(GalleryOperation operation) {
    switch (operation) {
        case GalleryOperation::create_gallery:
        case GalleryOperation::share: return 1;
        case GalleryOperation::create_image: return 2;
        case GalleryOperation::move:
        case GalleryOperation::remove: return 0;
        default: return 3;
    }
}

/// A path of 1 to 3 names, of the form that is wanted.
void read_path(const MapReader& map, std::string_view key, std::size_t levels, std::string& out) {
    if (!map.text(key, out)) {
        if (!map.has(key)) map.error({}, fmt::format("it lacks '{}'", key));
        return;
    }
    static constexpr std::array<std::string_view, 4> kForms{"gallery, gallery/image or gallery/image/version",
                                                            "the name of a gallery", "gallery/image",
                                                            "gallery/image/version"};
    const auto path = ResourcePath::parse(out);
    const std::size_t found = !path ? 4 : path->item.empty() ? 1 : path->version.empty() ? 2 : 3;
    if (!path || (levels != 0 && found != levels)) {
        map.error(key, fmt::format("expected {}, found {}", kForms[levels], in_quotes(out)));
    }
}

void read_role(const MapReader& map, RoleAssignment& role) {
    map.name("principal", role.principal);
    if (std::size_t word = 0; map.choice("role", word)) role.role = static_cast<Role>(word);
    map.name("subscription", role.subscription);
    if (map.has("scope") == map.has("subscription")) {
        map.error(map.has("scope") ? "scope" : "",
                  "a role has either a 'scope' (gallery, gallery/image or gallery/image/version) or a "
                  "'subscription'");
        return;
    }
    if (map.has("scope")) read_path(map, "scope", 0, role.scope);
}

void check_needed(const MapReader& map, std::string_view key) {
    if (!map.has(key)) map.error({}, fmt::format("this operation needs '{}'", key));
}

/// Has this version of an image a time at which it is published?
bool is_published(const Scenario& scenario, std::string_view target) {
    const auto path = ResourcePath::parse(target).value_or(ResourcePath{});
    const Gallery* gallery = find_named(scenario.galleries, path.gallery);
    const ImageDefinition* image = gallery == nullptr ? nullptr : find_named(gallery->images, path.item);
    const ImageVersion* version = image == nullptr ? nullptr : find_named(image->versions, path.version);
    return version != nullptr && version->published;
}

void read_event(const MapReader& map, const Scenario& scenario, GalleryEvent& event) {
    map.time("at", event.at, kAnyTime);
    std::size_t word = 0;
    const bool known = map.choice("operation", word);
    event.operation = static_cast<GalleryOperation>(word);
    std::string client;
    if (map.name("client", client)) {
        if (const ClientSpec* found = find_named(scenario.clients, client)) {
            event.client = static_cast<std::size_t>(found - scenario.clients.data());
        } else {
            std::vector<std::string_view> names;
            for (const ClientSpec& c : scenario.clients) names.push_back(c.name);
            map.error("client",
                      fmt::format("there is no client {}{}", in_quotes(client), suggestion(client, names)));
        }
    }
    map.region("region", event.region);
    map.integer("replicas", event.replicas, {0, 1'000'000});
    if (std::size_t storage = 0; map.choice("storage", storage))
        event.storage = static_cast<StorageType>(storage);
    map.boolean("value", event.value);
    if (sim::SimTime end; map.time("end_of_life", end, kAnyTime)) event.end_of_life = end;
    read_safety_profile(map, event.safety);
    read_names(map, "subscriptions", event.subscriptions);
    read_names(map, "tenants", event.tenants);
    if (!known) return;
    if (is_region_event(event.operation)) {
        check_needed(map, "region");
        return;
    }
    read_path(map, "target", levels_of(event.operation), event.target);
    if (const auto path = ResourcePath::parse(event.target); path && !is_listed(scenario, *path)) {
        map.error("target", fmt::format("{} is not in 'galleries', where all that there ever is stands",
                                        in_quotes(event.target)));
    }
    if (event.operation == GalleryOperation::create_version && is_published(scenario, event.target)) {
        map.error("target", fmt::format("{} is published at a time of its own; leave out its 'published', or this event",
                                        in_quotes(event.target)));
    }
    switch (event.operation) {
        case GalleryOperation::set_replicas:
        case GalleryOperation::set_storage:
        case GalleryOperation::add_region:
        case GalleryOperation::remove_region: check_needed(map, "region"); break;
        default: break;
    }
}

void price(const MapReader& map, std::string_view key, Figure<double>& figure) {
    if (double value = 0.0; map.number(key, value, kPrice)) override_figure(figure, value);
}

}  // namespace

void read_names(const MapReader& map, std::string_view key, std::vector<std::string>& out) {
    const auto items = map.scalars(key);
    if (!items) return;
    out.clear();
    for (const YamlNode* item : *items) {
        if (!is_name(item->text)) {
            map.error_at(*item, key, fmt::format("{} is not a name", in_quotes(item->text)));
        } else if (std::find(out.begin(), out.end(), item->text) != out.end()) {
            map.error_at(*item, key, fmt::format("{} is named twice", in_quotes(item->text)));
        } else {
            out.push_back(item->text);
        }
    }
}

void read_safety_profile(const MapReader& parent, SafetyProfile& safety) {
    const MapReader map(parent, "safety_profile");
    map.boolean("allow_deletion_of_replicated_locations", safety.allow_deletion_of_replicated_locations);
    map.boolean("block_deletion_before_end_of_life", safety.block_deletion_before_end_of_life);
}

void read_access(const MapReader& root, Scenario& scenario) {
    AccessSettings& access = scenario.access;
    const MapReader map(root, "access");
    if (!map.present()) return;
    std::set<std::string> names;
    for (std::size_t i = 0, n = map.size_of("roles"); i < n; ++i) {
        const MapReader element(map, "roles", i);
        RoleAssignment& role = access.roles.emplace_back();
        if (!element.present()) continue;
        element.name("name", role.name);
        check_unique(element, names, role.name);
        read_role(element, role);
    }
    read_names(map, "restricted_regions", access.restricted_regions);
    for (const std::string& name : access.restricted_regions) {
        if (find_region(name) == nullptr) {
            map.error("restricted_regions", fmt::format("there is no region {}", in_quotes(name)));
        }
    }
    names.clear();
    for (std::size_t i = 0, n = map.size_of("approvals"); i < n; ++i) {
        const MapReader element(map, "approvals", i);
        RegionApproval& approval = access.approvals.emplace_back();
        if (!element.present()) continue;
        element.name("name", approval.name);
        check_unique(element, names, approval.name);
        element.name("subscription", approval.subscription);
        element.region("region", approval.region);
    }
}

void read_events(const MapReader& root, Scenario& scenario) {
    std::set<std::string> names;
    for (std::size_t i = 0, n = root.size_of("events"); i < n; ++i) {
        const MapReader map(root, "events", i);
        GalleryEvent& event = scenario.events.emplace_back();
        if (!map.present()) continue;
        map.name("name", event.name);
        check_unique(map, names, event.name);
        read_event(map, scenario, event);
    }
}

void read_prices(const MapReader& catalogue, Prices& prices) {
    const MapReader map(catalogue, "prices");
    const MapReader snapshots(map, "snapshot_usd_per_gb_month");
    for (std::size_t i = 0; i < kStorageTypes; ++i) {
        price(snapshots, to_string(static_cast<StorageType>(i)), prices.snapshot_usd_per_gb_month[i]);
    }
    const MapReader egress(map, "egress_usd_per_gb");
    for (std::size_t i = 0; i < kPriceZones; ++i) {
        price(egress, to_string(static_cast<PriceZone>(i)), prices.egress_usd_per_gb[i]);
    }
}

void check_gallery_rules(const MapReader& root, const Scenario& scenario) {
    for (const GalleryProblem& problem : check_galleries(scenario)) {
        const auto message =
            fmt::format("{} (rule {})", problem.refusal.message, info(problem.refusal.rule).id);
        const Gallery* gallery = find_named(scenario.galleries, problem.resource.gallery);
        const auto g = static_cast<std::size_t>(gallery - scenario.galleries.data());
        const MapReader map(root, "galleries", g);
        const ImageDefinition* image = find_named(gallery->images, problem.resource.item);
        if (image == nullptr) {
            map.error({}, message);
            continue;
        }
        const MapReader image_map(map, "images", static_cast<std::size_t>(image - gallery->images.data()));
        const ImageVersion* version = find_named(image->versions, problem.resource.version);
        if (version == nullptr) {
            image_map.error({}, message);
            continue;
        }
        const auto v = static_cast<std::size_t>(version - image->versions.data());
        MapReader(image_map, "versions", v).error({}, message);
    }
}

}  // namespace gallerysim::core
