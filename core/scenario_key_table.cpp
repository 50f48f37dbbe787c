#include "core/scenario_key_table.hpp"

#include <array>

#include "core/faults/fault_key_table.hpp"
#include "core/gallery/gallery_key_table.hpp"
#include "core/replication/replication_key_table.hpp"
#include "core/scenario_key_makers.hpp"
#include "core/scenario_key_table_catalogue.hpp"

namespace gallerysim::core {
namespace {

using namespace catalogue_keys;
using namespace replication_keys;

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
    map_of(Section::access, "access", "all defaults", "Roles, and regions that need permission.", "rbac iam"),
    list_of(Section::client, "clients", "one, named default, with all defaults",
            "The programs that create VMs, each as a principal in a subscription.", "client principals"),
    list_of(Section::deployment, "deployments", kRequired, "What is created, at least one.", "deployment"),
    list_of(Section::event, "events", "none", "What is done to the galleries while the scenario runs.",
            "event operations"),
    list_of(Section::fault, "faults", "none", "What breaks while the scenario runs.", "fault outages failures chaos"),
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
    value("tenant", ValueKind::name, "default", "Tenant that the subscription belongs to.", "tenant_id directory"),
    map_of(Section::sharing, "sharing", "all defaults", "Who may use it.", "sharingProfile"),
    list_of(Section::image, "images", kRequired, "Image definitions, at least one.",
            "image image_definitions definitions"),
    list_of(Section::application, "applications", "none", "VM applications.", "vm_applications galleryApplications"),
};

constexpr std::array kSharing = {
    word("permissions", "Private Groups Community", "Private",
         "Kept private, shared with subscriptions and tenants, or with everyone."),
    value("subscriptions", ValueKind::texts, "none",
          "Subscriptions that it is shared with, up to limits.shared_subscriptions; needs permissions Groups.",
          "groups"),
    value("tenants", ValueKind::texts, "none",
          "Tenants that it is shared with, up to limits.shared_tenants; needs permissions Groups.", "aadTenants"),
    map_of(Section::community, "community", "none", "What everyone is told; needed with permissions Community.",
           "communityGalleryInfo"),
};

constexpr std::array kImage = {
    value("name", ValueKind::name, kRequired, "Name of the image definition, different within the gallery."),
    word("os_type", "Windows Linux", kRequired, "Operating system.", "osType os"),
    word("os_state", "Generalized Specialized", "Generalized", "Whether its VMs are set up anew.", "osState"),
    word("generation", "V1 V2", "V2", "Hypervisor generation.", "hyperVGeneration"),
    word("architecture", "x64 Arm64", "x64", "Processor architecture.", "arch"),
    word("purpose", "production test", "production",
         "What it is for: guidance on replicas and galleries depends on it.", "environment"),
    value("publisher", ValueKind::text, "none",
          "Publisher; with offer and SKU it is unique in the gallery, if any of them is given."),
    value("offer", ValueKind::text, "none", "Offer; see publisher."),
    value("sku", ValueKind::text, "none", "SKU; see publisher."),
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
    value("published", ValueKind::publication, "already",
          "`already`: it is complete in all its regions when the run begins. A time: it is published then and is "
          "copied to its regions while the run goes on; a region deploys it when it is complete there.",
          "published_at publishedDate"),
    value("exclude_from_latest", ValueKind::boolean, "false", "Not taken for `latest`.", "excludeFromLatest"),
    value("encrypted", ValueKind::boolean, "false",
          "With a key of the customer: not in a gallery that is shared directly.", "encryption"),
    value("end_of_life", ValueKind::time, "none", "Since the beginning of the run.", "endOfLifeDate"),
    map_of(Section::safety, "safety_profile", "all defaults", "What keeps it from being deleted by mistake.",
           "safetyProfile safety"),
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
    value("occupied", ValueKind::size, "size", "What is used of it, at most the size; 0 B when it is empty.",
          "used occupied_size"),
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
    value("copies_fail_after", ValueKind::time, "never",
          "Copies to the region that are under way so long after the publication fail, for good.", "fails_after"),
};

constexpr std::array kClient = {
    value("name", ValueKind::name, kRequired, "Name of the client, different from all others."),
    value("principal", ValueKind::name, "its name",
          "Who calls the control plane; clients of one principal share its throttle buckets.", "service_principal user"),
    value("subscription", ValueKind::name, "default", "Subscription that its VMs are created in.", "subscription_id"),
    value("tenant", ValueKind::name, "default", "Tenant that its principal belongs to.", "tenant_id directory"),
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
    value("applications", ValueKind::texts, "none",
          "VM applications, gallery/application/version, installed one after the other when a VM has booted.",
          "vm_applications applicationProfile"),
    value("client", ValueKind::name, "the first client", "Name of the client that creates the VMs.", "principal"),
    value("at", ValueKind::time, "0 s", "When it starts.", "start when"),
    value("wait_for_image", ValueKind::boolean, "false",
          "It starts when the image can be deployed in the region, if that is later.", "wait depends_on after"),
    value("vms", ValueKind::integer, "none",
          "So many VMs, all requested at once. Either this, `arrivals` or `scale_sets`.", "vm_count count instances"),
    map_of(Section::arrivals, "arrivals", "none", "VMs requested over time. Either this, `vms` or `scale_sets`.",
           "arrival"),
    map_of(Section::scale_sets, "scale_sets", "none",
           "Scale sets, all requested at once. Either this, `vms` or `arrivals`.", "vmss scale_set"),
    value("zones", ValueKind::integers, "all zones of the region",
          "Availability zones, such as [1, 2], given to the VMs in turn.", "zone"),
    word("zone_full", "next fail", "next",
         "A VM whose zone has no room goes to the next of its zones that has, or fails.", "spread balance"),
};

constexpr std::array kArrivals = {
    map_of(Section::poisson, "poisson", "none", "A Poisson stream of VMs."),
    value("times", ValueKind::times, "none",
          "One VM at each of these times after the deployment's start, ascending.", "list"),
    map_of(Section::profile, "profile", "none", "A Poisson stream whose rate changes, as over a day."),
    map_of(Section::batches, "batches", "none", "The same number of VMs again and again.", "waves"),
    map_of(Section::closed_loop, "closed_loop", "none",
           "A fixed number of creations in flight: whenever one ends, the next is requested.", "pool"),
    map_of(Section::trace, "trace", "none", "The rows of a CSV file.", "csv"),
};

constexpr std::array kPoisson = {
    value("rate", ValueKind::rate, kRequired, "VMs requested per unit of time, on average."),
    value("for", ValueKind::time, kRequired, "How long the stream lasts.", "duration during"),
};

constexpr std::array kProfile = {
    value("times", ValueKind::times, kRequired,
          "When the rate changes, after the deployment's start: ascending, the first one 0 s."),
    value("rates", ValueKind::rates, kRequired, "VMs requested per unit of time from each of these times on."),
    value("for", ValueKind::time, kRequired, "How long the stream lasts.", "duration during"),
};

constexpr std::array kBatches = {
    value("vms", ValueKind::integer, kRequired, "VMs in each batch.", "size count"),
    value("every", ValueKind::time, kRequired, "From the request of one batch to that of the next.", "interval period"),
    value("batches", ValueKind::integer, kRequired, "How many batches.", "repeat times"),
};

constexpr std::array kClosedLoop = {
    value("in_flight", ValueKind::integer, kRequired, "Creations under way at a time.", "concurrency"),
    value("vms", ValueKind::integer, kRequired, "VMs requested altogether.", "total count"),
};

constexpr std::array kTrace = {
    value("file", ValueKind::path, kRequired,
          "A CSV file, relative to the scenario's own, with a heading: `time` (with units) or `time_s`, after the "
          "deployment's start and ascending; and where wanted `vms` (1), `image` and `region` (the deployment's).",
          "path csv"),
};

constexpr std::array kScaleSetsKeys = {
    value("count", ValueKind::integer, "1", "Scale sets created at the same time, all alike."),
    value("capacity", ValueKind::integer, kRequired, "Instances of each scale set.", "instances vms size"),
    word("orchestration", "Uniform Flexible", "Uniform", "Orchestration mode.", "orchestrationMode mode"),
    value("overprovision", ValueKind::boolean, "true for Uniform, false for Flexible",
          "More instances are begun than asked for, and those that do not run yet are deleted when enough do. Uniform "
          "only.", "doNotRunExtensionsOnOverprovisionedVMs"),
    value("single_placement_group", ValueKind::boolean, "false",
          "All instances in one placement group, which has a lower limit.", "singlePlacementGroup"),
    word("image_kind", "gallery managed", "gallery",
         "A gallery's image, or a managed image: one copy that all VMs read, and a lower limit of instances."),
    map_of(Section::scale_out, "scale_out", "none", "The scale sets grow later.", "scale"),
    map_of(Section::upgrade, "upgrade", "none", "The instances get a new image later, in batches.",
           "rolling_upgrade rollingUpgradePolicy"),
};

constexpr std::array kScaleOut = {
    value("at", ValueKind::time, kRequired,
          "After the deployment's start; a scale set that is not ready by then grows when it is."),
    value("to", ValueKind::integer, kRequired, "Instances of each scale set from then on, more than `capacity`."),
};

constexpr std::array kUpgrade = {
    value("at", ValueKind::time, kRequired,
          "After the deployment's start; a scale set that is not ready by then is upgraded when it is."),
    value("image", ValueKind::image_reference, kRequired, "The new image: gallery/image/version."),
    value("batch", ValueKind::fraction, "20 %", "Part of the instances that is upgraded at a time.",
          "maxBatchInstancePercent"),
    value("pause", ValueKind::time, "0 s", "Between two batches.", "pauseTimeBetweenBatches"),
    value("max_unhealthy", ValueKind::fraction, "20 %",
          "The upgrade ends when more than this part of the instances has failed in it.",
          "maxUnhealthyInstancePercent"),
};

constexpr std::array kPlatform = {
    word("routing", "random round_robin least_loaded power_of_two same_zone_first", "random",
         "How a VM is sent to one of the replicas. The platform's own way is not published."),
    word(
        "on_timeout", "leave delete delete_and_retry", "leave",
        "A VM that did not run within its provisioning timeout goes on reading, or is deleted by its client, which may "
        "create it again.",
        "timeout"),
    map_of(Section::admission, "admission", "no limit", "How many VMs a replica serves at a time."),
    map_of(Section::replication_policy, "replication", "all defaults",
           "How image versions are copied. The platform's own way is not published."),
    value("background_hydration", ValueKind::boolean, "false",
          "The disks of a VM that runs go on loading the rest of the image from its replica.", "hydration"),
    value("timeout_tries", ValueKind::integer, "3",
          "How often a VM is created with delete_and_retry, the first time included; instances of scale sets are not "
          "tried again.", "tries"),
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

constexpr std::array kExperiment = {
    word("kind", "terminating steady_state", "terminating",
         "Terminating: all VMs of a run count. Steady state: of streams of VMs that go on, the middle counts.", "type mode"),
    value("warm_up", ValueKind::time, "found by MSER-5",
          "Of steady_state: VMs requested before this time of the run are left out.", "warmup burn_in"),
    value("cool_down", ValueKind::time, "the longest time of a VM",
          "Of steady_state: VMs requested so shortly before the last request, or the horizon, are left out.",
          "cooldown"),
    map_of(Section::runs, "runs", "all defaults", "How many runs each point gets.", "repetitions"),
    value("confidence", ValueKind::fraction, "95 %", "Confidence of all intervals, 50 % to 99.99 %.",
          "confidence_level"),
    value("horizon", ValueKind::time, "none: run to the end",
          "When a run stops; VMs that have not ended by then are `unfinished`.", "until end duration"),
    names_of(Section::sweep_axis, "sweep", "none",
             "Axes, by name; every combination of their values is a point, unless `design` says otherwise.",
             "sweeps axes"),
    map_of(Section::sweep_design, "design", "a grid", "How the values of the axes combine into points.", "sampling"),
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
    value("to", ValueKind::sweep_values, "needed, unless the design lists its points",
          R"(Its values: "1..12", "20..240 step 20", "5 min..60 min step 5 min", or a list.)", "values"),
};

constexpr std::array kSweepDesign = {
    word("kind", "grid zip list latin_hypercube", "grid",
         "All combinations of the values; the first values of all axes, the second ones, ...; `points`; or `samples` "
         "that spread evenly over every axis.", "type method"),
    value("points", ValueKind::sweep_points, "needed by list",
          "Of list: each point as a map from the axes to their values.", "rows"),
    value("samples", ValueKind::integer, "needed by latin_hypercube", "Of latin_hypercube: how many points, 2 or more.",
          "size count n"),
    value("constraint", ValueKind::conditions, "none",
          "Leaves out points where it does not hold: `vms <= 20 * replicas`. Of a list all must hold.",
          "constraints condition where filter"),
};

/// In the order of the enumeration.
constexpr std::array kSectionTable = {
    SectionInfo{Section::none, "", {}},
    SectionInfo{Section::scenario, "scenario", kScenario},
    SectionInfo{Section::gallery, "gallery", kGallery},
    SectionInfo{Section::sharing, "sharing", kSharing},
    SectionInfo{Section::community, "community", kCommunity},
    SectionInfo{Section::image, "image definition", kImage},
    SectionInfo{Section::version, "image version", kVersion},
    SectionInfo{Section::disk, "disk", kDisk},
    SectionInfo{Section::data_disk, "data disk", kDataDisk},
    SectionInfo{Section::safety, "safety profile", kSafety},
    SectionInfo{Section::target_region, "target region", kTargetRegion},
    SectionInfo{Section::application, "VM application", kApplication},
    SectionInfo{Section::application_version, "application version", kApplicationVersion},
    SectionInfo{Section::access, "access", kAccess},
    SectionInfo{Section::role, "role", kRole},
    SectionInfo{Section::approval, "approval", kApproval},
    SectionInfo{Section::client, "client", kClient},
    SectionInfo{Section::retry, "retry", kRetry},
    SectionInfo{Section::deployment, "deployment", kDeployment},
    SectionInfo{Section::arrivals, "arrivals", kArrivals},
    SectionInfo{Section::poisson, "poisson", kPoisson},
    SectionInfo{Section::profile, "profile", kProfile},
    SectionInfo{Section::batches, "batches", kBatches},
    SectionInfo{Section::closed_loop, "closed loop", kClosedLoop},
    SectionInfo{Section::trace, "trace", kTrace},
    SectionInfo{Section::scale_sets, "scale sets", kScaleSetsKeys},
    SectionInfo{Section::scale_out, "scale out", kScaleOut},
    SectionInfo{Section::upgrade, "upgrade", kUpgrade},
    SectionInfo{Section::event, "event", kEvent},
    SectionInfo{Section::fault, "fault", kFault},
    SectionInfo{Section::platform, "platform", kPlatform},
    SectionInfo{Section::admission, "admission", kAdmission},
    SectionInfo{Section::busy_retry, "retry after 503", kBusyRetry},
    SectionInfo{Section::replication_policy, "replication", kReplicationPolicy},
    SectionInfo{Section::catalogue, "catalogue", kCatalogue},
    SectionInfo{Section::storage_types, "storage", kStorageTypeKeys},
    SectionInfo{Section::storage_figures, "storage figures", kStorageFigures},
    SectionInfo{Section::boot_profile, "boot profile", kBootProfile},
    SectionInfo{Section::vm_disk, "VM disk", kVmDisk},
    SectionInfo{Section::hydration, "hydration", kHydration},
    SectionInfo{Section::allocator, "allocator", kAllocator},
    SectionInfo{Section::scale_set_figures, "scale set figures", kScaleSetFigures},
    SectionInfo{Section::throttles, "throttles", kThrottles},
    SectionInfo{Section::manager_buckets, "manager buckets", kManagerBuckets},
    SectionInfo{Section::manager_bucket, "manager bucket", kManagerBucket},
    SectionInfo{Section::compute_policies, "compute policies", kComputePolicies},
    SectionInfo{Section::compute_policy, "compute policy", kComputePolicy},
    SectionInfo{Section::window, "window", kWindow},
    SectionInfo{Section::limits, "limits", kLimitKeys},
    SectionInfo{Section::prices, "prices", kPrices},
    SectionInfo{Section::storage_prices, "storage prices", kStoragePrices},
    SectionInfo{Section::egress_prices, "egress prices", kEgressPrices},
    SectionInfo{Section::replication_figures, "replication figures", kReplicationFigures},
    SectionInfo{Section::region_copies, "copies of a region", kRegionCopies},
    SectionInfo{Section::link, "link", kLink},
    SectionInfo{Section::region_figures, "region", kRegionFigures},
    SectionInfo{Section::distribution, "distribution", kDistribution},
    SectionInfo{Section::uniform, "uniform", kUniform},
    SectionInfo{Section::exponential, "exponential", kExponential},
    SectionInfo{Section::mean_and_cov, "lognormal and gamma", kMeanAndCov},
    SectionInfo{Section::weibull, "weibull", kWeibull},
    SectionInfo{Section::triangular, "triangular", kTriangular},
    SectionInfo{Section::experiment, "experiment", kExperiment},
    SectionInfo{Section::runs, "runs", kRuns},
    SectionInfo{Section::sweep_axis, "sweep axis", kSweepAxis},
    SectionInfo{Section::sweep_design, "sweep design", kSweepDesign},
};

constexpr bool sections_in_order() {
    for (std::size_t i = 0; i < kSectionTable.size(); ++i) {
        if (static_cast<std::size_t>(kSectionTable[i].section) != i) return false;
    }
    return true;
}
static_assert(sections_in_order(), "the table is indexed by Section");

}  // namespace

std::span<const SectionInfo> section_table() { return kSectionTable; }

}  // namespace gallerysim::core
