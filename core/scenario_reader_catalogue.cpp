#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/scenario_names.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<double> kReads{0.0, 1e9};
constexpr ValueRange<Bytes> kReadBytes{{0.0}, {1e15}};
constexpr ValueRange<Bytes> kDiskSize{{kMiB}, {1e18}};
constexpr ValueRange<Bytes> kReadSize{{512.0}, {1e12}};
constexpr ValueRange<double> kCoefficient{0.0, 1.0};
constexpr ValueRange<std::int64_t> kLimit{1, 1'000'000'000};

void rate(const MapReader& map, std::string_view key, Figure<PerSecond>& figure) {
    PerSecond value;
    if (map.rate(key, value, kPositiveRate)) override_figure(figure, value);
}

void byte_rate(const MapReader& map, std::string_view key, Figure<BytesPerSecond>& figure) {
    BytesPerSecond value;
    if (map.byte_rate(key, value, kPositiveByteRate)) override_figure(figure, value);
}

void time(const MapReader& map, std::string_view key, Figure<sim::SimTime>& figure,
          ValueRange<sim::SimTime> range) {
    sim::SimTime value;
    if (map.time(key, value, range)) override_figure(figure, value);
}

void size(const MapReader& map, std::string_view key, Figure<Bytes>& figure, ValueRange<Bytes> range) {
    Bytes value;
    if (map.size(key, value, range)) override_figure(figure, value);
}

void count(const MapReader& map, std::string_view key, Figure<std::int64_t>& figure,
           ValueRange<std::int64_t> range) {
    std::int64_t value = 0;
    if (map.integer(key, value, range)) override_figure(figure, value);
}

void number(const MapReader& map, std::string_view key, Figure<double>& figure, ValueRange<double> range) {
    double value = 0.0;
    if (map.number(key, value, range)) override_figure(figure, value);
}

void distribution(const MapReader& map, std::string_view key, Figure<DistributionSpec>& figure) {
    DistributionSpec value = figure.value;
    if (read_distribution(map, key, value)) override_figure(figure, value);
}

/// Without a burst the burst figures are the base figures, also when those were overridden.
template <class T>
void check_burst(const MapReader& map, std::string_view key, std::string_view base_key,
                 const Figure<T>& burst, const Figure<T>& base, bool bursts) {
    if (bursts && burst.value < base.value) {
        map.error(key, fmt::format("{} ({}) is less than {} ({})", key, to_text(burst.value), base_key,
                                   to_text(base.value)));
    } else if (!bursts && burst.value != base.value) {
        map.error(key, fmt::format("there is no burst when burst_duration is 0 s; leave it out, or write {}",
                                   to_text(base.value)));
    }
}

void read_storage_figures(const MapReader& map, StorageFigures& figures) {
    if (!map.present()) return;
    const std::size_t errors_before = map.diagnostics().errors();
    rate(map, "operations", figures.operations);
    byte_rate(map, "throughput", figures.throughput);
    time(map, "burst_duration", figures.burst_duration, kAnyTime);
    rate(map, "account_operations", figures.account_operations);
    byte_rate(map, "account_egress", figures.account_egress);
    count(map, "replicas_per_account", figures.replicas_per_account, kPositiveCount);
    number(map, "contention", figures.contention, kCoefficient);
    number(map, "coherency", figures.coherency, kCoefficient);
    const bool bursts = figures.burst_duration.value > sim::SimTime::zero();
    if (!bursts) {
        figures.burst_operations = figures.operations;
        figures.burst_throughput = figures.throughput;
    }
    rate(map, "burst_operations", figures.burst_operations);
    byte_rate(map, "burst_throughput", figures.burst_throughput);
    if (map.diagnostics().errors() > errors_before) return;
    check_burst(map, "burst_operations", "operations", figures.burst_operations, figures.operations, bursts);
    check_burst(map, "burst_throughput", "throughput", figures.burst_throughput, figures.throughput, bursts);
}

/// A profile of the catalogue, and one that is like it, keeps its operating system.
void read_system(const MapReader& map, const std::string& name, bool is_new, BootProfile& profile) {
    std::size_t os = 0;
    if (!map.choice("os_type", os)) return;
    const auto written = static_cast<OsType>(os);
    if ((!is_new || !profile.like.empty()) && written != profile.os_type) {
        map.error("os_type", fmt::format("the profile '{}' is one for {}", is_new ? profile.like : name,
                                         to_string(profile.os_type)));
        return;
    }
    profile.os_type = written;
}

/// All figures given by the scenario: for a new profile that is like no other.
BootProfile given_profile() {
    const auto given = [](auto figure) {
        figure.grade = Grade::given;
        figure.source = "scenario";
        return figure;
    };
    BootProfile profile;
    profile.reads = given(profile.reads);
    profile.read_bytes = given(profile.read_bytes);
    profile.cpu_time = given(profile.cpu_time);
    profile.provisioning_timeout = given(profile.provisioning_timeout);
    return profile;
}

void read_boot_profile(const MapReader& map, const std::string& name, Catalogue& catalogue) {
    if (!map.present()) return;
    const std::size_t errors_before = map.diagnostics().errors();
    if (!is_name(name)) map.error({}, fmt::format("{} is not a name of a profile", in_quotes(name)));
    const auto own = catalogue.boot_profiles.find(name);
    const bool is_new = own == catalogue.boot_profiles.end();
    BootProfile profile = is_new ? given_profile() : own->second;

    if (std::size_t like = 0; map.choice("like", like)) {
        // Not looked up in the catalogue, but by the key table's words: the profiles that every catalogue
        // has.
        const std::string base = like == 0 ? "windows" : "linux";
        if (!is_new) {
            map.error("like", "only a new profile is like another; this one is the catalogue's own");
        } else {
            profile = catalogue.boot_profiles.at(base);
            profile.like = base;
        }
    }
    read_system(map, name, is_new, profile);
    if (is_new && !map.has("like")) {
        for (const KeyInfo& info : keys_of(Section::boot_profile)) {
            if (info.key == "like" || map.has(info.key)) continue;
            map.error({},
                      fmt::format("the new profile lacks '{}'; write it, or 'like: windows' or 'like: linux'",
                                  info.key));
        }
    }
    if (double reads = 0.0; map.number("reads", reads, kReads)) override_figure(profile.reads, reads);
    size(map, "read_bytes", profile.read_bytes, kReadBytes);
    distribution(map, "cpu_time", profile.cpu_time);
    time(map, "provisioning_timeout", profile.provisioning_timeout, kPositiveTime);
    if (map.diagnostics().errors() == errors_before && profile.reads.value == 0.0 &&
        profile.read_bytes.value == Bytes{}) {
        map.error(map.has("reads") ? "reads" : "read_bytes",
                  "a boot reads something of its image: reads or read_bytes must be more than 0");
    }
    catalogue.boot_profiles[name] = std::move(profile);
}

void read_boot_profiles(const MapReader& map, Catalogue& catalogue) {
    // The catalogue's own profiles first, so that `like` finds them as the scenario has them.
    const auto entries = map.entries_of("boot_profiles");
    for (const bool own : {true, false}) {
        for (const YamlEntry* entry : entries) {
            if ((entry->key == "windows" || entry->key == "linux") != own) continue;
            read_boot_profile(MapReader(map, "boot_profiles", *entry), entry->key, catalogue);
        }
    }
}

}  // namespace

void read_catalogue(const MapReader& root, Scenario& scenario) {
    Catalogue& catalogue = scenario.catalogue;
    catalogue = default_catalogue();
    const MapReader map(root, "catalogue");
    if (!map.present()) return;

    const MapReader storage(map, "storage");
    for (std::size_t i = 0; i < kStorageTypes; ++i) {
        read_storage_figures(MapReader(storage, to_string(static_cast<StorageType>(i))),
                             catalogue.storage[i]);
    }
    read_boot_profiles(map, catalogue);

    const MapReader disk(map, "vm_disk");
    rate(disk, "operations", catalogue.vm_disk.operations);
    byte_rate(disk, "throughput", catalogue.vm_disk.throughput);

    const MapReader hydration(map, "hydration");
    byte_rate(hydration, "throughput", catalogue.hydration.throughput);
    size(hydration, "read_size", catalogue.hydration.read_size, kReadSize);

    const MapReader allocator(map, "allocator");
    count(allocator, "parallel", catalogue.allocator.parallel, kPositiveCount);
    distribution(allocator, "placement_time", catalogue.allocator.placement_time);
    if (std::int64_t vms = 0; allocator.integer("capacity", vms, kLimit)) {
        override_figure(catalogue.allocator.capacity, std::optional{vms});
    }

    const MapReader scale_sets(map, "scale_sets");
    if (double part = 0.0; scale_sets.fraction("overprovision", part, {0.0, 1.0})) {
        override_figure(catalogue.scale_sets.overprovision, part);
    }
    count(scale_sets, "batch_size", catalogue.scale_sets.batch_size, kPositiveCount);
    time(scale_sets, "batch_pause", catalogue.scale_sets.batch_pause, kAnyTime);

    read_throttles(map, catalogue.throttles);

    const MapReader limits(map, "limits");
    count(limits, "galleries_per_subscription_region", catalogue.limits.galleries_per_subscription_region,
          kLimit);
    count(limits, "image_definitions_per_subscription_region",
          catalogue.limits.image_definitions_per_subscription_region, kLimit);
    count(limits, "image_versions_per_subscription_region",
          catalogue.limits.image_versions_per_subscription_region, kLimit);
    count(limits, "replicas_per_version", catalogue.limits.replicas_per_version, kLimit);
    count(limits, "replicas_per_version_region", catalogue.limits.replicas_per_version_region, kLimit);
    size(limits, "disk_size", catalogue.limits.disk_size, kDiskSize);
    size(limits, "shallow_disk_size", catalogue.limits.shallow_disk_size, kDiskSize);
    count(limits, "scale_set_instances", catalogue.limits.scale_set_instances, kLimit);
    count(limits, "scale_set_instances_managed_image", catalogue.limits.scale_set_instances_managed_image, kLimit);
    count(limits, "scale_set_instances_single_placement_group",
          catalogue.limits.scale_set_instances_single_placement_group, kLimit);
    count(limits, "shared_subscriptions", catalogue.limits.shared_subscriptions, kLimit);
    count(limits, "shared_tenants", catalogue.limits.shared_tenants, kLimit);

    read_prices(map, catalogue.prices);
    read_replication_figures(map, catalogue.replication);
    read_regions(map, catalogue.regions);
}

void read_platform(const MapReader& root, Scenario& scenario) {
    scenario.platform.routing = {Routing::random, Grade::assumed,
                                 "not published how the platform picks a replica"};
    scenario.platform.timeout_tries = {3, Grade::assumed, "a client's own choice"};
    const MapReader map(root, "platform");
    if (std::size_t routing = 0; map.choice("routing", routing)) {
        override_figure(scenario.platform.routing, static_cast<Routing>(routing));
    }
    read_admission(map, scenario.platform.admission);
    read_replication_policy(map, scenario.platform.replication);
    map.boolean("background_hydration", scenario.platform.background_hydration);
    if (std::size_t on_timeout = 0; map.choice("on_timeout", on_timeout)) {
        scenario.platform.on_timeout = static_cast<OnTimeout>(on_timeout);
    }
    if (std::int64_t tries = 0; map.integer("timeout_tries", tries, {1, 1'000})) {
        override_figure(scenario.platform.timeout_tries, tries);
        if (scenario.platform.on_timeout != OnTimeout::remove_and_retry) {
            map.error("timeout_tries", "a VM is tried again only with 'on_timeout: delete_and_retry'");
        }
    }
}

}  // namespace gallerysim::core
