#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/arrivals.hpp"
#include "core/catalogue.hpp"
#include "core/client_settings.hpp"
#include "core/faults/fault_spec.hpp"
#include "core/experiment.hpp"
#include "core/gallery_settings.hpp"
#include "core/image_reference.hpp"
#include "core/units.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// How a VM is sent to a replica of its image version. The platform's way is not published.
enum class Routing { random, round_robin, least_loaded, power_of_two, same_zone_first };

/// What becomes of a VM that did not run in time: it goes on reading, its client deletes it, or its client deletes it
/// and creates it again.
enum class OnTimeout { leave, remove, remove_and_retry };

struct TargetRegion {
    std::string name;
    std::int64_t replicas = 1;
    StorageType storage = StorageType::standard_lrs;
    std::optional<bool> exclude_from_latest;  ///< wins over the version's own flag
    /// Copies to the region that are under way so long after their beginning fail, for good.
    std::optional<sim::SimTime> copies_fail_after{};

    bool operator==(const TargetRegion&) const = default;
};

struct DiskImage {
    Bytes size;
    Bytes occupied;

    bool operator==(const DiskImage&) const = default;
};

/// A data disk of an image version, and what a boot reads of it.
struct DataDisk {
    std::int64_t lun = 0;  ///< different within the version
    DiskImage image;
    Figure<double> boot_reads{0.0, Grade::assumed, "a boot reads the OS disk only"};
    Figure<Bytes> boot_read_bytes{{}, Grade::assumed, "a boot reads the OS disk only"};

    bool operator==(const DataDisk&) const = default;
};

/// Whether the replicas of a version are copies, or one of them refers to its source.
enum class ReplicationMode { full, shallow };

struct ImageVersion {
    std::string name;  ///< Major.Minor.Patch
    DiskImage os_disk;
    std::vector<DataDisk> data_disks;
    ReplicationMode replication_mode = ReplicationMode::full;
    bool exclude_from_latest = false;
    bool encrypted = false;                   ///< with a customer's key
    std::optional<sim::SimTime> end_of_life;  ///< since the beginning of the run
    SafetyProfile safety;
    std::vector<TargetRegion> target_regions;
    std::optional<sim::SimTime> published{};  ///< when its replication begins; absent: complete when the run begins

    /// What one replica stores: of all disks, what is in use; nothing where it refers to its source.
    [[nodiscard]] Bytes occupied() const {
        if (replication_mode == ReplicationMode::shallow) return {};
        Bytes sum = os_disk.occupied;
        for (const DataDisk& disk : data_disks) sum = sum + disk.image.occupied;
        return sum;
    }

    bool operator==(const ImageVersion&) const = default;
};

struct ImageDefinition {
    std::string name;
    OsType os_type = OsType::windows;
    OsState os_state = OsState::generalized;
    Generation generation = Generation::v2;
    Architecture architecture = Architecture::x64;
    Purpose purpose = Purpose::production;
    std::string publisher;  ///< publisher, offer and sku together are unique in a gallery
    std::string offer;
    std::string sku;
    std::string boot;  ///< name of a boot profile
    std::vector<ImageVersion> versions;

    bool operator==(const ImageDefinition&) const = default;
};

/// A package that is installed on a VM after it has booted. It has replicas as an image version has.
struct ApplicationVersion {
    std::string name;  ///< Major.Minor.Patch
    Bytes size;
    Figure<DistributionSpec> install_time;  ///< after the package was read
    std::optional<sim::SimTime> end_of_life;
    SafetyProfile safety;
    std::vector<TargetRegion> target_regions;

    bool operator==(const ApplicationVersion&) const = default;
};

struct VmApplication {
    std::string name;
    OsType os_type = OsType::windows;
    std::vector<ApplicationVersion> versions;

    bool operator==(const VmApplication&) const = default;
};

struct Gallery {
    enum class Permissions { private_only, groups, community };
    std::string name;
    std::string location;
    std::string subscription;
    std::string tenant;
    Permissions permissions = Permissions::private_only;
    std::vector<std::string> shared_subscriptions;  ///< of Permissions::groups
    std::vector<std::string> shared_tenants;        ///< of Permissions::groups
    CommunityInfo community;                        ///< of Permissions::community
    std::vector<ImageDefinition> images;
    std::vector<VmApplication> applications;

    bool operator==(const Gallery&) const = default;
};

/// A program that creates VMs: as which principal, in which subscription, and how it takes a 429.
struct ClientSpec {
    std::string name;
    std::string principal;     ///< throttled as one caller, whichever clients act as it
    std::string subscription;  ///< that the VMs are created in
    std::string tenant{};      ///< that the principal belongs to
    ClientSettings settings;

    bool operator==(const ClientSpec&) const = default;
};

struct Deployment {
    std::string name;
    std::string region;
    std::size_t client = 0;  ///< index into Scenario::clients
    ImageReference image;
    std::vector<std::string> applications;  ///< gallery/application/version, installed in this order
    sim::SimTime at;
    Arrivals arrivals;
    /// 1..n, given to the VMs in turn; empty: the platform chooses among all of the region's.
    std::vector<int> zones;
    /// A VM whose zone is full fails, instead of going to another one of its zones.
    bool strict_zones = false;
    /// It starts when the image can be deployed in the region, or at `at` if that is later.
    bool waits_for_image = false;

    bool operator==(const Deployment&) const = default;
};

/// How many VMs a replica serves at a time; it answers 503 to the others.
struct AdmissionLimit {
    std::optional<std::int64_t> readers;       ///< absent: no limit
    RetryPolicy retry = default_busy_retry();  ///< of a VM that was refused

    bool operator==(const AdmissionLimit&) const = default;
};

struct Platform {
    Figure<Routing> routing;
    OnTimeout on_timeout = OnTimeout::leave;
    AdmissionLimit admission;
    bool background_hydration = false;  ///< the disks of running VMs go on loading
    Figure<std::int64_t> timeout_tries;  ///< of remove_and_retry: the first one included
    ReplicationPolicy replication = default_replication_policy();

    bool operator==(const Platform&) const = default;
};

/// A validated scenario: every default filled in, every reference resolved. What reads it needs to check
/// nothing.
struct Scenario {
    int schema = 1;
    std::string name;
    std::string description;
    std::uint64_t seed = 1;
    std::vector<Gallery> galleries;
    AccessSettings access;
    std::vector<ClientSpec> clients;  ///< at least one
    std::vector<Deployment> deployments;
    std::vector<GalleryEvent> events;  ///< as written; those of the same time happen in this order
    std::vector<FaultSpec> faults;
    Platform platform;
    Catalogue catalogue;
    Experiment experiment;

    [[nodiscard]] const ImageDefinition& image_of(const ImageReference& image) const {
        return galleries[image.gallery].images[image.image];
    }
    [[nodiscard]] const ImageVersion& version_of(const ImageReference& image) const {
        return image_of(image).versions[image.version];
    }
    [[nodiscard]] const TargetRegion& target_of(const ImageReference& image) const {
        return version_of(image).target_regions[image.target_region];
    }
    [[nodiscard]] const BootProfile& boot_of(const ImageReference& image) const {
        return catalogue.boot_profiles.at(image_of(image).boot);
    }
    [[nodiscard]] const ImageDefinition& image_of(const Deployment& d) const { return image_of(d.image); }
    [[nodiscard]] const ImageVersion& version_of(const Deployment& d) const { return version_of(d.image); }
    [[nodiscard]] const TargetRegion& target_of(const Deployment& d) const { return target_of(d.image); }
    [[nodiscard]] const BootProfile& boot_of(const Deployment& d) const { return boot_of(d.image); }

    bool operator==(const Scenario&) const = default;
};

}  // namespace gallerysim::core
