#include "core/catalogue_lines.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/number_text.hpp"
#include "core/quantity.hpp"
#include "core/scenario_names.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {
namespace {

std::string value_text(std::int64_t value) { return fmt::format("{}", value); }
std::string value_text(ComputePolicySet value) {
    return std::string(kComputePolicySetNames[static_cast<std::size_t>(value)]);
}
std::string value_text(double value) { return number_text(value); }
std::string value_text(int value) { return fmt::format("{}", value); }
std::string value_text(const std::string& value) { return value; }
std::string value_text(const std::optional<std::int64_t>& value) {
    return value ? fmt::format("{}", *value) : "null";
}
std::string value_text(const DistributionSpec& value) { return value.to_yaml(); }
template <class T>
std::string value_text(const T& value) {
    return to_text(value);
}

class Lines {
public:
    /// The following lines stand under this group.
    void group(std::vector<std::string> path) { group_ = std::move(path); }

    void text(std::string_view key, std::string_view value) { add(key, yaml_scalar(value)); }

    template <class T>
    void figure(std::string_view key, const Figure<T>& figure) {
        add(key, value_text(figure.value));
        all.back().grade = figure.grade;
        all.back().source = figure.grade == Grade::given ? "scenario" : std::string_view(figure.source);
    }

    /// What a scenario gives where the catalogue has nothing.
    template <class T>
    void given(std::string_view key, const std::optional<T>& value) {
        if (value) figure(key, Figure<T>{*value, Grade::given, {}});
    }
    /// A value that is YAML already.
    void given_yaml(std::string_view key, std::string value) {
        add(key, std::move(value));
        all.back().grade = Grade::given;
        all.back().source = "scenario";
    }

    std::vector<CatalogueLine> all;

private:
    void add(std::string_view key, std::string value) {
        CatalogueLine& line = all.emplace_back();
        line.path = group_;
        line.path.emplace_back(key);
        line.value = std::move(value);
    }

    std::vector<std::string> group_;
};

void add_window(Lines& lines, const std::string& name, const WindowFigures& window) {
    lines.group({"throttles", name});
    lines.figure("calls", window.calls);
    lines.figure("length", window.length);
}

void add_throttles(Lines& lines, const ThrottlePolicies& throttles) {
    static constexpr std::array<std::string_view, kCallTypes> kBuckets{"reads", "writes", "deletes"};
    for (std::size_t i = 0; i < kCallTypes; ++i) {
        lines.group({"throttles", "manager", std::string(kBuckets[i])});
        lines.figure("capacity", throttles.manager[i].capacity);
        lines.figure("refill", throttles.manager[i].refill);
    }
    lines.group({"throttles"});
    lines.figure("manager_subscription_factor", throttles.manager_subscription_factor);
    lines.figure("compute_policy_set", throttles.compute_policy_set);
    lines.figure("compute_refill_period", throttles.compute_refill_period);
    for (std::size_t i = 0; i < kComputeOperations; ++i) {
        lines.group({"throttles", "compute", std::string(kComputePolicyNames[i])});
        lines.figure("subscription_refill", throttles.compute[i].subscription_refill);
        lines.figure("subscription_capacity", throttles.compute[i].subscription_capacity);
        lines.figure("resource_refill", throttles.compute[i].resource_refill);
        lines.figure("resource_capacity", throttles.compute[i].resource_capacity);
    }
    add_window(lines, "network", throttles.network);
    add_window(lines, "legacy_3_min", throttles.legacy_3_min);
    add_window(lines, "legacy_30_min", throttles.legacy_30_min);
}

std::string link_yaml(const LinkFigures& link) {
    std::string text =
        fmt::format("{{ name: {}, from: {}, to: {}", yaml_scalar(link.name), link.from, link.to);
    if (link.rate) text += ", rate: " + to_text(*link.rate);
    if (link.round_trip) text += ", round_trip: " + to_text(*link.round_trip);
    return text + " }";
}

void add_replication(Lines& lines, const ReplicationFigures& figures) {
    lines.group({"replication"});
    lines.figure("round_trip_base", figures.round_trip_base);
    lines.figure("round_trip_per_1000_km", figures.round_trip_per_1000_km);
    lines.figure("link", figures.link);
    lines.figure("region_egress", figures.region_egress);
    lines.figure("region_writes", figures.region_writes);
    lines.figure("stream", figures.stream);
    lines.figure("stream_across", figures.stream_across);
    lines.figure("setup", figures.setup);
    lines.figure("copies_at_a_time", figures.copies_at_a_time);
    lines.figure("failure_rate", figures.failure_rate);
    lines.figure("attempts", figures.attempts);
    lines.figure("retry_wait", figures.retry_wait);
    lines.figure("time_limit", figures.time_limit);
    if (!figures.links.empty()) {
        std::vector<std::string> links;
        for (const LinkFigures& link : figures.links) links.push_back(link_yaml(link));
        lines.given_yaml("links", fmt::format("[{}]", fmt::join(links, ", ")));
    }
    for (const auto& [name, region] : figures.regions) {
        lines.group({"replication", "regions", name});
        lines.given("egress", region.egress);
        lines.given("writes", region.writes);
    }
}

void add_regions(Lines& lines, const RegionOverrides& regions) {
    for (const auto& [name, region] : regions) {
        lines.group({"regions", name});
        lines.given("latitude", region.latitude_deg);
        lines.given("longitude", region.longitude_deg);
        lines.given("availability_zones", region.availability_zones);
        lines.given("paired_region", region.paired_region);
    }
}

}  // namespace

std::string CatalogueLine::key_path() const { return fmt::format("catalogue.{}", fmt::join(path, ".")); }

std::vector<CatalogueLine> catalogue_lines(const Catalogue& catalogue) {
    Lines lines;
    for (std::size_t i = 0; i < kStorageTypes; ++i) {
        const StorageFigures& storage = catalogue.storage[i];
        lines.group({"storage", std::string(to_string(static_cast<StorageType>(i)))});
        lines.figure("operations", storage.operations);
        lines.figure("throughput", storage.throughput);
        lines.figure("burst_operations", storage.burst_operations);
        lines.figure("burst_throughput", storage.burst_throughput);
        lines.figure("burst_duration", storage.burst_duration);
        lines.figure("account_operations", storage.account_operations);
        lines.figure("account_egress", storage.account_egress);
        lines.figure("replicas_per_account", storage.replicas_per_account);
        lines.figure("contention", storage.contention);
        lines.figure("coherency", storage.coherency);
    }
    for (const auto& [name, boot] : catalogue.boot_profiles) {
        lines.group({"boot_profiles", name});
        if (!boot.like.empty()) lines.text("like", boot.like);
        lines.text("os_type", to_string(boot.os_type));
        lines.figure("reads", boot.reads);
        lines.figure("read_bytes", boot.read_bytes);
        lines.figure("cpu_time", boot.cpu_time);
        lines.figure("provisioning_timeout", boot.provisioning_timeout);
    }
    lines.group({"vm_disk"});
    lines.figure("operations", catalogue.vm_disk.operations);
    lines.figure("throughput", catalogue.vm_disk.throughput);
    lines.group({"hydration"});
    lines.figure("throughput", catalogue.hydration.throughput);
    lines.figure("read_size", catalogue.hydration.read_size);
    lines.group({"allocator"});
    lines.figure("parallel", catalogue.allocator.parallel);
    lines.figure("placement_time", catalogue.allocator.placement_time);
    lines.figure("capacity", catalogue.allocator.capacity);
    lines.group({"scale_sets"});
    lines.figure("overprovision", catalogue.scale_sets.overprovision);
    lines.figure("batch_size", catalogue.scale_sets.batch_size);
    lines.figure("batch_pause", catalogue.scale_sets.batch_pause);
    add_throttles(lines, catalogue.throttles);
    lines.group({"limits"});
    const Limits& limits = catalogue.limits;
    lines.figure("galleries_per_subscription_region", limits.galleries_per_subscription_region);
    lines.figure("image_definitions_per_subscription_region",
                 limits.image_definitions_per_subscription_region);
    lines.figure("image_versions_per_subscription_region", limits.image_versions_per_subscription_region);
    lines.figure("replicas_per_version", limits.replicas_per_version);
    lines.figure("replicas_per_version_region", limits.replicas_per_version_region);
    lines.figure("disk_size", limits.disk_size);
    lines.figure("shallow_disk_size", limits.shallow_disk_size);
    lines.figure("scale_set_instances", limits.scale_set_instances);
    lines.figure("scale_set_instances_managed_image", limits.scale_set_instances_managed_image);
    lines.figure("scale_set_instances_single_placement_group", limits.scale_set_instances_single_placement_group);
    lines.figure("shared_subscriptions", limits.shared_subscriptions);
    lines.figure("shared_tenants", limits.shared_tenants);
    lines.group({"prices", "snapshot_usd_per_gb_month"});
    for (std::size_t i = 0; i < kStorageTypes; ++i) {
        lines.figure(to_string(static_cast<StorageType>(i)), catalogue.prices.snapshot_usd_per_gb_month[i]);
    }
    lines.group({"prices", "egress_usd_per_gb"});
    for (std::size_t i = 0; i < kPriceZones; ++i) {
        lines.figure(to_string(static_cast<PriceZone>(i)), catalogue.prices.egress_usd_per_gb[i]);
    }
    add_replication(lines, catalogue.replication);
    add_regions(lines, catalogue.regions);
    return std::move(lines.all);
}

}  // namespace gallerysim::core
