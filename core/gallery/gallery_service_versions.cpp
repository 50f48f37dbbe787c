// Versions of images and of VM applications, and what a scenario begins with.

#include <algorithm>

#include <fmt/format.h>

#include "core/gallery/gallery_service.hpp"
#include "core/gallery/gallery_timeline.hpp"
#include "core/named.hpp"
#include "core/quantity.hpp"
#include "core/version_number.hpp"

namespace gallerysim::core {
namespace {

/// What a version of either kind may not change: regions of a protected one, and the storage of a region that
/// stays.
Refused check_changed_targets(const std::vector<TargetRegion>& current,
                              const std::vector<TargetRegion>& wanted, const SafetyProfile& safety,
                              const std::string& what) {
    for (const TargetRegion& before : current) {
        const TargetRegion* after = find_named(wanted, before.name);
        if (after == nullptr && !safety.allow_deletion_of_replicated_locations) {
            return refusal(
                Rule::deletion_of_replicated_location,
                fmt::format("the safety profile of {} keeps its replicas in {}", what, before.name));
        }
        if (after != nullptr && after->storage != before.storage) {
            return refusal(
                Rule::immutable_property,
                fmt::format("the storage account type of {} in {} does not change", what, before.name));
        }
    }
    return {};
}

template <class Version>
Refused check_removal(const Version& version, sim::SimTime now, const std::string& what) {
    if (!version.safety.allow_deletion_of_replicated_locations) {
        return refusal(Rule::deletion_of_replicated_location,
                       fmt::format("the safety profile of {} keeps its replicas in all its regions", what));
    }
    if (version.safety.block_deletion_before_end_of_life && version.end_of_life &&
        now < *version.end_of_life) {
        return refusal(
            Rule::deletion_before_end_of_life,
            fmt::format("the safety profile of {} keeps it until {}", what, to_text(*version.end_of_life)));
    }
    return {};
}

}  // namespace

Refused GalleryService::check_targets(const std::vector<TargetRegion>& targets, const Gallery& gallery,
                                      const std::string& what) const {
    if (targets.empty()) {
        return refusal(Rule::target_region_needed, fmt::format("{} has no target region", what));
    }
    std::set<std::string> names;
    std::int64_t replicas = 0;
    for (const TargetRegion& target : targets) {
        if (!names.insert(target.name).second) {
            return refusal(Rule::target_region_twice, fmt::format("{} names {} twice", what, target.name));
        }
        if (target.replicas < 1) {
            return refusal(Rule::replicas_positive,
                           fmt::format("{} has no replica in {}", what, target.name));
        }
        if (target.replicas > limits_.replicas_per_version_region.value) {
            return refusal(Rule::replicas_per_region_limit,
                           fmt::format("{} has {} replicas in {}; the limit is {}", what, target.replicas,
                                       target.name, limits_.replicas_per_version_region.value));
        }
        if (!may_use_region(access_, gallery.subscription, target.name)) {
            return refusal(Rule::region_access, fmt::format("{} has no approved access request for {}",
                                                            gallery.subscription, target.name));
        }
        if (target.storage == StorageType::standard_zrs && zones_of(regions_, target.name) == 0) {
            return refusal(Rule::zrs_needs_zones, fmt::format("{} has no availability zones", target.name));
        }
        replicas += target.replicas;
    }
    if (replicas > limits_.replicas_per_version.value) {
        return refusal(Rule::replicas_per_version_limit,
                       fmt::format("{} has {} replicas in all regions together; the limit is {}", what,
                                   replicas, limits_.replicas_per_version.value));
    }
    return {};
}

Refused GalleryService::put_version(const Request& by, const ResourcePath& image_path, ImageVersion wanted) {
    Gallery* gallery = find_named(galleries_, image_path.gallery);
    ImageDefinition* image = gallery == nullptr ? nullptr : find_named(gallery->images, image_path.item);
    const ResourcePath path{image_path.gallery, image_path.item, wanted.name};
    const std::string what = path.to_string();
    if (image == nullptr) return refusal(Rule::not_found, fmt::format("there is no image for {}", what));
    if (auto no = may_change(by, *gallery, path)) return no;
    if (!parse_version(wanted.name)) {
        return refusal(Rule::version_number, fmt::format("{} is not Major.Minor.Patch", wanted.name));
    }
    std::vector<DiskImage> disks{wanted.os_disk};
    for (const DataDisk& disk : wanted.data_disks) disks.push_back(disk.image);
    const bool shallow = wanted.replication_mode == ReplicationMode::shallow;
    const Bytes limit = shallow ? limits_.shallow_disk_size.value : limits_.disk_size.value;
    for (const DiskImage& disk : disks) {
        if (disk.size > limit) {
            return refusal(Rule::disk_size_limit, fmt::format("a disk of {} has {}; the limit is {}", what,
                                                              to_text(disk.size), to_text(limit)));
        }
    }
    if (wanted.encrypted && gallery->permissions == Gallery::Permissions::groups) {
        return refusal(Rule::encrypted_in_shared_gallery,
                       fmt::format("{} is encrypted, and the gallery is directly shared", what));
    }
    if (auto no = check_targets(wanted.target_regions, *gallery, what)) return no;
    if (shallow && (wanted.target_regions.size() > 1 || wanted.target_regions.front().replicas > 1)) {
        return refusal(Rule::shallow_is_not_copied,
                       fmt::format("{} is Shallow: it has one replica in one region", what));
    }
    if (ImageVersion* current = find_named(image->versions, wanted.name)) {
        if (current->os_disk != wanted.os_disk || current->data_disks != wanted.data_disks ||
            current->encrypted != wanted.encrypted || current->replication_mode != wanted.replication_mode) {
            return refusal(Rule::immutable_property,
                           fmt::format("the disks and the replication mode of {} do not change", what));
        }
        if (auto no = check_changed_targets(current->target_regions, wanted.target_regions, current->safety,
                                            what)) {
            return no;
        }
        for (const TargetRegion& before : current->target_regions) {
            if (find_named(wanted.target_regions, before.name) == nullptr)
                replicating_.erase({what, before.name});
        }
        *current = std::move(wanted);
    } else {
        if (auto no = check_counts(*gallery, Rule::image_versions_limit)) return no;
        image->versions.push_back(std::move(wanted));
    }
    ++revision_;
    return {};
}

Refused GalleryService::put_application_version(const Request& by, const ResourcePath& application_path,
                                                ApplicationVersion wanted) {
    Gallery* gallery = find_named(galleries_, application_path.gallery);
    VmApplication* application =
        gallery == nullptr ? nullptr : find_named(gallery->applications, application_path.item);
    const ResourcePath path{application_path.gallery, application_path.item, wanted.name};
    const std::string what = path.to_string();
    if (application == nullptr)
        return refusal(Rule::not_found, fmt::format("there is no VM application for {}", what));
    if (auto no = may_change(by, *gallery, path)) return no;
    if (!parse_version(wanted.name)) {
        return refusal(Rule::version_number, fmt::format("{} is not Major.Minor.Patch", wanted.name));
    }
    if (auto no = check_targets(wanted.target_regions, *gallery, what)) return no;
    if (ApplicationVersion* current = find_named(application->versions, wanted.name)) {
        if (current->size != wanted.size) {
            return refusal(Rule::immutable_property, fmt::format("the package of {} does not change", what));
        }
        if (auto no = check_changed_targets(current->target_regions, wanted.target_regions, current->safety,
                                            what)) {
            return no;
        }
        *current = std::move(wanted);
    } else {
        application->versions.push_back(std::move(wanted));
    }
    ++revision_;
    return {};
}

Refused GalleryService::remove_version(const Request& by, const Gallery& gallery,
                                       const ResourcePath& resource) {
    // The caller found the gallery among ours: here it may be changed.
    Gallery& holder = galleries_[static_cast<std::size_t>(&gallery - galleries_.data())];
    const std::string what = resource.to_string();
    const auto erase_from = [&](auto& versions, const auto* version) -> Refused {
        if (auto no = check_removal(*version, by.now, what)) return no;
        for (const TargetRegion& target : version->target_regions) replicating_.erase({what, target.name});
        versions.erase(versions.begin() + (version - versions.data()));
        ++revision_;
        return {};
    };
    if (ImageDefinition* image = find_named(holder.images, resource.item)) {
        if (const ImageVersion* version = find_named(image->versions, resource.version)) {
            return erase_from(image->versions, version);
        }
    } else if (VmApplication* application = find_named(holder.applications, resource.item)) {
        if (const ApplicationVersion* version = find_named(application->versions, resource.version)) {
            return erase_from(application->versions, version);
        }
    }
    return refusal(Rule::not_found, fmt::format("there is no {}", what));
}

std::vector<GalleryProblem> check_galleries(const Scenario& scenario) {
    std::vector<GalleryProblem> problems;
    // Made by the owner of everything: who may write is a question for later changes, not for what is there.
    AccessSettings access = scenario.access;
    access.roles.clear();
    GalleryService service(scenario.catalogue.limits, std::move(access));
    const auto note = [&](ResourcePath resource, Refused refused) {
        if (refused) problems.push_back({std::move(resource), std::move(*refused)});
        return !refused;
    };
    for (const Gallery& gallery : initial_galleries(scenario)) {
        const Request by{{"owner", gallery.subscription, gallery.tenant}, sim::SimTime::zero()};
        if (!note({gallery.name}, service.put_gallery(by, gallery))) continue;
        if (!gallery.shared_subscriptions.empty() || !gallery.shared_tenants.empty()) {
            note({gallery.name},
                 service.share(by, gallery.name, gallery.shared_subscriptions, gallery.shared_tenants));
        }
        for (const ImageDefinition& image : gallery.images) {
            const ResourcePath path{gallery.name, image.name};
            if (!note(path, service.put_image(by, gallery.name, image))) continue;
            for (const ImageVersion& version : image.versions) {
                note({gallery.name, image.name, version.name}, service.put_version(by, path, version));
            }
        }
        for (const VmApplication& application : gallery.applications) {
            const ResourcePath path{gallery.name, application.name};
            if (!note(path, service.put_application(by, gallery.name, application))) continue;
            for (const ApplicationVersion& version : application.versions) {
                note({gallery.name, application.name, version.name},
                     service.put_application_version(by, path, version));
            }
        }
    }
    return problems;
}

}  // namespace gallerysim::core
