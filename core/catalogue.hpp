#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/distribution_spec.hpp"
#include "core/figure.hpp"
#include "core/replication/replication_figures.hpp"
#include "core/throttle_policies.hpp"
#include "core/units.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

enum class StorageType { standard_lrs, standard_zrs, premium_lrs };
inline constexpr std::size_t kStorageTypes = 3;

enum class OsType { windows, linux_os };

/// What one replica on this kind of storage can serve. Burst figures equal the base where there is no
/// bursting.
struct StorageFigures {
    Figure<PerSecond> operations;
    Figure<BytesPerSecond> throughput;
    Figure<PerSecond> burst_operations;
    Figure<BytesPerSecond> burst_throughput;
    Figure<sim::SimTime>
        burst_duration;           ///< how long full credits last at the full burst rate; zero: no bursting
    bool zone_redundant = false;  ///< spans the region's zones
    // What holds several replicas together: the storage account that they lie on.
    Figure<PerSecond> account_operations;
    Figure<BytesPerSecond> account_egress;
    Figure<std::int64_t> replicas_per_account;  ///< of one version in one region
    // The universal scalability law of one replica (sim::UslLaw); 0 and 0: sharing costs nothing.
    Figure<double> contention;  ///< sigma
    Figure<double> coherency;   ///< kappa

    bool operator==(const StorageFigures&) const = default;
};

/// What a VM does between its placement and `running`: read from the image's replica, then work on its own.
struct BootProfile {
    std::string like;  ///< the profile that gave what the scenario left out; empty for the catalogue's own
    OsType os_type = OsType::windows;
    Figure<double> reads;                       ///< I/O operations on the image
    Figure<Bytes> read_bytes;                   ///< bytes read from the image
    Figure<DistributionSpec> cpu_time;          ///< the part without image reads
    Figure<sim::SimTime> provisioning_timeout;  ///< counted from the placement

    bool operator==(const BootProfile&) const = default;
};

/// The disk of the VM itself: a reader takes no more from a replica than its own disk allows.
struct VmDiskFigures {
    Figure<PerSecond> operations;
    Figure<BytesPerSecond> throughput;

    bool operator==(const VmDiskFigures&) const = default;
};

struct AllocatorFigures {
    Figure<std::int64_t> parallel;            ///< placements worked on at the same time, per region
    Figure<DistributionSpec> placement_time;  ///< of one VM
    Figure<std::optional<std::int64_t>> capacity;  ///< VMs that a region has room for, its zones an equal part each

    bool operator==(const AllocatorFigures&) const = default;
};

/// How the disk of a running VM loads what the boot has not read.
struct HydrationFigures {
    Figure<BytesPerSecond> throughput;  ///< at most, for one VM
    Figure<Bytes> read_size;            ///< bytes per read operation

    bool operator==(const HydrationFigures&) const = default;
};

/// How the instances of a scale set are begun.
struct ScaleSetFigures {
    Figure<double> overprovision;       ///< begun beyond those asked for, as a part of them; Uniform only
    Figure<std::int64_t> batch_size;    ///< instances begun at a time
    Figure<sim::SimTime> batch_pause;   ///< between the beginnings of two batches

    bool operator==(const ScaleSetFigures&) const = default;
};

struct Limits {
    Figure<std::int64_t> galleries_per_subscription_region;
    Figure<std::int64_t> image_definitions_per_subscription_region;
    Figure<std::int64_t> image_versions_per_subscription_region;
    Figure<std::int64_t> replicas_per_version;         ///< over all regions
    Figure<std::int64_t> replicas_per_version_region;  ///< in one region
    Figure<Bytes> disk_size;          ///< of a version that is copied (replication mode Full)
    Figure<Bytes> shallow_disk_size;  ///< of one that is not (Shallow)
    Figure<std::int64_t> scale_set_instances;                         ///< from a gallery's image
    Figure<std::int64_t> scale_set_instances_managed_image;
    Figure<std::int64_t> scale_set_instances_single_placement_group;
    Figure<std::int64_t> shared_subscriptions;  ///< that a gallery is shared with directly
    Figure<std::int64_t> shared_tenants;        ///< that a gallery is shared with directly

    bool operator==(const Limits&) const = default;
};

/// Parts of the world within which data goes from region to region at one price.
enum class PriceZone { north_america_and_europe, asia_middle_east_and_africa, south_america };
inline constexpr std::size_t kPriceZones = 3;

/// US dollars. A GB is 10^9 bytes.
struct Prices {
    std::array<Figure<double>, kStorageTypes> snapshot_usd_per_gb_month;  ///< indexed by StorageType
    std::array<Figure<double>, kPriceZones> egress_usd_per_gb;            ///< indexed by PriceZone

    bool operator==(const Prices&) const = default;
};

struct Region {
    std::string_view name;             ///< as the API writes it: westeurope
    std::string_view display_name;     ///< West Europe
    std::string_view geography_group;  ///< Europe
    double latitude_deg = 0.0;
    double longitude_deg = 0.0;
    int availability_zones = 0;
    std::string_view paired_region;  ///< empty: none; swedensouth is a pair, but not a public region
};

/// Where a scenario knows better than the table of regions.
struct RegionFigures {
    std::optional<double> latitude_deg;
    std::optional<double> longitude_deg;
    std::optional<int> availability_zones;
    std::optional<std::string> paired_region;

    bool operator==(const RegionFigures&) const = default;
};
using RegionOverrides = std::map<std::string, RegionFigures>;  ///< by name; only those that differ

/// All figures that the model runs on, with the scenario's overrides applied.
struct Catalogue {
    std::array<StorageFigures, kStorageTypes> storage;  ///< indexed by StorageType
    std::map<std::string, BootProfile> boot_profiles;   ///< by name: windows, linux, and the scenario's own
    VmDiskFigures vm_disk;
    HydrationFigures hydration;
    AllocatorFigures allocator;
    ScaleSetFigures scale_sets;
    ThrottlePolicies throttles;
    Limits limits;
    Prices prices;
    ReplicationFigures replication;
    RegionOverrides regions;

    [[nodiscard]] const StorageFigures& storage_of(StorageType type) const {
        return storage[static_cast<std::size_t>(type)];
    }

    bool operator==(const Catalogue&) const = default;
};

/// The catalogue before any override: every figure with source and grade (core/catalogue.cpp).
[[nodiscard]] Catalogue default_catalogue();

/// All public regions (core/regions.cpp), sorted by name.
[[nodiscard]] std::span<const Region> regions();
/// nullptr when there is no region of this name.
[[nodiscard]] const Region* find_region(std::string_view name);
/// The region of this name as the overrides have it; its texts live as long as they do. REQUIRES: there is one.
[[nodiscard]] Region region_of(const RegionOverrides& overrides, std::string_view name);
/// Its availability zones; 0 where there is no such region.
[[nodiscard]] int zones_of(const RegionOverrides& overrides, std::string_view name);

}  // namespace gallerysim::core
