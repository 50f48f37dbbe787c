#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/gallery/gallery_timeline.hpp"
#include "core/gallery/resource_path.hpp"
#include "core/named.hpp"
#include "core/number_text.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr double kLongestReadsSeconds = 100.0 * 365.0 * 86'400.0;

/// Whether the image is known, so that its indices may be followed.
bool read_image(const MapReader& map, const Scenario& scenario, GalleryDetails details, Deployment& deployment) {
    if (!map.text("image", deployment.image.text)) return false;
    const auto versions =
        timeline_events(scenario).empty() ? LatestAmong::not_excluded : LatestAmong::all;
    ImageResolution found =
        resolve_image(scenario.galleries, details, deployment.image.text, deployment.region, versions);
    if (found.image) {
        deployment.image = std::move(*found.image);
    } else if (!found.problem.empty()) {
        map.error("image", std::move(found.problem));
    }
    return found.image.has_value();
}

void read_applications(const MapReader& map, const Scenario& scenario, Deployment& deployment) {
    const auto items = map.scalars("applications");
    if (!items) return;
    for (const YamlNode* item : *items) {
        const auto path = ResourcePath::parse(item->text);
        if (!path || path->version.empty()) {
            map.error_at(*item, "applications", fmt::format("expected gallery/application/version, found {}",
                                                            in_quotes(item->text)));
            continue;
        }
        deployment.applications.push_back(item->text);
        const Gallery* gallery = find_named(scenario.galleries, path->gallery);
        const VmApplication* application =
            gallery == nullptr ? nullptr : find_named(gallery->applications, path->item);
        if (application == nullptr || find_named(application->versions, path->version) == nullptr) {
            map.error_at(*item, "applications",
                         fmt::format("there is no VM application {}", in_quotes(item->text)));
        }
    }
}

void read_zones(const MapReader& map, const RegionOverrides& regions, Deployment& deployment) {
    const auto items = map.scalars("zones");
    if (!items || find_region(deployment.region) == nullptr) return;
    const int zones = zones_of(regions, deployment.region);
    if (zones == 0 && !items->empty()) {
        map.error("zones", fmt::format("{} has no availability zones", deployment.region));
        return;
    }
    for (const YamlNode* item : *items) {
        const auto zone = parse_integer(item->text);
        if (!zone || *zone < 1 || *zone > zones) {
            map.error_at(*item, "zones",
                         fmt::format("{} is not a zone of {}; it has zones 1 to {}", in_quotes(item->text),
                                     deployment.region, zones));
        } else if (std::count(deployment.zones.begin(), deployment.zones.end(), *zone) > 0) {
            map.error_at(*item, "zones", fmt::format("zone {} is named twice", *zone));
        } else {
            deployment.zones.push_back(static_cast<int>(*zone));
        }
    }
}

void read_client(const MapReader& map, const Scenario& scenario, Deployment& deployment) {
    std::string name;
    if (!map.name("client", name)) return;
    if (const auto client = index_of(scenario.clients, name)) {
        deployment.client = *client;
    } else {
        map.error("client", fmt::format("there is no client {}{}", in_quotes(name), nearest_of(scenario.clients, name)));
    }
}

/// Figures that contradict the simulated time's range: all reads of a deployment on one replica must end in
/// 100 years.
void check_total_reads(const MapReader& map, const Scenario& scenario, const Deployment& deployment) {
    const BootProfile& boot = scenario.boot_of(deployment);
    const StorageFigures& storage = scenario.catalogue.storage_of(scenario.target_of(deployment).storage);
    const VmDiskFigures& disk = scenario.catalogue.vm_disk;
    const double operations = std::min(storage.operations.value.value, disk.operations.value.value);
    const double throughput = std::min(storage.throughput.value.value, disk.throughput.value.value);
    const double solo = std::max(boot.reads.value / operations, boot.read_bytes.value.value / throughput);
    if (solo * std::max(expected_vms(deployment.arrivals), 1.0) > kLongestReadsSeconds) {
        map.error(
            "image",
            fmt::format("one VM reads for {:.0f} s; all of them on one replica would take more than 100 "
                        "years: check the catalogue's figures",
                        solo));
    }
}

}  // namespace

void read_deployments(const MapReader& root, Scenario& scenario, GalleryDetails details) {
    std::set<std::string> names;
    for (std::size_t i = 0, n = root.size_of("deployments"); i < n; ++i) {
        const MapReader map(root, "deployments", i);
        Deployment& deployment = scenario.deployments.emplace_back();
        if (!map.present()) continue;
        const std::size_t errors_before = root.diagnostics().errors();
        map.name("name", deployment.name);
        check_unique(map, names, deployment.name);
        map.region("region", deployment.region);
        map.time("at", deployment.at, kAnyTime);
    map.boolean("wait_for_image", deployment.waits_for_image);
        read_client(map, scenario, deployment);
        read_zones(map, scenario.catalogue.regions, deployment);
        if (std::size_t word = 0; map.choice("zone_full", word)) deployment.strict_zones = word == 1;
        read_applications(map, scenario, deployment);
        const bool resolved = read_image(map, scenario, details, deployment);
        read_arrivals(map, scenario, details, deployment);
        if (resolved && root.diagnostics().errors() == errors_before) {
            check_total_reads(map, scenario, deployment);
        }
    }
}

}  // namespace gallerysim::core
