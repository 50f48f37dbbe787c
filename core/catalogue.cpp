#include "core/catalogue.hpp"

#include <utility>

#include "core/figure_makers.hpp"

namespace gallerysim::core {
namespace {

using sim::minutes;
using sim::SimTime;

// Sources: title (year), or the reason for an assumption.
constexpr const char* kBlobTargets = "Storage scalability targets (2026): one page blob";
constexpr const char* kNoBurst = "Storage scalability targets (2026): no burst";
constexpr const char* kDiskSizes = "Managed disk sizes (vendor documentation): Premium SSD P10, 128 GiB";
constexpr const char* kPremiumBurst = "Managed disk sizes (vendor documentation): credit bursting of P10";
constexpr const char* kThinScale =
    "Boot of a Windows desktop (ThinScale): 500 to 600 MB in about 70,000 reads";
constexpr const char* kLinuxReads = "Reads during 85 Linux boots (Server Fault 580047): median";
constexpr const char* kLinuxBytes =
    "Boot working sets (VMTorrent 2012, Squirrel 2014): order of 100 MB, rounded";
constexpr const char* kWindowsTimeout = "Provisioning timeout of Windows VMs (WALinuxAgent issue 664)";
constexpr const char* kLinuxTimeout = "Provisioning timeout seen on Linux VMs (field reports)";
constexpr const char* kCpuAssumed = "not published: the part of a boot that does not wait for the image";
constexpr const char* kAllocatorAssumed =
    "not published: what one VM waits for its place, and how many are placed side by side";
constexpr const char* kCapacityAssumed = "not published, and different every day: no limit";
constexpr const char* kOverprovisionAssumed =
    "not published; the vendor advises 20 % spare addresses for overprovisioned instances";
constexpr const char* kScaleSetBatchAssumed = "not published: all instances of a scale set are begun together";
constexpr const char* kScaleSetLimits = "Scale sets, limits (vendor documentation)";
constexpr const char* kGalleryLimits = "Azure Compute Gallery, limits (the article)";
constexpr const char* kStandardAccount = "Scalability targets of standard storage accounts (2020)";
constexpr const char* kPremiumAccount = "Scalability targets of premium page blob accounts (2021)";
constexpr const char* kPremiumAccountOperations =
    "not published: no less than 50 replicas ask for while they burst";
constexpr const char* kAccountsAssumed =
    "not published; that every replica has an account of its own agrees with capacity that grows with each replica";
constexpr const char* kNoContention = "not published: sharing without loss is the least that can be assumed";
constexpr const char* kHydrationAssumed = "not published: what a disk that is in use already may load beside";
constexpr const char* kHydrationReads = "not published: a copy in the background reads large blocks";
constexpr const char* kShallowDiskLimit = "Azure Compute Gallery, limits (the article): Shallow mode";
constexpr const char* kSharingLimits = "Azure Compute Gallery, direct sharing, limitations (the article)";
constexpr const char* kSnapshotPrices = "Managed disks pricing (2025): snapshots, US dollars per GB and month";
constexpr const char* kEgressSource = "Bandwidth pricing (2025): between regions, US dollars per GB";
constexpr const char* kDiskLimit =
    "Azure Compute Gallery, limits (the article): 2 TB, 2,048 GB by its error text";

DistributionSpec lognormal(double mean_s, double cov) {
    return {.kind = DistributionSpec::Kind::lognormal, .a = mean_s, .b = cov};
}

StorageFigures page_blob(bool zone_redundant) {
    return {
        .operations = published(PerSecond{500.0}, kBlobTargets),
        .throughput = published(BytesPerSecond{60.0 * kMiB}, kBlobTargets),
        .burst_operations = published(PerSecond{500.0}, kBlobTargets),
        .burst_throughput = published(BytesPerSecond{60.0 * kMiB}, kBlobTargets),
        .burst_duration = published(SimTime::zero(), kNoBurst),
        .zone_redundant = zone_redundant,
        .account_operations = published(PerSecond{20'000.0}, kStandardAccount),
        .account_egress = published(BytesPerSecond{50e9 / 8.0}, kStandardAccount),
        .replicas_per_account = assumed<std::int64_t>(1, kAccountsAssumed),
        .contention = assumed(0.0, kNoContention),
        .coherency = assumed(0.0, kNoContention),
    };
}

StorageFigures premium() {
    return {
        .operations = published(PerSecond{500.0}, kDiskSizes),
        .throughput = published(BytesPerSecond{100.0 * kMB}, kDiskSizes),
        .burst_operations = published(PerSecond{3500.0}, kPremiumBurst),
        .burst_throughput = published(BytesPerSecond{170.0 * kMB}, kPremiumBurst),
        .burst_duration = published(minutes(30), kPremiumBurst),
        .zone_redundant = false,
        .account_operations = assumed(PerSecond{175'000.0}, kPremiumAccountOperations),
        .account_egress = published(BytesPerSecond{50e9 / 8.0}, kPremiumAccount),
        .replicas_per_account = assumed<std::int64_t>(1, kAccountsAssumed),
        .contention = assumed(0.0, kNoContention),
        .coherency = assumed(0.0, kNoContention),
    };
}

BootProfile windows() {
    return {
        .like = {},
        .os_type = OsType::windows,
        .reads = field_report(70'000.0, kThinScale),
        .read_bytes = field_report(Bytes{550.0 * kMB}, kThinScale),
        .cpu_time = assumed(lognormal(90.0, 0.3), kCpuAssumed),
        .provisioning_timeout = field_report(minutes(40), kWindowsTimeout),
    };
}

BootProfile linux_profile() {
    return {
        .like = {},
        .os_type = OsType::linux_os,
        .reads = field_report(1'920.0, kLinuxReads),
        .read_bytes = published(Bytes{100.0 * kMB}, kLinuxBytes),
        .cpu_time = assumed(lognormal(45.0, 0.3), kCpuAssumed),
        .provisioning_timeout = field_report(minutes(20), kLinuxTimeout),
    };
}

Limits limits() {
    return {
        .galleries_per_subscription_region = published<std::int64_t>(100, kGalleryLimits),
        .image_definitions_per_subscription_region = published<std::int64_t>(1'000, kGalleryLimits),
        .image_versions_per_subscription_region = published<std::int64_t>(10'000, kGalleryLimits),
        .replicas_per_version = published<std::int64_t>(100, kGalleryLimits),
        .replicas_per_version_region = published<std::int64_t>(50, kGalleryLimits),
        .disk_size = published(Bytes{2048.0 * kGiB}, kDiskLimit),
        .shallow_disk_size = published(Bytes{32.0 * 1024.0 * kGiB}, kShallowDiskLimit),
        .scale_set_instances = published<std::int64_t>(1'000, kScaleSetLimits),
        .scale_set_instances_managed_image = published<std::int64_t>(600, kScaleSetLimits),
        .scale_set_instances_single_placement_group = published<std::int64_t>(100, kScaleSetLimits),
        .shared_subscriptions = published<std::int64_t>(30, kSharingLimits),
        .shared_tenants = published<std::int64_t>(5, kSharingLimits),
    };
}

Prices prices() {
    return {
        .snapshot_usd_per_gb_month = {published(0.05, kSnapshotPrices), published(0.05, kSnapshotPrices),
                                      published(0.132, kSnapshotPrices)},
        .egress_usd_per_gb = {published(0.02, kEgressSource), published(0.08, kEgressSource),
                              published(0.16, kEgressSource)},
    };
}

}  // namespace

Catalogue default_catalogue() {
    return {
        .storage = {page_blob(false), page_blob(true), premium()},
        .boot_profiles = {{"windows", windows()}, {"linux", linux_profile()}},
        // The figures are published; that the VM uses such a disk is a modelling assumption
        // (core/assumptions.cpp).
        .vm_disk = {.operations = published(PerSecond{3500.0}, kPremiumBurst),
                    .throughput = published(BytesPerSecond{170.0 * kMB}, kPremiumBurst)},
        .hydration = {.throughput = assumed(BytesPerSecond{10.0 * kMB}, kHydrationAssumed),
                      .read_size = assumed(Bytes{kMiB}, kHydrationReads)},
        .allocator = {.parallel = assumed<std::int64_t>(64, kAllocatorAssumed),
                      .placement_time = assumed(lognormal(4.0, 0.5), kAllocatorAssumed),
                      .capacity = assumed<std::optional<std::int64_t>>({}, kCapacityAssumed)},
        .scale_sets = {.overprovision = assumed(0.2, kOverprovisionAssumed),
                       .batch_size = assumed<std::int64_t>(1'000, kScaleSetBatchAssumed),
                       .batch_pause = assumed(sim::SimTime::zero(), kScaleSetBatchAssumed)},
        .throttles = default_throttle_policies(),
        .limits = limits(),
        .prices = prices(),
        .replication = default_replication_figures(),
        .regions = {},
    };
}

}  // namespace gallerysim::core
