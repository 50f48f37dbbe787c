#include "core/scenario_key_table.hpp"

#include <array>

namespace gallerysim::core {
namespace {

// One helper for each shape of an entry. The last argument names what other tools call the key.

constexpr KeyInfo value(std::string_view key, ValueKind kind, std::string_view fallback,
                        std::string_view meaning, std::string_view foreign = {}) {
    return {key, kind, Section::none, {}, fallback, meaning, foreign};
}
constexpr KeyInfo word(std::string_view key, std::string_view choices, std::string_view fallback,
                       std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::choice, Section::none, choices, fallback, meaning, foreign};
}
constexpr KeyInfo law(std::string_view key, std::string_view fallback, std::string_view meaning,
                      std::string_view foreign = {}) {
    return {key, ValueKind::distribution, Section::distribution, {}, fallback, meaning, foreign};
}
constexpr KeyInfo map_of(Section child, std::string_view key, std::string_view fallback,
                         std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::section, child, {}, fallback, meaning, foreign};
}
constexpr KeyInfo list_of(Section child, std::string_view key, std::string_view fallback,
                          std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::named_list, child, {}, fallback, meaning, foreign};
}
constexpr KeyInfo names_of(Section child, std::string_view key, std::string_view fallback,
                           std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::named_map, child, {}, fallback, meaning, foreign};
}

constexpr std::array kScenario = {
    value("schema", ValueKind::integer, kRequired, "Version of this format. This program reads version 1."),
    value("name", ValueKind::name, kRequired, "Name of the scenario, as it appears in results."),
    value("description", ValueKind::text, "empty", "The question that the scenario answers."),
    value("extends", ValueKind::path, "none",
          "A scenario file to start from, relative to this file. Maps are merged key by key, lists of named "
          "things by name; other lists and values are replaced.",
          "base inherits include import"),
    value("seed", ValueKind::integer, "1", "Seed of all random streams, 0 to 2^64 - 1."),
    list_of(Section::gallery, "galleries", kRequired, "The galleries, at least one.", "gallery"),
    list_of(Section::client, "clients", "one, named default, with all defaults",
            "The programs that create VMs, each as a principal in a subscription.", "client principals"),
    list_of(Section::deployment, "deployments", kRequired, "What is created, at least one.", "deployment"),
    map_of(Section::platform, "platform", "all defaults", "Choices that the platform makes."),
    map_of(
        Section::catalogue, "catalogue", "all defaults",
        "Figures of the model. What is set here replaces the catalogue's own figure and is graded *given*.",
        "catalog"),
    map_of(Section::experiment, "experiment", "all defaults",
           "How often it is run, over which values, and what it must meet.", "experiments"),
};

constexpr std::array kGallery = {
    value("name", ValueKind::name, kRequired, "Name of the gallery, different from all others."),
    value("location", ValueKind::region, kRequired, "Region that the gallery is managed in.", "region"),
    value("subscription", ValueKind::name, "default",
          "Subscription that owns it; limits count per subscription and region.", "subscription_id"),
    map_of(Section::sharing, "sharing", "all defaults", "Who may use it.", "sharingProfile"),
    list_of(Section::image, "images", kRequired, "Image definitions, at least one.",
            "image image_definitions definitions"),
};

constexpr std::array kSharing = {
    word("permissions", "Private Groups Community", "Private",
         "Kept private, shared with subscriptions and tenants, or with everyone."),
};

constexpr std::array kImage = {
    value("name", ValueKind::name, kRequired, "Name of the image definition, different within the gallery."),
    word("os_type", "Windows Linux", kRequired, "Operating system.", "osType os"),
    value("boot", ValueKind::name, "windows or linux, by os_type",
          "Boot profile of its VMs; its operating system must be the same.", "boot_profile profile"),
    list_of(Section::version, "versions", kRequired, "Image versions, at least one.", "version"),
};

constexpr std::array kVersion = {
    value("name", ValueKind::name, kRequired, "Major.Minor.Patch: three whole numbers below 2^31.",
          "version"),
    map_of(Section::disk, "os_disk", kRequired, "The disk that the image is made of.",
           "osDiskImage osDisk disk"),
    list_of(Section::data_disk, "data_disks", "none", "Data disks of the image, each known by its lun.",
            "dataDiskImages dataDisks"),
    word("replication_mode", "Full Shallow", "Full",
         "Full: every replica is a copy. Shallow: nothing is copied; one target region with one replica.",
         "replicationMode mode"),
    word("published", "already", "already", "The version is complete in all its regions when the run begins.",
         "published_at publishedDate"),
    value("exclude_from_latest", ValueKind::boolean, "false", "Not taken for `latest`.", "excludeFromLatest"),
    list_of(Section::target_region, "target_regions", kRequired, "Regions that hold replicas, at least one.",
            "targetRegions regions"),
};

constexpr std::array kDisk = {
    value("size", ValueKind::size, kRequired, "Provisioned size, up to limits.disk_size.",
          "sizeInGB size_gb capacity"),
    value("occupied", ValueKind::size, "size",
          "What is used of it, at most the size: a replica stores this much.", "used occupied_size"),
};

constexpr std::array kDataDisk = {
    value("lun", ValueKind::integer, kRequired, "Number of the disk, 0 to 63, different within the version."),
    value("size", ValueKind::size, kRequired, "Provisioned size, up to the same limit as the OS disk.",
          "sizeInGB size_gb capacity"),
    value("occupied", ValueKind::size, "size", "What is used of it, at most the size.", "used occupied_size"),
    value("boot_reads", ValueKind::number, "0 (assumed)", "Reads of the disk until the VM runs.", "reads"),
    value("boot_read_bytes", ValueKind::size, "0 B (assumed)",
          "Bytes read of the disk until the VM runs, at most what is occupied.", "read_bytes"),
};

constexpr std::array kTargetRegion = {
    value("name", ValueKind::region, kRequired, "Name of the region, as the API writes it.", "region"),
    value("replicas", ValueKind::integer, "1",
          "Copies of the image in the region, up to limits.replicas_per_version_region.",
          "regionalReplicaCount replicaCount replica_count count"),
    word("storage", "Standard_LRS Standard_ZRS Premium_LRS", "Standard_LRS",
         "Kind of storage that the replicas lie on. Standard_ZRS needs a region with availability zones.",
         "storageAccountType storage_type storage_account_type"),
    value("exclude_from_latest", ValueKind::boolean, "as the version says",
          "Not taken for `latest` in this region; wins over the version's own flag.",
          "regionalExcludeFromLatest excludeFromLatest"),
};

constexpr std::array kClient = {
    value("name", ValueKind::name, kRequired, "Name of the client, different from all others."),
    value("principal", ValueKind::name, "its name",
          "Who calls the control plane; clients of one principal share its throttle buckets.", "service_principal user"),
    value("subscription", ValueKind::name, "default", "Subscription that its VMs are created in.", "subscription_id"),
    value("writes_per_vm", ValueKind::integer, "2",
          "Writes to the control plane for one VM: its network resources first, the VM itself last.", "writes"),
    value("concurrency", ValueKind::integer, "no limit",
          "VMs that it works on at a time, each from its first call until it runs or has failed.", "parallelism parallel"),
    map_of(Section::retry, "retry", "all defaults", "What it does after an answer 429.", "retries"),
};

constexpr std::array kRetry = {
    word("retry_after", "honour ignore ideal", "honour",
         "Waits for the Retry-After header and a random part on top, or for the random part only; or, as a bound, "
         "calls the very instant that a token is there.", "respect_retry_after"),
    value("base", ValueKind::time, "1 s", "Longest random part after the first refusal of a write.", "initial"),
    value("factor", ValueKind::number, "2", "By which it grows with each further refusal, 1 to 100.", "multiplier"),
    value("cap", ValueKind::time, "60 s", "It grows no further than this.", "max_delay"),
    value("max_attempts", ValueKind::integer, "no limit", "Calls for one write; then the VM is given up.", "attempts"),
    value("give_up_after", ValueKind::time, "never", "Since the first call for a VM; then it is given up.", "deadline"),
};

constexpr std::array kDeployment = {
    value("name", ValueKind::name, kRequired, "Name of the deployment, different from all others."),
    value("region", ValueKind::region, kRequired, "Region that the VMs are created in.", "location"),
    value("image", ValueKind::image_reference, kRequired,
          "gallery/image/version. The version `latest` is the highest one that has replicas in the region "
          "and is not excluded there.",
          "image_reference imageReference"),
    value("client", ValueKind::name, "the first client", "Name of the client that creates the VMs.", "principal"),
    value("at", ValueKind::time, "0 s", "When it starts.", "start when"),
    value("vms", ValueKind::integer, "none", "So many VMs, all requested at once. Either this or `arrivals`.",
          "vm_count count instances"),
    map_of(Section::arrivals, "arrivals", "none", "VMs requested over time. Either this or `vms`.",
           "arrival"),
    value("zones", ValueKind::integers, "all zones of the region",
          "Availability zones, such as [1, 2], given to the VMs in turn.", "zone"),
};

constexpr std::array kArrivals = {
    map_of(Section::poisson, "poisson", "none", "A Poisson stream of VMs."),
    value("times", ValueKind::times, "none",
          "One VM at each of these times after the deployment's start, ascending.", "list"),
};

constexpr std::array kPoisson = {
    value("rate", ValueKind::rate, kRequired, "VMs requested per unit of time, on average."),
    value("for", ValueKind::time, kRequired, "How long the stream lasts.", "duration during"),
};

constexpr std::array kPlatform = {
    word("routing", "random round_robin least_loaded power_of_two same_zone_first", "random",
         "How a VM is sent to one of the replicas. The platform's own way is not published."),
    word(
        "on_timeout", "leave delete", "leave",
        "A VM that did not run within its provisioning timeout goes on reading, or is deleted by its client.",
        "timeout"),
    map_of(Section::admission, "admission", "no limit", "How many VMs a replica serves at a time."),
    value("background_hydration", ValueKind::boolean, "false",
          "The disks of a VM that runs go on loading the rest of the image from its replica.", "hydration"),
};

constexpr std::array kAdmission = {
    value("readers", ValueKind::integer, "no limit",
          "VMs that one replica serves at a time; others get a 503 and try another replica after a wait.", "limit"),
    map_of(Section::busy_retry, "retry", "all defaults", "What a VM does after a 503.", "retries"),
};

constexpr std::array kBusyRetry = {
    value("base", ValueKind::time, "1 s", "Longest wait after the first 503; waits are random, from 0 on.", "initial"),
    value("factor", ValueKind::number, "2", "By which it grows with each further 503, 1 to 100.", "multiplier"),
    value("cap", ValueKind::time, "30 s", "It grows no further than this.", "max_delay"),
    value("max_attempts", ValueKind::integer, "no limit",
          "Attempts to read; then the VM ends as storage_unavailable.", "attempts"),
};

constexpr std::array kCatalogue = {
    map_of(Section::storage_types, "storage", "the catalogue's", "What a replica can serve, by storage."),
    names_of(Section::boot_profile, "boot_profiles", "windows and linux",
             "What a VM reads and does until it runs, by name of the profile; new profiles may be added.",
             "boot boot_profile"),
    map_of(Section::vm_disk, "vm_disk", "the catalogue's",
           "The VM's own disk: a VM reads from a replica no faster than this.", "disk"),
    map_of(Section::hydration, "hydration", "the catalogue's",
           "How disks load in the background, with platform.background_hydration."),
    map_of(Section::allocator, "allocator", "the catalogue's", "Finds a place for each VM."),
    map_of(Section::throttles, "throttles", "the catalogue's", "What the control plane lets through.", "throttling"),
    map_of(Section::limits, "limits", "the catalogue's", "Limits that the scenario is checked against."),
};

constexpr std::array kStorageTypes = {
    map_of(Section::storage_figures, "Standard_LRS", "the catalogue's",
           "Three copies in one datacentre, on hard disks.", "LRS"),
    map_of(Section::storage_figures, "Standard_ZRS", "the catalogue's",
           "Copies in three zones, on hard disks.", "ZRS"),
    map_of(Section::storage_figures, "Premium_LRS", "the catalogue's",
           "Three copies in one datacentre, on solid-state disks.", "Premium"),
};

constexpr std::array kStorageFigures = {
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

constexpr std::array kBootProfile = {
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

constexpr std::array kVmDisk = {
    value("operations", ValueKind::rate, "the catalogue's", "Operations per second.", "iops"),
    value("throughput", ValueKind::byte_rate, "the catalogue's", "Bytes per second.", "bandwidth"),
};

constexpr std::array kHydration = {
    value("throughput", ValueKind::byte_rate, "the catalogue's", "Bytes per second of one VM, at most.", "bandwidth"),
    value("read_size", ValueKind::size, "the catalogue's", "Bytes of each read."),
};

constexpr std::array kAllocator = {
    value("parallel", ValueKind::integer, "the catalogue's", "VMs placed at the same time, per region.",
          "concurrency"),
    law("placement_time", "the catalogue's", "Time to place one VM.", "time"),
};

constexpr std::array kThrottles = {
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

constexpr std::array kManagerBuckets = {
    map_of(Section::manager_bucket, "reads", "the catalogue's", "GET calls."),
    map_of(Section::manager_bucket, "writes", "the catalogue's", "PUT, PATCH and POST calls."),
    map_of(Section::manager_bucket, "deletes", "the catalogue's", "DELETE calls."),
};

constexpr std::array kManagerBucket = {
    value("capacity", ValueKind::integer, "the catalogue's", "Calls that a full bucket lets through at once.", "burst"),
    value("refill", ValueKind::rate, "the catalogue's", "Calls that it lets through per second after that.", "rate"),
};

constexpr std::array kComputePolicies = {
    map_of(Section::compute_policy, "put_vm", "the catalogue's", "Creating a VM."),
    map_of(Section::compute_policy, "update_vm", "the catalogue's", "Changing a VM."),
    map_of(Section::compute_policy, "delete_vm", "the catalogue's", "Deleting a VM."),
    map_of(Section::compute_policy, "put_scale_set", "the catalogue's", "Creating a scale set."),
    map_of(Section::compute_policy, "update_scale_set", "the catalogue's", "Changing a scale set."),
    map_of(Section::compute_policy, "delete_scale_set", "the catalogue's", "Deleting a scale set."),
    map_of(Section::compute_policy, "get_operation", "the catalogue's", "Polling an operation."),
    map_of(Section::compute_policy, "low_cost_get_vm", "the catalogue's", "Reading a VM's model."),
};

constexpr std::array kComputePolicy = {
    value("subscription_refill", ValueKind::integer, "the catalogue's", "Tokens per refill, of a subscription."),
    value("subscription_capacity", ValueKind::integer, "the catalogue's", "Tokens of a full bucket, of a subscription."),
    value("resource_refill", ValueKind::integer, "the catalogue's", "Tokens per refill, of one resource."),
    value("resource_capacity", ValueKind::integer, "the catalogue's", "Tokens of a full bucket, of one resource."),
};

constexpr std::array kWindow = {
    value("calls", ValueKind::integer, "the catalogue's", "Calls in each window."),
    value("length", ValueKind::time, "the catalogue's", "Windows of this length follow each other from 0 s."),
};

constexpr std::array kLimits = {
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
};

constexpr std::array kDistribution = {
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
constexpr std::string_view kOfTheSameLaw = "what the replaced figure has, if it is of the same law";

constexpr std::array kUniform = {
    value("from", ValueKind::time, kOfTheSameLaw, "Least time.", "min low"),
    value("to", ValueKind::time, kOfTheSameLaw, "Greatest time.", "max high"),
};
constexpr std::array kExponential = {
    value("mean", ValueKind::time, kOfTheSameLaw, "Mean, more than 0 s."),
};
constexpr std::array kMeanAndCov = {
    value("mean", ValueKind::time, kOfTheSameLaw, "Mean, more than 0 s."),
    value("cov", ValueKind::number, kOfTheSameLaw, "Standard deviation over mean, 0 to 20.",
          "cv coefficient"),
};
constexpr std::array kWeibull = {
    value("scale", ValueKind::time, kOfTheSameLaw, "63.2 % of the times are below it; more than 0 s."),
    value("shape", ValueKind::number, kOfTheSameLaw, "0.05 to 1000; 1 is the exponential law."),
};
constexpr std::array kTriangular = {
    value("min", ValueKind::time, kOfTheSameLaw, "Least time."),
    value("mode", ValueKind::time, kOfTheSameLaw, "Most likely time."),
    value("max", ValueKind::time, kOfTheSameLaw, "Greatest time."),
};

constexpr std::array kExperiment = {
    map_of(Section::runs, "runs", "all defaults", "How many runs each point gets.", "repetitions"),
    value("confidence", ValueKind::fraction, "95 %", "Confidence of all intervals, 50 % to 99.99 %.",
          "confidence_level"),
    value("horizon", ValueKind::time, "none: run to the end",
          "When a run stops; VMs that have not ended by then are `unfinished`.", "until end duration"),
    names_of(Section::sweep_axis, "sweep", "none",
             "Axes of a grid, by name; every combination of their values is a point.", "sweeps axes"),
    value("objectives", ValueKind::texts, "none",
          "What must hold, such as `time_to_running.p95 < 20 min` or `failed_fraction < 1 %`.",
          "objective goals slo"),
};

constexpr std::array kRuns = {
    value("min", ValueKind::integer, "20, or max if that is less", "At least so many runs, 2 or more.",
          "minimum"),
    value("max", ValueKind::integer, "400, or min if that is more", "At most so many runs, up to 1,000,000.",
          "maximum"),
    value("relative_half_width", ValueKind::fraction, "5 %",
          "Runs are added until each interval's half-width is at most this part of its value.", "precision"),
    value("of", ValueKind::texts, "[time_to_running.p95]", "The metrics whose intervals are watched.",
          "metrics"),
};

constexpr std::array kSweepAxis = {
    value("set", ValueKind::text, kRequired, "Key path of what is varied, as for `--set`.", "key"),
    value("to", ValueKind::sweep_values, kRequired,
          R"(Its values: "1..12", "20..240 step 20", "5 min..60 min step 5 min", or a list.)", "values"),
};

/// In the order of the enumeration.
constexpr std::array kSectionTable = {
    SectionInfo{Section::none, "", {}},
    SectionInfo{Section::scenario, "scenario", kScenario},
    SectionInfo{Section::gallery, "gallery", kGallery},
    SectionInfo{Section::sharing, "sharing", kSharing},
    SectionInfo{Section::image, "image definition", kImage},
    SectionInfo{Section::version, "image version", kVersion},
    SectionInfo{Section::disk, "disk", kDisk},
    SectionInfo{Section::data_disk, "data disk", kDataDisk},
    SectionInfo{Section::target_region, "target region", kTargetRegion},
    SectionInfo{Section::client, "client", kClient},
    SectionInfo{Section::retry, "retry", kRetry},
    SectionInfo{Section::deployment, "deployment", kDeployment},
    SectionInfo{Section::arrivals, "arrivals", kArrivals},
    SectionInfo{Section::poisson, "poisson", kPoisson},
    SectionInfo{Section::platform, "platform", kPlatform},
    SectionInfo{Section::admission, "admission", kAdmission},
    SectionInfo{Section::busy_retry, "retry after 503", kBusyRetry},
    SectionInfo{Section::catalogue, "catalogue", kCatalogue},
    SectionInfo{Section::storage_types, "storage", kStorageTypes},
    SectionInfo{Section::storage_figures, "storage figures", kStorageFigures},
    SectionInfo{Section::boot_profile, "boot profile", kBootProfile},
    SectionInfo{Section::vm_disk, "VM disk", kVmDisk},
    SectionInfo{Section::hydration, "hydration", kHydration},
    SectionInfo{Section::allocator, "allocator", kAllocator},
    SectionInfo{Section::throttles, "throttles", kThrottles},
    SectionInfo{Section::manager_buckets, "manager buckets", kManagerBuckets},
    SectionInfo{Section::manager_bucket, "manager bucket", kManagerBucket},
    SectionInfo{Section::compute_policies, "compute policies", kComputePolicies},
    SectionInfo{Section::compute_policy, "compute policy", kComputePolicy},
    SectionInfo{Section::window, "window", kWindow},
    SectionInfo{Section::limits, "limits", kLimits},
    SectionInfo{Section::distribution, "distribution", kDistribution},
    SectionInfo{Section::uniform, "uniform", kUniform},
    SectionInfo{Section::exponential, "exponential", kExponential},
    SectionInfo{Section::mean_and_cov, "lognormal and gamma", kMeanAndCov},
    SectionInfo{Section::weibull, "weibull", kWeibull},
    SectionInfo{Section::triangular, "triangular", kTriangular},
    SectionInfo{Section::experiment, "experiment", kExperiment},
    SectionInfo{Section::runs, "runs", kRuns},
    SectionInfo{Section::sweep_axis, "sweep axis", kSweepAxis},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kSectionTable.size(); ++i) {
        if (static_cast<std::size_t>(kSectionTable[i].section) != i) return false;
    }
    return true;
}
static_assert(in_order(), "the table is indexed by Section");

}  // namespace

std::span<const SectionInfo> section_table() { return kSectionTable; }

}  // namespace gallerysim::core
