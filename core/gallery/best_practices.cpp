#include "core/gallery/best_practices.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/gallery/resource_path.hpp"
#include "core/named.hpp"
#include "core/quantity.hpp"
#include "core/scenario_names.hpp"
#include "core/service_demand.hpp"
#include "core/version_number.hpp"

namespace gallerysim::core {
namespace {

constexpr std::int64_t kLeastProductionReplicas = 3;
constexpr double kVmsPerReplica = 20.0;
constexpr double kNearLimit = 0.9;

enum PracticeIndex : std::size_t {
    below_3,
    below_vms,
    below_scale_sets,
    no_zrs,
    mixed_gallery,
    single_region,
    staged_latest,
    deletable,
    near_limit,
    role_at_version,
};

constexpr std::array kPractices{
    Practice{"replicas-below-3", "Keep at least 3 replicas of a production image in a region.",
             "set replicas to 3 or more"},
    Practice{"replicas-below-vms-over-20", "Keep one replica for every 20 VMs created concurrently.",
             "add replicas, or create fewer VMs at a time; 'gallerysim sweep' shows whether your image needs "
             "them"},
    Practice{"replicas-below-scale-sets", "Keep one replica for each scale set created concurrently.",
             "add replicas, or create fewer scale sets at a time"},
    Practice{"no-zone-redundant-storage",
             "Use zone-redundant storage wherever the region has availability zones.",
             "set storage to Standard_ZRS; the storage of a version that exists cannot change, so make a new "
             "version"},
    Practice{"test-and-production-in-one-gallery", "Keep production and test images in separate galleries.",
             "move the test images to a gallery of their own, by making them anew there"},
    Practice{"galleries-in-one-region", "Have at least two galleries, in different regions.",
             "add a gallery with the same images in another region"},
    Practice{"staged-version-in-latest", "Exclude a version from latest until it is meant for everyone.",
             "set exclude_from_latest, for the version or for a region, and release it by an event"},
    Practice{"deletion-of-replicated-locations-allowed",
             "Do not allow that replicated locations of a production version are deleted.",
             "set safety_profile.allow_deletion_of_replicated_locations to false"},
    Practice{"limit-within-10-percent", "Stay clear of the limits.",
             "use fewer, or spread over subscriptions or regions"},
    Practice{"role-at-version", "Share at the level of the gallery, not single versions.",
             "give the role at the gallery, or at the image"},
};

class Checker {
public:
    explicit Checker(const Scenario& scenario) : scenario_(scenario) {}

    std::vector<Finding> run() {
        check_roles();
        for (const Gallery& gallery : scenario_.galleries) check_gallery(gallery);
        check_regions();
        check_counts();
        check_deployments();
        return std::move(findings_);
    }

private:
    void add(PracticeIndex practice, Severity severity, std::string path, std::string reason) {
        findings_.push_back({&kPractices[practice], severity, std::move(path), std::move(reason)});
    }

    void near(const std::string& path, std::string_view what, double value, double limit,
              const std::string& text, const std::string& limit_text) {
        if (value < kNearLimit * limit) return;
        add(near_limit, Severity::warning, path,
            fmt::format("{} {}; the limit is {}", text, what, limit_text));
    }
    void near(const std::string& path, std::string_view what, std::int64_t value, std::int64_t limit) {
        near(path, what, static_cast<double>(value), static_cast<double>(limit), fmt::format("{}", value),
             fmt::format("{}", limit));
    }

    void check_roles() {
        for (const RoleAssignment& role : scenario_.access.roles) {
            const auto scope = ResourcePath::parse(role.scope);
            if (!scope || scope->version.empty()) continue;
            add(role_at_version, Severity::note, fmt::format("access.{}.scope", role.name),
                fmt::format("the role of {} is for {} alone", role.principal, role.scope));
        }
    }

    void check_gallery(const Gallery& gallery) {
        const std::string path = "galleries." + gallery.name;
        const auto is_test = [](const ImageDefinition& i) { return i.purpose == Purpose::test; };
        const auto tests = std::count_if(gallery.images.begin(), gallery.images.end(), is_test);
        if (tests > 0 && static_cast<std::size_t>(tests) < gallery.images.size()) {
            add(mixed_gallery, Severity::warning, path,
                fmt::format("{} of its {} images are for tests", tests, gallery.images.size()));
        }
        const Limits& limits = scenario_.catalogue.limits;
        near(path + ".sharing.subscriptions", "subscriptions share it",
             static_cast<std::int64_t>(gallery.shared_subscriptions.size()),
             limits.shared_subscriptions.value);
        near(path + ".sharing.tenants", "tenants share it",
             static_cast<std::int64_t>(gallery.shared_tenants.size()), limits.shared_tenants.value);
        for (const ImageDefinition& image : gallery.images) check_image(gallery, image);
    }

    void check_image(const Gallery& gallery, const ImageDefinition& image) {
        const ImageVersion* highest = nullptr;
        for (const ImageVersion& version : image.versions) {
            check_version(gallery, image, version);
            if (highest == nullptr || parse_version(version.name) > parse_version(highest->name))
                highest = &version;
        }
        if (highest != nullptr && image.versions.size() > 1) check_staged(gallery, image, *highest);
    }

    void check_version(const Gallery& gallery, const ImageDefinition& image, const ImageVersion& version) {
        const std::string path = fmt::format("galleries.{}.{}.{}", gallery.name, image.name, version.name);
        const Limits& limits = scenario_.catalogue.limits;
        const bool production = image.purpose == Purpose::production;
        if (production && version.safety.allow_deletion_of_replicated_locations) {
            add(deletable, Severity::warning, path + ".safety_profile.allow_deletion_of_replicated_locations",
                "its replicas, and the version itself, can be deleted by mistake");
        }
        std::int64_t replicas = 0;
        for (const TargetRegion& target : version.target_regions) {
            const std::string place = fmt::format("{}.{}", path, target.name);
            replicas += target.replicas;
            near(place + ".replicas", "replicas in one region", target.replicas,
                 limits.replicas_per_version_region.value);
            if (production && target.replicas < kLeastProductionReplicas) {
                add(below_3, Severity::warning, place + ".replicas",
                    fmt::format("{} in {}, and the image is for production",
                                target.replicas == 1 ? "1 replica" : "2 replicas", target.name));
            }
            const int zones = zones_of(scenario_.catalogue.regions, target.name);
            if (target.storage != StorageType::standard_zrs && zones > 0) {
                add(no_zrs,
                    target.storage == StorageType::premium_lrs || !production ? Severity::note
                                                                              : Severity::warning,
                    place + ".storage",
                    fmt::format("{} lies in one zone of {}, which has {}", to_string(target.storage),
                                target.name, zones));
            }
        }
        near(path + ".target_regions", "replicas in all regions together", replicas,
             limits.replicas_per_version.value);
        std::vector<DiskImage> disks{version.os_disk};
        for (const DataDisk& disk : version.data_disks) disks.push_back(disk.image);
        const Bytes limit = version.replication_mode == ReplicationMode::shallow
                                ? limits.shallow_disk_size.value
                                : limits.disk_size.value;
        for (const DiskImage& disk : disks) {
            near(path + (&disk == disks.data() ? ".os_disk" : ".data_disks"), "of one disk", disk.size.value,
                 limit.value, to_text(disk.size), to_text(limit));
        }
    }

    /// The highest version is staged if it goes to fewer regions than a lower one, or comes by an event.
    void check_staged(const Gallery& gallery, const ImageDefinition& image, const ImageVersion& highest) {
        const ResourcePath path{gallery.name, image.name, highest.name};
        const bool excluded =
            highest.exclude_from_latest ||
            std::any_of(highest.target_regions.begin(), highest.target_regions.end(),
                        [](const TargetRegion& t) { return t.exclude_from_latest.value_or(false); });
        if (excluded) return;
        const bool by_event =
            std::any_of(scenario_.events.begin(), scenario_.events.end(), [&](const GalleryEvent& event) {
                return event.operation == GalleryOperation::create_version &&
                       event.target == path.to_string();
            });
        const bool partial = std::any_of(
            image.versions.begin(), image.versions.end(),
            [&](const ImageVersion& v) { return v.target_regions.size() > highest.target_regions.size(); });
        if (!by_event && !partial) return;
        add(staged_latest, Severity::warning,
            fmt::format("galleries.{}.{}.{}.exclude_from_latest", gallery.name, image.name, highest.name),
            by_event ? "it is latest in all its regions from the moment that it is created"
                     : "it is in fewer regions than an older version, and latest in those");
    }

    void check_regions() {
        std::set<std::string> locations;
        for (const Gallery& gallery : scenario_.galleries) locations.insert(gallery.location);
        if (locations.size() != 1) return;
        add(single_region, Severity::warning, "galleries",
            fmt::format("while {} is down, no image can be made or changed", *locations.begin()));
    }

    void check_counts() {
        struct Counts {
            std::int64_t galleries = 0, images = 0, versions = 0;
        };
        std::map<std::pair<std::string, std::string>, Counts> all;
        for (const Gallery& gallery : scenario_.galleries) {
            Counts& counts = all[{gallery.subscription, gallery.location}];
            ++counts.galleries;
            counts.images += static_cast<std::int64_t>(gallery.images.size());
            for (const ImageDefinition& i : gallery.images) {
                counts.versions += static_cast<std::int64_t>(i.versions.size());
            }
        }
        const Limits& limits = scenario_.catalogue.limits;
        for (const auto& [where, counts] : all) {
            const std::string place = fmt::format("of the subscription {} in {}", where.first, where.second);
            near("galleries", "galleries " + place, counts.galleries,
                 limits.galleries_per_subscription_region.value);
            near("galleries", "image definitions " + place, counts.images,
                 limits.image_definitions_per_subscription_region.value);
            near("galleries", "image versions " + place, counts.versions,
                 limits.image_versions_per_subscription_region.value);
        }
    }

    /// The time that one VM takes alone, on average.
    [[nodiscard]] double solo_seconds(const Deployment& deployment) const {
        const Catalogue& catalogue = scenario_.catalogue;
        const BootProfile& boot = scenario_.boot_of(deployment);
        const auto demand =
            service_demand(catalogue.storage_of(scenario_.target_of(deployment).storage),
                           boot_reads(boot, scenario_.version_of(deployment)), catalogue.vm_disk);
        return demand.solo_read_time().seconds() + boot.cpu_time.value.build().mean() +
               catalogue.allocator.placement_time.value.build().mean();
    }

    /// The most VMs of a deployment that are created within `window` seconds.
    [[nodiscard]] static double concurrent_vms(const Arrivals& arrivals, double window) {
        if (const auto* burst = std::get_if<BurstArrivals>(&arrivals)) return static_cast<double>(burst->vms);
        if (const auto* poisson = std::get_if<PoissonArrivals>(&arrivals)) {
            return poisson->rate.value * std::min(window, poisson->duration.seconds());
        }
        if (const auto* sets = std::get_if<ScaleSets>(&arrivals)) {
            return static_cast<double>(sets->count * sets->final_capacity());
        }
        if (const auto* batches = std::get_if<BatchArrivals>(&arrivals))
            return static_cast<double>(batches->vms);
        if (const auto* pool = std::get_if<ClosedLoopArrivals>(&arrivals)) {
            return static_cast<double>(std::min(pool->in_flight, pool->vms));
        }
        if (const auto* profile = std::get_if<ProfileArrivals>(&arrivals)) {
            double most = 0.0;
            for (const PerSecond rate : profile->rates) most = std::max(most, rate.value);
            return most * std::min(window, profile->duration.seconds());
        }
        if (const auto* listed = std::get_if<ListedArrivals>(&arrivals)) {
            std::size_t most = 0;
            std::size_t first = 0;
            for (std::size_t last = 0; last < listed->times.size(); ++last) {
                while ((listed->times[last] - listed->times[first]).seconds() > window) ++first;
                most = std::max(most, last - first + 1);
            }
            return static_cast<double>(most);
        }
        return 0.0;
    }

    void check_deployments() {
        struct Load {
            double vms = 0.0;
            std::int64_t scale_sets = 0;
            std::vector<std::string> names;
        };
        // Those of one target region that begin within one VM's time of each other.
        std::map<std::tuple<std::size_t, std::size_t, std::size_t, std::size_t>,
                 std::vector<const Deployment*>>
            all;
        for (const Deployment& d : scenario_.deployments) {
            all[{d.image.gallery, d.image.image, d.image.version, d.image.target_region}].push_back(&d);
        }
        for (const auto& [key, deployments] : all) {
            const Deployment& one = *deployments.front();
            const double window = solo_seconds(one);
            Load most;
            std::int64_t most_sets = 0;
            for (const Deployment* first : deployments) {
                Load load;
                for (const Deployment* other : deployments) {
                    const double later = (other->at - first->at).seconds();
                    if (later < 0.0 || later > window) continue;
                    load.vms += concurrent_vms(other->arrivals, window);
                    if (const auto* sets = std::get_if<ScaleSets>(&other->arrivals))
                        load.scale_sets += sets->count;
                    load.names.push_back(other->name);
                }
                most_sets = std::max(most_sets, load.scale_sets);
                if (load.vms > most.vms) most = load;
            }
            const TargetRegion& target = scenario_.target_of(one);
            const std::string path =
                fmt::format("galleries.{}.{}.{}.{}.replicas", scenario_.galleries[one.image.gallery].name,
                            scenario_.image_of(one).name, scenario_.version_of(one).name, target.name);
            const std::string has =
                target.replicas == 1 ? "1 replica" : fmt::format("{} replicas", target.replicas);
            const auto wanted = static_cast<std::int64_t>(std::ceil(most.vms / kVmsPerReplica));
            if (target.replicas < wanted) {
                add(below_vms, Severity::warning, path,
                    fmt::format("{} for about {:.0f} VMs created concurrently ({}); the guidance asks for {}",
                                has, most.vms, fmt::join(most.names, ", "), wanted));
            }
            if (target.replicas < most_sets) {
                add(below_scale_sets, Severity::warning, path,
                    fmt::format("{} for {} scale sets created concurrently", has, most_sets));
            }
        }
    }

    const Scenario& scenario_;
    std::vector<Finding> findings_;
};

}  // namespace

std::span<const Practice> practices() { return kPractices; }

std::vector<Finding> best_practices(const Scenario& scenario) { return Checker(scenario).run(); }

}  // namespace gallerysim::core
