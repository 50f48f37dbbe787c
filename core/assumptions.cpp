#include "core/assumptions.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/catalogue_lines.hpp"
#include "core/faults/fault_plan.hpp"
#include "core/gallery/gallery_timeline.hpp"
#include "core/number_text.hpp"
#include "core/quantity.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::core {
namespace {

constexpr std::array kModelAssumptions = {
    ModelAssumption{
        "replica-is-one-disk",
        "A replica serves reads like one page blob (standard storage) or one disk of its size (premium).",
        "The targets of a blob and of a disk are published; what stands behind a replica is not."},
    ModelAssumption{
        "processor-sharing", "All VMs that read from a replica share it evenly at every moment.",
        "How storage divides its capacity among clients is not published; measured disks keep a hard total."},
    ModelAssumption{"demand-is-the-slower-of-two",
                    "A boot costs its replica the longer of reads / operations and bytes / throughput.",
                    "Both targets hold at once; the one that runs out first binds."},
    ModelAssumption{
        "read-then-boot",
        "A VM reads its boot working set first and then boots without touching the replica again.",
        "Real boots interleave both; the sum of the times is what is measured."},
    ModelAssumption{"replica-for-life",
                    "A VM is sent to one replica when it is placed and reads all its image from the one that lets it in.",
                    "How the platform picks a replica, and whether it changes its mind, is not published."},
    ModelAssumption{
        "vm-disk", "The disk of a VM reads no faster than a premium disk of 128 GiB that bursts.",
        "The size of the VM's disk is not part of a scenario; the figures of that disk are published."},
    ModelAssumption{
        "zone-placement",
        "A VM without given zones goes to any zone of its region with equal probability; replicas of "
        "zone-bound storage stand in the zones in turn.",
        "How the platform spreads either is not published."},
    ModelAssumption{"full-credits", "A premium replica begins with full burst credits.",
                    "How long it was idle before is not part of a scenario."},
    ModelAssumption{
        "accounts-of-a-version", "Storage accounts hold replicas of one version in one region only.",
        "How replicas are spread over accounts is not published; sharing with others is not part of a scenario."},
    ModelAssumption{
        "refusals-are-chosen", "A replica refuses reads only where the scenario gives platform.admission.readers.",
        "Published targets say when refusals may begin, not how often."},
    ModelAssumption{"control-plane-takes-no-time",
                    "The control plane answers at once; only its refusals cost time.",
                    "Answers take a fraction of a second, which no figure is published for."},
    ModelAssumption{"instances-go-the-way-of-vms",
                    "Instances of a scale set are placed, read and boot like single VMs, and call nobody themselves.",
                    "How the platform makes instances, and in which batches, is not published."},
    ModelAssumption{"upgrades-stay-in-place",
                    "An upgraded instance reads the new image where it stands; its placement takes no time.",
                    "The published text says that instances are reimaged, not how long the platform takes for it."},
    ModelAssumption{"room-is-shared-evenly", "A region's limited room is divided evenly among its zones.",
                    "Capacity per zone is not published."},
    ModelAssumption{"timeout-from-placement", "The provisioning timeout counts from the placement of the VM.",
                    "The published text does not say where the clock starts."},
    ModelAssumption{"gallery-operations-take-no-time",
                    "An operation on a gallery takes effect at its time; only the copies that it asks for take time, and "
                    "versions of VM applications are complete at once.",
                    "How long the control plane of a gallery takes is not published."},
    ModelAssumption{"copies-are-readers",
                    "A copy made from a replica that VMs read is one of its readers: it takes its even share, and no "
                    "more than the network would give it if only copies were made.",
                    "How storage weighs copies against other reads is not published."},
    ModelAssumption{"complete-regions-deploy",
                    "A region deploys a new version when all its replicas are there, none before.",
                    "The published text says that a region can be used when its replication has ended."},
    ModelAssumption{"roles-of-the-own-tenant",
                    "A scenario that gives no roles lets every principal own what is in its own tenant.",
                    "Who may do what is up to the owners; a scenario that gives roles says it."},
    ModelAssumption{"applications-within-the-timeout",
                    "VM applications are installed one after the other after the boot and count as part of it.",
                    "The published text has a time budget of their own; this version has one timeout."},
    ModelAssumption{"egress-between-continents",
                    "Data from one part of the world to another costs the dearer price of the two.",
                    "The price list that the figures come from is by the region that the data leaves."},
    ModelAssumption{"lost-reads-begin-again",
                    "A VM whose replica is lost reads its image from the beginning, from another replica.",
                    "What the platform does with a disk whose source is gone is not published."},
    ModelAssumption{"placed-again",
                    "A VM that is being provisioned in a zone that is lost is placed again in another one of its zones; its "
                    "control-plane calls are not repeated, and its timeout counts from its first place.",
                    "Who makes such a VM again, the platform or the client, depends on how it was asked for."},
    ModelAssumption{"failover-stalls",
                    "While Standard_ZRS fails over its readers get nothing and lose nothing.",
                    "That DNS is repointed first is published; how long that takes and what reads meet is not."},
    ModelAssumption{"a-zone-comes-back-whole",
                    "LRS and Premium replicas in a lost zone serve again as soon as it is back.",
                    "Their copies are in that zone; whether they have to be checked first is not published."},
    ModelAssumption{"working-set-is-fixed",
                    "Every VM of an image reads the same number of operations and bytes.",
                    "Boots of one image differ little compared with the differences between images."},
};

/// How VMs take a 503, where there are any.
void add_admission(const AdmissionLimit& admission, Assumptions& all) {
    if (!admission.readers) return;
    const auto add = [&](std::string_view key, std::string value, const auto& figure) {
        if (figure.grade != Grade::assumed) return;
        all.figures.push_back({fmt::format("platform.admission.retry.{}", key), std::move(value), figure.source});
    };
    const auto& most = admission.retry.max_attempts;
    add("base", to_text(admission.retry.base.value), admission.retry.base);
    add("factor", number_text(admission.retry.factor.value), admission.retry.factor);
    add("cap", to_text(admission.retry.cap.value), admission.retry.cap);
    add("max_attempts", most.value ? fmt::format("{}", *most.value) : "null", most);
}

/// How long lost zones fail over and how lost replicas are copied again, where the scenario does not say.
void add_faults(const Scenario& scenario, Assumptions& all) {
    for (const FaultSpec& fault : scenario.faults) {
        if (fault.kind == FaultKind::zone_lost && fault.failover.grade == Grade::assumed) {
            all.figures.push_back({fmt::format("faults.{}.failover", fault.name), to_text(fault.failover.value),
                                   fault.failover.source});
        } else if (fault.kind == FaultKind::replica_lost && !fault.rebuild) {
            all.figures.push_back({fmt::format("faults.{}.rebuild", fault.name), to_text(rebuild_time(scenario, fault)),
                                   "not published: the setup and the rate of one copy inside a region"});
        }
    }
}

/// How versions are copied, where they are.
void add_replication(const ReplicationPolicy& policy, Assumptions& all) {
    const auto add = [&](std::string_view key, std::string value, const auto& figure) {
        if (figure.grade != Grade::assumed) return;
        all.figures.push_back({fmt::format("platform.replication.{}", key), std::move(value), figure.source});
    };
    add("strategy", std::string(to_string(policy.strategy.value)), policy.strategy);
    add("within_region", std::string(to_string(policy.within_region.value)), policy.within_region);
    if (policy.strategy.value == CopyStrategy::phases) {
        add("phase_size", fmt::format("{}", policy.phase_size.value), policy.phase_size);
    }
}

/// What boots read of the data disks of the versions in use.
void add_data_disks(const Scenario& scenario, Assumptions& all) {
    std::set<const ImageVersion*> seen;
    for (const Deployment& d : scenario.deployments) {
        const ImageVersion& version = scenario.version_of(d);
        if (!seen.insert(&version).second) continue;
        for (const DataDisk& disk : version.data_disks) {
            const auto add = [&](std::string_view key, std::string value, const auto& figure) {
                if (figure.grade != Grade::assumed) return;
                all.figures.push_back({fmt::format("galleries.{}.{}.{}.data_disks.{}.{}",
                                                   scenario.galleries[d.image.gallery].name,
                                                   scenario.image_of(d).name, version.name, disk.lun, key),
                                       std::move(value), figure.source});
            };
            add("boot_reads", number_text(disk.boot_reads.value), disk.boot_reads);
            add("boot_read_bytes", to_text(disk.boot_read_bytes.value), disk.boot_read_bytes);
        }
    }
}

}  // namespace

std::span<const ModelAssumption> model_assumptions() { return kModelAssumptions; }

Assumptions assumptions(const Scenario& scenario) {
    std::set<std::string, std::less<>> storage_used;
    std::set<std::string, std::less<>> boots_used;
    for (const Deployment& d : scenario.deployments) {
        storage_used.emplace(to_string(scenario.target_of(d).storage));
        boots_used.insert(scenario.image_of(d).boot);
    }
    Assumptions all{{}, model_assumptions()};
    if (scenario.platform.routing.grade == Grade::assumed) {
        all.figures.push_back({"platform.routing", std::string(to_string(scenario.platform.routing.value)),
                               scenario.platform.routing.source});
    }
    add_admission(scenario.platform.admission, all);
    const bool replicates = replicates_while_running(scenario);
    if (replicates) add_replication(scenario.platform.replication, all);
    add_data_disks(scenario, all);
    add_faults(scenario, all);
    for (std::size_t i = 0; i < scenario.clients.size(); ++i) {
        const ClientSpec& client = scenario.clients[i];
        const bool works = std::any_of(scenario.deployments.begin(), scenario.deployments.end(),
                                       [&](const Deployment& d) { return d.client == i; });
        if (!works) continue;
        const auto add = [&](std::string_view key, std::string value, const auto& figure) {
            if (figure.grade != Grade::assumed) return;
            all.figures.push_back(
                {fmt::format("clients.{}.{}", client.name, key), std::move(value), figure.source});
        };
        const ClientSettings& settings = client.settings;
        const RetryPolicy& retry = settings.retry;
        const auto most = retry.max_attempts.value;
        add("writes_per_vm", fmt::format("{}", settings.writes_per_vm.value), settings.writes_per_vm);
        add("retry.retry_after",
            std::string(kRetryAfterNames[static_cast<std::size_t>(retry.retry_after.value)]),
            retry.retry_after);
        add("retry.base", to_text(retry.base.value), retry.base);
        add("retry.factor", number_text(retry.factor.value), retry.factor);
        add("retry.cap", to_text(retry.cap.value), retry.cap);
        add("retry.max_attempts", most ? fmt::format("{}", *most) : "null", retry.max_attempts);
    }
    const bool has_scale_sets =
        std::any_of(scenario.deployments.begin(), scenario.deployments.end(),
                    [](const Deployment& d) { return std::holds_alternative<ScaleSets>(d.arrivals); });
    const bool legacy_windows =
        scenario.catalogue.throttles.compute_policy_set.value == ComputePolicySet::windows_legacy;
    for (const CatalogueLine& line : catalogue_lines(scenario.catalogue)) {
        const std::string& group = line.path.front();
        const bool legacy = group == "throttles" && line.path[1].starts_with("legacy_");
        const bool in_force = (!legacy || legacy_windows) &&
                              (group != "hydration" || scenario.platform.background_hydration) &&
                              (group != "scale_sets" || has_scale_sets) &&
                              (group != "replication" || replicates) &&
                              (group != "storage" || storage_used.contains(line.path[1])) &&
                              (group != "boot_profiles" || boots_used.contains(line.path[1]));
        if (line.grade == Grade::assumed && in_force) {
            all.figures.push_back({line.key_path(), line.value, std::string(line.source)});
        }
    }
    return all;
}

}  // namespace gallerysim::core
