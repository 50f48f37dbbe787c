#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr double kLongestReadsSeconds = 100.0 * 365.0 * 86'400.0;
constexpr std::string_view kLatest = "latest";

template <class T>
std::optional<std::size_t> index_of(const std::vector<T>& all, std::string_view name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const T& x) { return x.name == name; });
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
}

template <class T>
std::string nearest_of(const std::vector<T>& all, std::string_view name) {
    std::vector<std::string_view> names;
    for (const T& x : all) names.push_back(x.name);
    return suggestion(name, names);
}

std::string regions_of(const ImageVersion& version) {
    std::vector<std::string_view> names;
    names.reserve(version.target_regions.size());
    for (const TargetRegion& t : version.target_regions) names.push_back(t.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

/// The highest version that has replicas in the region and is not excluded there; the region's flag wins.
std::optional<std::pair<std::size_t, std::size_t>> latest_version(const ImageDefinition& image,
                                                                  std::string_view region) {
    std::optional<std::pair<std::size_t, std::size_t>> best;
    std::array<std::int64_t, 3> best_number{};
    for (std::size_t v = 0; v < image.versions.size(); ++v) {
        const ImageVersion& version = image.versions[v];
        const auto number = parse_version(version.name);
        const auto target = index_of(version.target_regions, region);
        if (!number || !target) continue;
        const bool excluded =
            version.target_regions[*target].exclude_from_latest.value_or(version.exclude_from_latest);
        if (excluded || (best && *number < best_number)) continue;
        best = {v, *target};
        best_number = *number;
    }
    return best;
}

/// Splits gallery/image/version; false when it has another form.
bool split_reference(std::string_view text, std::array<std::string_view, 3>& parts) {
    const auto first = text.find('/');
    const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
    if (second == std::string_view::npos || text.find('/', second + 1) != std::string_view::npos)
        return false;
    parts = {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
    return std::none_of(parts.begin(), parts.end(), [](std::string_view p) { return p.empty(); });
}

/// Fills in the indices of `deployment.image`; true when all of them are known.
bool resolve_image(const MapReader& map, const Scenario& scenario, bool galleries_fine,
                   Deployment& deployment) {
    ImageReference& reference = deployment.image;
    if (!map.text("image", reference.text)) return false;
    std::array<std::string_view, 3> parts;
    if (!split_reference(reference.text, parts)) {
        map.error("image", fmt::format("expected gallery/image/version such as prod/win2022/latest, found {}",
                                       in_quotes(reference.text)));
        return false;
    }
    const auto gallery = index_of(scenario.galleries, parts[0]);
    if (!gallery) {
        map.error("image", fmt::format("there is no gallery {}{}", in_quotes(parts[0]),
                                       nearest_of(scenario.galleries, parts[0])));
        return false;
    }
    const auto& images = scenario.galleries[*gallery].images;
    const auto image = index_of(images, parts[1]);
    if (!image) {
        map.error("image", fmt::format("the gallery {} has no image {}{}", parts[0], in_quotes(parts[1]),
                                       nearest_of(images, parts[1])));
        return false;
    }
    const auto& versions = images[*image].versions;
    const auto named = index_of(versions, parts[2]);
    if (!named && parts[2] != kLatest) {
        map.error("image", fmt::format("the image {}/{} has no version {}{}", parts[0], parts[1],
                                       in_quotes(parts[2]), nearest_of(versions, parts[2])));
        return false;
    }
    // Where a version or the region is wrong already, what follows from it is not worth a second message.
    if (!galleries_fine || find_region(deployment.region) == nullptr) return false;

    std::optional<std::pair<std::size_t, std::size_t>> found;
    if (!named) {
        found = latest_version(images[*image], deployment.region);
        if (!found) {
            map.error("image",
                      fmt::format("no version of {}/{} has replicas in {} and counts for 'latest' there",
                                  parts[0], parts[1], deployment.region));
            return false;
        }
    } else {
        const auto target = index_of(versions[*named].target_regions, deployment.region);
        if (!target) {
            map.error("image", fmt::format("{} has no replicas in {}, only in: {}", reference.text,
                                           deployment.region, regions_of(versions[*named])));
            return false;
        }
        found = {*named, *target};
    }
    reference.gallery = *gallery;
    reference.image = *image;
    reference.version = found->first;
    reference.target_region = found->second;
    return true;
}

void read_times(const MapReader& map, ListedArrivals& listed) {
    const auto items = map.scalars("times");
    if (!items) return;
    if (map.find("times")->items.empty()) map.error("times", "the list is empty; it needs at least one time");
    for (const YamlNode* item : *items) {
        const auto time = parse_time(item->text);
        if (!time.value) {
            map.error_at(*item, "times", time.problem);
        } else if (*time.value < kAnyTime.least || *time.value > kAnyTime.most) {
            map.error_at(*item, "times", "a time is from 0 s to 3650 d");
        } else if (!listed.times.empty() && *time.value < listed.times.back()) {
            map.error_at(*item, "times",
                         fmt::format("{} comes after {}; times ascend", in_quotes(item->text),
                                     to_text(listed.times.back())));
        } else {
            listed.times.push_back(*time.value);
        }
    }
}

void read_poisson(const MapReader& map, PoissonArrivals& poisson) {
    const bool rate = map.rate("rate", poisson.rate, kPositiveRate);
    const bool duration = map.time("for", poisson.duration, kPositiveTime);
    if (rate && duration && poisson.rate.value * poisson.duration.seconds() > static_cast<double>(kMostVms)) {
        map.error("rate", fmt::format("the stream has some {:.0f} VMs; the most are {}",
                                      poisson.rate.value * poisson.duration.seconds(), kMostVms));
    }
}

void read_arrivals(const MapReader& map, Arrivals& arrivals) {
    if (map.has("vms") == map.has("arrivals")) {
        map.error(map.has("vms") ? "arrivals" : "",
                  map.has("vms") ? "a deployment has either 'vms' or 'arrivals', not both (null removes one)"
                                 : "a deployment needs 'vms' (all at once) or 'arrivals' (over time)");
        return;
    }
    if (map.has("vms")) {
        BurstArrivals burst;
        map.integer("vms", burst.vms, {1, kMostVms});
        arrivals = burst;
        return;
    }
    const MapReader over_time(map, "arrivals");
    if (!over_time.present()) return;
    if (over_time.has("poisson") == over_time.has("times")) {
        over_time.error({},
                        "arrivals are either 'poisson: { rate: 10/min, for: 2 h }' or 'times: [0 s, 30 s]'");
    } else if (over_time.has("poisson")) {
        PoissonArrivals poisson;
        read_poisson(MapReader(over_time, "poisson"), poisson);
        arrivals = poisson;
    } else {
        ListedArrivals listed;
        read_times(over_time, listed);
        arrivals = std::move(listed);
    }
}

void read_zones(const MapReader& map, Deployment& deployment) {
    const auto items = map.scalars("zones");
    const Region* region = find_region(deployment.region);
    if (!items || region == nullptr) return;
    if (region->availability_zones == 0 && !items->empty()) {
        map.error("zones", fmt::format("{} has no availability zones", deployment.region));
        return;
    }
    for (const YamlNode* item : *items) {
        const auto zone = parse_integer(item->text);
        if (!zone || *zone < 1 || *zone > region->availability_zones) {
            map.error_at(*item, "zones",
                         fmt::format("{} is not a zone of {}; it has zones 1 to {}", in_quotes(item->text),
                                     deployment.region, region->availability_zones));
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

double vms_of(const Arrivals& arrivals) {
    if (const auto* burst = std::get_if<BurstArrivals>(&arrivals)) return static_cast<double>(burst->vms);
    if (const auto* poisson = std::get_if<PoissonArrivals>(&arrivals)) {
        return poisson->rate.value * poisson->duration.seconds();
    }
    return static_cast<double>(std::get<ListedArrivals>(arrivals).times.size());
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
    if (solo * std::max(vms_of(deployment.arrivals), 1.0) > kLongestReadsSeconds) {
        map.error(
            "image",
            fmt::format("one VM reads for {:.0f} s; all of them on one replica would take more than 100 "
                        "years: check the catalogue's figures",
                        solo));
    }
}

}  // namespace

void read_deployments(const MapReader& root, Scenario& scenario, bool galleries_fine) {
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
        read_client(map, scenario, deployment);
        read_arrivals(map, deployment.arrivals);
        read_zones(map, deployment);
        const bool resolved = resolve_image(map, scenario, galleries_fine, deployment);
        if (resolved && root.diagnostics().errors() == errors_before) {
            check_total_reads(map, scenario, deployment);
        }
    }
}

}  // namespace gallerysim::core
