#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/quantity.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<Bytes> kPackageSize{{1.0}, {1e15}};

void read_target_region(const MapReader& map, const Catalogue& catalogue, TargetRegion& target) {
    const Limits& limits = catalogue.limits;
    const bool known = map.region("name", target.name);
    if (map.integer("replicas", target.replicas, kPositiveCount) &&
        target.replicas > limits.replicas_per_version_region.value) {
        map.error("replicas", fmt::format("{} replicas in one region; the limit is {} "
                                          "(catalogue.limits.replicas_per_version_region)",
                                          target.replicas, limits.replicas_per_version_region.value));
    }
    if (std::size_t storage = 0; map.choice("storage", storage))
        target.storage = static_cast<StorageType>(storage);
    if (known && target.storage == StorageType::standard_zrs &&
        zones_of(catalogue.regions, target.name) == 0) {
        map.error("storage",
                  fmt::format("Standard_ZRS needs availability zones, and {} has none; write Standard_LRS or "
                              "Premium_LRS",
                              target.name));
    }
    if (bool excluded = false; map.boolean("exclude_from_latest", excluded))
        target.exclude_from_latest = excluded;
    if (sim::SimTime after; map.time("copies_fail_after", after, kAnyTime)) target.copies_fail_after = after;
}

void read_target_regions(const MapReader& map, const Catalogue& catalogue, std::vector<TargetRegion>& targets,
                         ReplicationMode mode = ReplicationMode::full) {
    const bool shallow = mode == ReplicationMode::shallow;
    std::set<std::string> names;
    std::int64_t replicas = 0;
    for (std::size_t i = 0, n = map.size_of("target_regions"); i < n; ++i) {
        const MapReader element(map, "target_regions", i);
        TargetRegion& target = targets.emplace_back();
        if (!element.present()) continue;
        read_target_region(element, catalogue, target);
        check_unique(element, names, target.name);
        replicas += target.replicas;
        if (shallow && target.replicas > 1) {
            element.error("replicas",
                          "a version with replication_mode Shallow has one replica; write 1, or "
                          "replication_mode: Full");
        }
    }
    if (shallow && targets.size() > 1) {
        map.error("target_regions",
                  "a version with replication_mode Shallow is not copied to other regions; write "
                  "one region, or replication_mode: Full");
    }
    if (const std::int64_t limit = catalogue.limits.replicas_per_version.value; replicas > limit) {
        map.error("target_regions", fmt::format("{} replicas in all regions together; the limit is {} "
                                                "(catalogue.limits.replicas_per_version)",
                                                replicas, limit));
    }
}

/// The word `already`, or a time.
void read_published(const MapReader& map, std::optional<sim::SimTime>& published) {
    const YamlNode* node = map.find("published");
    if (node == nullptr || (node->is_scalar() && node->text == "already")) return;
    if (node->is_scalar() && !node->text.empty() && std::isalpha(static_cast<unsigned char>(node->text[0])) != 0) {
        map.error("published", fmt::format("expected 'already', or a time since the beginning of the run such as "
                                           "20 min, found {}",
                                           describe(*node)));
    } else if (sim::SimTime time; map.time("published", time, kAnyTime)) {
        published = time;
    }
}

void read_version_name(const MapReader& map, std::string& name) {
    if (map.name("name", name) && !parse_version(name)) {
        map.error("name",
                  fmt::format("{} is not a version: three whole numbers, Major.Minor.Patch, such as 1.0.0",
                              in_quotes(name)));
    }
}

void read_version(const MapReader& map, const Catalogue& catalogue, ImageVersion& version) {
    const Limits& limits = catalogue.limits;
    read_version_name(map, version.name);
    if (std::size_t mode = 0; map.choice("replication_mode", mode)) {
        version.replication_mode = static_cast<ReplicationMode>(mode);
    }
    const bool shallow = version.replication_mode == ReplicationMode::shallow;
    const Bytes limit = shallow ? limits.shallow_disk_size.value : limits.disk_size.value;
    const std::string_view limit_key = shallow ? "shallow_disk_size" : "disk_size";
    read_disk(MapReader(map, "os_disk"), limit, limit_key, version.os_disk);
    read_data_disks(map, limit, limit_key, version.data_disks);
    map.boolean("encrypted", version.encrypted);
    if (sim::SimTime end; map.time("end_of_life", end, kAnyTime)) version.end_of_life = end;
    read_safety_profile(map, version.safety);
    read_published(map, version.published);
    map.boolean("exclude_from_latest", version.exclude_from_latest);
    read_target_regions(map, catalogue, version.target_regions, version.replication_mode);
}

void read_boot(const MapReader& map, const Catalogue& catalogue, ImageDefinition& image) {
    std::size_t os = 0;
    const bool system_known = map.choice("os_type", os);
    image.os_type = static_cast<OsType>(os);
    image.boot = image.os_type == OsType::windows ? "windows" : "linux";
    if (!map.name("boot", image.boot)) return;
    const auto profile = catalogue.boot_profiles.find(image.boot);
    if (profile == catalogue.boot_profiles.end()) {
        std::vector<std::string_view> names;
        for (const auto& [name, unused] : catalogue.boot_profiles) names.push_back(name);
        map.error("boot", fmt::format("there is no boot profile {}{}", in_quotes(image.boot),
                                      suggestion(image.boot, names)));
    } else if (system_known && profile->second.os_type != image.os_type) {
        map.error("boot", fmt::format("the boot profile '{}' is for {}, the image is for {}", image.boot,
                                      to_string(profile->second.os_type), to_string(image.os_type)));
    }
}

void read_identifier(const MapReader& map, ImageDefinition& image) {
    map.text("publisher", image.publisher);
    map.text("offer", image.offer);
    map.text("sku", image.sku);
}

void read_image(const MapReader& map, const Catalogue& catalogue, ImageDefinition& image) {
    map.name("name", image.name);
    read_boot(map, catalogue, image);
    if (std::size_t word = 0; map.choice("os_state", word)) image.os_state = static_cast<OsState>(word);
    if (std::size_t word = 0; map.choice("generation", word))
        image.generation = static_cast<Generation>(word);
    if (std::size_t word = 0; map.choice("architecture", word))
        image.architecture = static_cast<Architecture>(word);
    if (std::size_t word = 0; map.choice("purpose", word)) image.purpose = static_cast<Purpose>(word);
    read_identifier(map, image);
    std::set<std::string> names;
    for (std::size_t i = 0, n = map.size_of("versions"); i < n; ++i) {
        const MapReader element(map, "versions", i);
        ImageVersion& version = image.versions.emplace_back();
        if (!element.present()) continue;
        read_version(element, catalogue, version);
        check_unique(element, names, version.name);
    }
}

void read_application_version(const MapReader& map, const Catalogue& catalogue, ApplicationVersion& version) {
    read_version_name(map, version.name);
    map.size("size", version.size, kPackageSize);
    version.install_time.value.kind = DistributionSpec::Kind::constant;
    version.install_time.source = "not published: depends on the package";
    if (DistributionSpec law = version.install_time.value; read_distribution(map, "install_time", law)) {
        override_figure(version.install_time, law);
    }
    if (sim::SimTime end; map.time("end_of_life", end, kAnyTime)) version.end_of_life = end;
    read_safety_profile(map, version.safety);
    read_target_regions(map, catalogue, version.target_regions);
}

void read_applications(const MapReader& map, const Catalogue& catalogue,
                       std::vector<VmApplication>& applications) {
    std::set<std::string> names;
    for (std::size_t i = 0, n = map.size_of("applications"); i < n; ++i) {
        const MapReader element(map, "applications", i);
        VmApplication& application = applications.emplace_back();
        if (!element.present()) continue;
        element.name("name", application.name);
        check_unique(element, names, application.name);
        if (std::size_t os = 0; element.choice("os_type", os)) application.os_type = static_cast<OsType>(os);
        std::set<std::string> versions;
        for (std::size_t v = 0, m = element.size_of("versions"); v < m; ++v) {
            const MapReader version(element, "versions", v);
            application.versions.emplace_back();
            if (!version.present()) continue;
            read_application_version(version, catalogue, application.versions.back());
            check_unique(version, versions, application.versions.back().name);
        }
    }
}

void read_sharing(const MapReader& parent, Gallery& gallery) {
    const MapReader map(parent, "sharing");
    if (std::size_t permissions = 0; map.choice("permissions", permissions)) {
        gallery.permissions = static_cast<Gallery::Permissions>(permissions);
    }
    read_names(map, "subscriptions", gallery.shared_subscriptions);
    read_names(map, "tenants", gallery.shared_tenants);
    const MapReader community(map, "community");
    community.text("public_name_prefix", gallery.community.public_name_prefix);
    community.text("publisher_uri", gallery.community.publisher_uri);
    community.text("publisher_contact", gallery.community.publisher_contact);
    community.text("eula", gallery.community.eula);
}

void read_gallery(const MapReader& map, const Catalogue& catalogue, Gallery& gallery) {
    map.name("name", gallery.name);
    map.region("location", gallery.location);
    gallery.subscription = "default";
    map.name("subscription", gallery.subscription);
    gallery.tenant = "default";
    map.name("tenant", gallery.tenant);
    read_sharing(map, gallery);
    std::set<std::string> names;
    for (std::size_t i = 0, n = map.size_of("images"); i < n; ++i) {
        const MapReader element(map, "images", i);
        ImageDefinition& image = gallery.images.emplace_back();
        if (!element.present()) continue;
        read_image(element, catalogue, image);
        check_unique(element, names, image.name);
    }
    read_applications(map, catalogue, gallery.applications);
}

/// What counts against the limits per subscription and region.
struct Counts {
    std::int64_t galleries = 0;
    std::int64_t definitions = 0;
    std::int64_t versions = 0;
};

void check_counts(const MapReader& root, const Scenario& scenario) {
    const Limits& limits = scenario.catalogue.limits;
    std::map<std::pair<std::string, std::string>, Counts> all;
    for (const Gallery& g : scenario.galleries) {
        Counts& counts = all[{g.subscription, g.location}];
        ++counts.galleries;
        counts.definitions += static_cast<std::int64_t>(g.images.size());
        for (const ImageDefinition& i : g.images)
            counts.versions += static_cast<std::int64_t>(i.versions.size());
    }
    for (const auto& [owner, counts] : all) {
        const std::array<std::tuple<std::int64_t, std::int64_t, std::string_view, std::string_view>, 3>
            checks = {{
                {counts.galleries, limits.galleries_per_subscription_region.value, "galleries",
                 "galleries_per_subscription_region"},
                {counts.definitions, limits.image_definitions_per_subscription_region.value,
                 "image definitions", "image_definitions_per_subscription_region"},
                {counts.versions, limits.image_versions_per_subscription_region.value, "image versions",
                 "image_versions_per_subscription_region"},
            }};
        for (const auto& [count, limit, what, key] : checks) {
            if (count <= limit) continue;
            root.error("galleries",
                       fmt::format("subscription {} has {} {} in {}; the limit is {} (catalogue.limits.{})",
                                   owner.first, count, what, owner.second, limit, key));
        }
    }
}

}  // namespace

void read_galleries(const MapReader& root, Scenario& scenario) {
    std::set<std::string> names;
    for (std::size_t i = 0, n = root.size_of("galleries"); i < n; ++i) {
        const MapReader element(root, "galleries", i);
        Gallery& gallery = scenario.galleries.emplace_back();
        if (!element.present()) continue;
        read_gallery(element, scenario.catalogue, gallery);
        check_unique(element, names, gallery.name);
    }
    check_counts(root, scenario);
}

}  // namespace gallerysim::core
