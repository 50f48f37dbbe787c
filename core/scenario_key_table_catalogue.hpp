#pragma once

#include <array>
#include <string_view>

#include "core/scenario_key_makers.hpp"
#include "core/scenario_keys.hpp"

// The keys of `catalogue` and below: for core/scenario_key_table.cpp alone.

namespace gallerysim::core::catalogue_keys {

inline constexpr std::array kCatalogue = {
    map_of(Section::storage_types, "storage", "the catalogue's", "What a replica can serve, by storage."),
    names_of(Section::boot_profile, "boot_profiles", "windows and linux",
             "What a VM reads and does until it runs, by name of the profile; new profiles may be added.",
             "boot boot_profile"),
    map_of(Section::vm_disk, "vm_disk", "the catalogue's",
           "The VM's own disk: a VM reads from a replica no faster than this.", "disk"),
    map_of(Section::hydration, "hydration", "the catalogue's",
           "How disks load in the background, with platform.background_hydration."),
    map_of(Section::allocator, "allocator", "the catalogue's", "Finds a place for each VM."),
    map_of(Section::scale_set_figures, "scale_sets", "the catalogue's", "How the instances of a scale set are begun."),
    map_of(Section::throttles, "throttles", "the catalogue's", "What the control plane lets through.", "throttling"),
    map_of(Section::limits, "limits", "the catalogue's", "Limits that the scenario is checked against."),
    map_of(Section::prices, "prices", "the catalogue's", "What the bill is made of, in US dollars.", "price costs"),
    map_of(Section::replication_figures, "replication", "the catalogue's",
           "What copies of image versions go by.", "copies network"),
    names_of(Section::region_figures, "regions", "the table of regions",
             "Where a region is not, or no longer, as the table of regions has it; by name of the region.", "region"),
};

inline constexpr std::array kStorageTypeKeys = {
    map_of(Section::storage_figures, "Standard_LRS", "the catalogue's",
           "Three copies in one datacentre, on hard disks.", "LRS"),
    map_of(Section::storage_figures, "Standard_ZRS", "the catalogue's",
           "Copies in three zones, on hard disks.", "ZRS"),
    map_of(Section::storage_figures, "Premium_LRS", "the catalogue's",
           "Three copies in one datacentre, on solid-state disks.", "Premium"),
};

inline constexpr std::array kStorageFigures = {
    value("operations", ValueKind::rate, "the catalogue's", "Reads that one replica serves per second.",
          "iops"),
    value("throughput", ValueKind::byte_rate, "the catalogue's", "Bytes that one replica serves per second.",
          "bandwidth"),
    value("burst_operations", ValueKind::rate, "the catalogue's",
          "Reads per second while burst credits last. Equal to `operations` where there is no burst.",
          "burst_iops"),
    value("burst_throughput", ValueKind::byte_rate, "the catalogue's",
          "Bytes per second while burst credits last. Equal to `throughput` where there is no burst.",
          "burst_bandwidth"),
    value("burst_duration", ValueKind::time, "the catalogue's",
          "How long full credits last at the full burst rate; 0 s: no burst."),
    value("account_operations", ValueKind::rate, "the catalogue's",
          "Reads per second that a storage account serves over all its replicas."),
    value("account_egress", ValueKind::byte_rate, "the catalogue's",
          "Bytes per second that a storage account serves over all its replicas."),
    value("replicas_per_account", ValueKind::integer, "the catalogue's",
          "Replicas of one version in one region that lie on one storage account; 1: each has its own."),
    value("contention", ValueKind::number, "the catalogue's",
          "Sigma of the universal scalability law: readers of a replica wait for each other; 0 to 1.", "sigma"),
    value("coherency", ValueKind::number, "the catalogue's",
          "Kappa of the universal scalability law: readers of a replica disturb each other; 0 to 1.", "kappa"),
};

inline constexpr std::array kBootProfile = {
    word("like", "windows linux", "none",
         "For a new profile: the profile that gives what is not written here.", "extends base inherits"),
    word("os_type", "Windows Linux", "as the profile it is like",
         "Operating system; a profile of the catalogue keeps its own.", "osType os"),
    value("reads", ValueKind::number, "the catalogue's", "Read operations on the image until the VM runs.",
          "operations ios"),
    value("read_bytes", ValueKind::size, "the catalogue's", "Bytes read from the image until the VM runs.",
          "bytes working_set"),
    law("cpu_time", "the catalogue's", "The part of the boot that does not wait for the image.",
        "cpu boot_time"),
    value("provisioning_timeout", ValueKind::time, "the catalogue's",
          "A VM that does not run so long after its placement has timed out.", "timeout"),
};

inline constexpr std::array kVmDisk = {
    value("operations", ValueKind::rate, "the catalogue's", "Operations per second.", "iops"),
    value("throughput", ValueKind::byte_rate, "the catalogue's", "Bytes per second.", "bandwidth"),
};

inline constexpr std::array kHydration = {
    value("throughput", ValueKind::byte_rate, "the catalogue's", "Bytes per second of one VM, at most.", "bandwidth"),
    value("read_size", ValueKind::size, "the catalogue's", "Bytes of each read."),
};

inline constexpr std::array kAllocator = {
    value("parallel", ValueKind::integer, "the catalogue's", "VMs placed at the same time, per region.",
          "concurrency"),
    law("placement_time", "the catalogue's", "Time to place one VM.", "time"),
    value("capacity", ValueKind::integer, "no limit",
          "VMs that each region has room for; its zones, where it has some, an equal part each.", "room vms"),
};

inline constexpr std::array kScaleSetFigures = {
    value("overprovision", ValueKind::fraction, "the catalogue's",
          "Instances begun beyond those asked for, as a part of them, rounded up."),
    value("batch_size", ValueKind::integer, "the catalogue's", "Instances begun at a time."),
    value("batch_pause", ValueKind::time, "the catalogue's", "From the beginning of one batch to that of the next."),
};

inline constexpr std::array kThrottles = {
    map_of(Section::manager_buckets, "manager", "the catalogue's",
           "Resource Manager: a token bucket per principal, subscription, region and kind of operation.", "arm"),
    value("manager_subscription_factor", ValueKind::integer, "the catalogue's",
          "All principals of a subscription together have buckets so many times as large."),
    word("compute_policy_set", "token_bucket_2024 windows_legacy", "the catalogue's",
         "Compute provider: the token buckets of 2024, or the windows for VM writes that they replaced."),
    value("compute_refill_period", ValueKind::time, "the catalogue's",
          "The compute provider's buckets are refilled at every multiple of this time."),
    map_of(Section::compute_policies, "compute", "the catalogue's",
           "Compute provider: token buckets per operation, for a subscription in a region and for one resource."),
    map_of(Section::window, "network", "the catalogue's", "Network provider: writes of a subscription in a region."),
    map_of(Section::window, "legacy_3_min", "the catalogue's", "Compute provider before 2024, short window."),
    map_of(Section::window, "legacy_30_min", "the catalogue's", "Compute provider before 2024, long window."),
};

inline constexpr std::array kManagerBuckets = {
    map_of(Section::manager_bucket, "reads", "the catalogue's", "GET calls."),
    map_of(Section::manager_bucket, "writes", "the catalogue's", "PUT, PATCH and POST calls."),
    map_of(Section::manager_bucket, "deletes", "the catalogue's", "DELETE calls."),
};

inline constexpr std::array kManagerBucket = {
    value("capacity", ValueKind::integer, "the catalogue's", "Calls that a full bucket lets through at once.", "burst"),
    value("refill", ValueKind::rate, "the catalogue's", "Calls that it lets through per second after that.", "rate"),
};

inline constexpr std::array kComputePolicies = {
    map_of(Section::compute_policy, "put_vm", "the catalogue's", "Creating a VM."),
    map_of(Section::compute_policy, "update_vm", "the catalogue's", "Changing a VM."),
    map_of(Section::compute_policy, "delete_vm", "the catalogue's", "Deleting a VM."),
    map_of(Section::compute_policy, "put_scale_set", "the catalogue's", "Creating a scale set."),
    map_of(Section::compute_policy, "update_scale_set", "the catalogue's", "Changing a scale set."),
    map_of(Section::compute_policy, "delete_scale_set", "the catalogue's", "Deleting a scale set."),
    map_of(Section::compute_policy, "get_operation", "the catalogue's", "Polling an operation."),
    map_of(Section::compute_policy, "low_cost_get_vm", "the catalogue's", "Reading a VM's model."),
};

inline constexpr std::array kComputePolicy = {
    value("subscription_refill", ValueKind::integer, "the catalogue's", "Tokens per refill, of a subscription."),
    value("subscription_capacity", ValueKind::integer, "the catalogue's", "Tokens of a full bucket, of a subscription."),
    value("resource_refill", ValueKind::integer, "the catalogue's", "Tokens per refill, of one resource."),
    value("resource_capacity", ValueKind::integer, "the catalogue's", "Tokens of a full bucket, of one resource."),
};

inline constexpr std::array kWindow = {
    value("calls", ValueKind::integer, "the catalogue's", "Calls in each window."),
    value("length", ValueKind::time, "the catalogue's", "Windows of this length follow each other from 0 s."),
};

inline constexpr std::array kLimitKeys = {
    value("galleries_per_subscription_region", ValueKind::integer, "the catalogue's",
          "Galleries of one subscription in one region."),
    value("image_definitions_per_subscription_region", ValueKind::integer, "the catalogue's",
          "Image definitions of one subscription in one region."),
    value("image_versions_per_subscription_region", ValueKind::integer, "the catalogue's",
          "Image versions of one subscription in one region."),
    value("replicas_per_version", ValueKind::integer, "the catalogue's",
          "Replicas of one version over all its regions."),
    value("replicas_per_version_region", ValueKind::integer, "the catalogue's",
          "Replicas of one version in one region."),
    value("disk_size", ValueKind::size, "the catalogue's", "Size of a disk that an image is made of."),
    value("shallow_disk_size", ValueKind::size, "the catalogue's",
          "The same for a version with replication_mode Shallow."),
    value("scale_set_instances", ValueKind::integer, "the catalogue's", "Instances of a scale set from a gallery's image."),
    value("scale_set_instances_managed_image", ValueKind::integer, "the catalogue's",
          "Instances of a scale set from a managed image."),
    value("scale_set_instances_single_placement_group", ValueKind::integer, "the catalogue's",
          "Instances of a scale set in a single placement group."),
    value("shared_subscriptions", ValueKind::integer, "the catalogue's",
          "Subscriptions that a gallery is shared with directly."),
    value("shared_tenants", ValueKind::integer, "the catalogue's", "Tenants that a gallery is shared with directly."),
};

inline constexpr std::array kDistribution = {
    value("constant", ValueKind::time, "none", "Always this time; the same as writing the time alone."),
    map_of(Section::uniform, "uniform", "none", "Every time between two is equally likely."),
    map_of(Section::exponential, "exponential", "none", "Without memory."),
    map_of(Section::mean_and_cov, "lognormal", "none", "Skewed to the right, with a long tail.",
           "log_normal"),
    map_of(Section::mean_and_cov, "gamma", "none", "Skewed to the right, with a lighter tail."),
    map_of(Section::weibull, "weibull", "none", "P(X > x) = exp(-(x / scale)^shape)."),
    map_of(Section::triangular, "triangular", "none", "Least, most likely and greatest time."),
    value("empirical", ValueKind::times, "none", "One of these measured times, each equally likely."),
};

// So that cpu_time.lognormal.mean can be set alone. Where there is nothing to keep, the key is required.
inline constexpr std::string_view kOfTheSameLaw = "what the replaced figure has, if it is of the same law";

inline constexpr std::array kUniform = {
    value("from", ValueKind::time, kOfTheSameLaw, "Least time.", "min low"),
    value("to", ValueKind::time, kOfTheSameLaw, "Greatest time.", "max high"),
};
inline constexpr std::array kExponential = {
    value("mean", ValueKind::time, kOfTheSameLaw, "Mean, more than 0 s."),
};
inline constexpr std::array kMeanAndCov = {
    value("mean", ValueKind::time, kOfTheSameLaw, "Mean, more than 0 s."),
    value("cov", ValueKind::number, kOfTheSameLaw, "Standard deviation over mean, 0 to 20.",
          "cv coefficient"),
};
inline constexpr std::array kWeibull = {
    value("scale", ValueKind::time, kOfTheSameLaw, "63.2 % of the times are below it; more than 0 s."),
    value("shape", ValueKind::number, kOfTheSameLaw, "0.05 to 1000; 1 is the exponential law."),
};
inline constexpr std::array kTriangular = {
    value("min", ValueKind::time, kOfTheSameLaw, "Least time."),
    value("mode", ValueKind::time, kOfTheSameLaw, "Most likely time."),
    value("max", ValueKind::time, kOfTheSameLaw, "Greatest time."),
};

}  // namespace gallerysim::core::catalogue_keys
