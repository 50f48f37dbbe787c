// Galleries, image definitions and VM applications; versions are in gallery_service_versions.cpp, deployments
// in gallery_service_deploy.cpp.

#include "core/gallery/gallery_service.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "core/named.hpp"

namespace gallerysim::core {
namespace {

std::string known_by(const ImageDefinition& image) {
    return fmt::format("{}/{}/{}", image.publisher, image.offer, image.sku);
}

auto fixed_properties(const ImageDefinition& image) {
    return std::tie(image.os_type, image.os_state, image.generation, image.architecture, image.publisher,
                    image.offer, image.sku);
}

}  // namespace

GalleryService::GalleryService(Limits limits, AccessSettings access, std::vector<Gallery> galleries,
                               RegionOverrides regions)
    : limits_(std::move(limits)),
      access_(std::move(access)),
      regions_(std::move(regions)),
      galleries_(std::move(galleries)) {}

const Gallery* GalleryService::find_gallery(const std::string& name) const {
    return find_named(galleries_, name);
}

const ImageDefinition* GalleryService::find_image(const ResourcePath& path) const {
    const Gallery* gallery = find_gallery(path.gallery);
    return gallery == nullptr ? nullptr : find_named(gallery->images, path.item);
}

const ImageVersion* GalleryService::find_version(const ResourcePath& path) const {
    const ImageDefinition* image = find_image(path);
    return image == nullptr ? nullptr : find_named(image->versions, path.version);
}

const VmApplication* GalleryService::find_application(const ResourcePath& path) const {
    const Gallery* gallery = find_gallery(path.gallery);
    return gallery == nullptr ? nullptr : find_named(gallery->applications, path.item);
}

const ApplicationVersion* GalleryService::find_application_version(const ResourcePath& path) const {
    const VmApplication* application = find_application(path);
    return application == nullptr ? nullptr : find_named(application->versions, path.version);
}

Refused GalleryService::may_change(const Request& by, const Gallery& gallery,
                                   const ResourcePath& resource) const {
    if (!may_write(access_, by.caller, gallery, resource)) {
        return refusal(Rule::write_permission, fmt::format("{} is neither contributor nor owner of {}",
                                                           by.caller.principal, resource.to_string()));
    }
    if (is_down(gallery.location)) {
        return refusal(Rule::home_region_down, fmt::format("the gallery {} is managed in {}, which is down",
                                                           gallery.name, gallery.location));
    }
    return {};
}

/// Is there room for one more in the gallery's subscription and region?
Refused GalleryService::check_counts(const Gallery& gallery, Rule rule) const {
    std::int64_t count = 0;
    for (const Gallery& other : galleries_) {
        if (other.subscription != gallery.subscription || other.location != gallery.location) continue;
        if (rule == Rule::galleries_limit) ++count;
        if (rule == Rule::image_definitions_limit) count += static_cast<std::int64_t>(other.images.size());
        if (rule == Rule::image_versions_limit) {
            for (const ImageDefinition& i : other.images)
                count += static_cast<std::int64_t>(i.versions.size());
        }
    }
    const std::int64_t limit = rule == Rule::galleries_limit ? limits_.galleries_per_subscription_region.value
                               : rule == Rule::image_definitions_limit
                                   ? limits_.image_definitions_per_subscription_region.value
                                   : limits_.image_versions_per_subscription_region.value;
    if (count < limit) return {};
    return refusal(rule, fmt::format("the subscription {} has {} of {} in {} already", gallery.subscription,
                                     count, limit, gallery.location));
}

Refused GalleryService::put_gallery(const Request& by, Gallery wanted) {
    wanted.images.clear();
    wanted.applications.clear();
    Gallery* current = find_named(galleries_, wanted.name);
    if (auto no = may_change(by, current != nullptr ? *current : wanted, {wanted.name})) return no;
    if (wanted.permissions == Gallery::Permissions::community && !wanted.community.is_complete()) {
        return refusal(
            Rule::community_information,
            fmt::format("the community gallery {} lacks its prefix, publisher's address or contact, or "
                        "its terms",
                        wanted.name));
    }
    if (current != nullptr) {
        // Groups cannot be taken back or given later; the lists themselves are changed by share().
        const auto groups = Gallery::Permissions::groups;
        const bool fixed_permissions = current->permissions == groups || wanted.permissions == groups;
        if (std::tie(current->location, current->subscription, current->tenant) !=
                std::tie(wanted.location, wanted.subscription, wanted.tenant) ||
            (fixed_permissions && current->permissions != wanted.permissions)) {
            return refusal(
                Rule::immutable_property,
                fmt::format("location, subscription, tenant and the permissions Groups of the gallery {} do "
                            "not change",
                            wanted.name));
        }
        current->permissions = wanted.permissions;
        current->community = std::move(wanted.community);
    } else {
        if (auto no = check_counts(wanted, Rule::galleries_limit)) return no;
        if (!may_use_region(access_, wanted.subscription, wanted.location)) {
            return refusal(Rule::region_access, fmt::format("{} has no approved access request for {}",
                                                            wanted.subscription, wanted.location));
        }
        wanted.shared_subscriptions.clear();
        wanted.shared_tenants.clear();
        galleries_.push_back(std::move(wanted));
    }
    ++revision_;
    return {};
}

Refused GalleryService::put_image(const Request& by, const std::string& gallery_name,
                                  ImageDefinition wanted) {
    wanted.versions.clear();
    Gallery* gallery = find_named(galleries_, gallery_name);
    if (gallery == nullptr)
        return refusal(Rule::not_found, fmt::format("there is no gallery {}", gallery_name));
    const ResourcePath path{gallery_name, wanted.name};
    if (auto no = may_change(by, *gallery, path)) return no;
    if (find_named(gallery->applications, wanted.name) != nullptr) {
        return refusal(Rule::already_exists, fmt::format("{} is a VM application", path.to_string()));
    }
    if (ImageDefinition* current = find_named(gallery->images, wanted.name)) {
        if (fixed_properties(*current) != fixed_properties(wanted)) {
            return refusal(
                Rule::immutable_property,
                fmt::format("operating system, state, generation, architecture, publisher, offer and SKU "
                            "of {} do not change",
                            path.to_string()));
        }
        current->purpose = wanted.purpose;
        current->boot = std::move(wanted.boot);
    } else {
        if (auto no = check_counts(*gallery, Rule::image_definitions_limit)) return no;
        const auto same =
            std::find_if(gallery->images.begin(), gallery->images.end(), [&](const auto& other) {
                return known_by(wanted) != "//" && known_by(other) == known_by(wanted);
            });
        if (same != gallery->images.end()) {
            return refusal(Rule::identifier_taken, fmt::format("{} is {} in the gallery {} already",
                                                               known_by(wanted), same->name, gallery_name));
        }
        gallery->images.push_back(std::move(wanted));
    }
    ++revision_;
    return {};
}

Refused GalleryService::put_application(const Request& by, const std::string& gallery_name,
                                        VmApplication wanted) {
    wanted.versions.clear();
    Gallery* gallery = find_named(galleries_, gallery_name);
    if (gallery == nullptr)
        return refusal(Rule::not_found, fmt::format("there is no gallery {}", gallery_name));
    const ResourcePath path{gallery_name, wanted.name};
    if (auto no = may_change(by, *gallery, path)) return no;
    if (find_named(gallery->images, wanted.name) != nullptr) {
        return refusal(Rule::already_exists, fmt::format("{} is an image definition", path.to_string()));
    }
    if (const VmApplication* current = find_named(gallery->applications, wanted.name)) {
        if (current->os_type != wanted.os_type) {
            return refusal(Rule::immutable_property,
                           fmt::format("the operating system of {} does not change", path.to_string()));
        }
    } else {
        gallery->applications.push_back(std::move(wanted));
    }
    ++revision_;
    return {};
}

Refused GalleryService::share(const Request& by, const std::string& name,
                              std::vector<std::string> subscriptions, std::vector<std::string> tenants) {
    Gallery* gallery = find_named(galleries_, name);
    if (gallery == nullptr) return refusal(Rule::not_found, fmt::format("there is no gallery {}", name));
    if (!may_share(access_, by.caller, *gallery)) {
        return refusal(Rule::sharing_permission,
                       fmt::format("{} is neither owner of {} nor a Compute Gallery Sharing Admin",
                                   by.caller.principal, name));
    }
    if (is_down(gallery->location)) {
        return refusal(Rule::home_region_down, fmt::format("the gallery {} is managed in {}, which is down",
                                                           name, gallery->location));
    }
    if (gallery->permissions != Gallery::Permissions::groups) {
        return refusal(Rule::sharing_not_groups,
                       fmt::format("the gallery {} was not created with permissions Groups", name));
    }
    const auto over = [&](Rule rule, std::size_t count, std::int64_t limit) -> Refused {
        if (static_cast<std::int64_t>(count) <= limit) return {};
        return refusal(rule, fmt::format("{} is shared with {}; the limit is {}", name, count, limit));
    };
    if (auto no = over(Rule::shared_subscriptions_limit, subscriptions.size(),
                       limits_.shared_subscriptions.value)) {
        return no;
    }
    if (auto no = over(Rule::shared_tenants_limit, tenants.size(), limits_.shared_tenants.value)) return no;
    gallery->shared_subscriptions = std::move(subscriptions);
    gallery->shared_tenants = std::move(tenants);
    ++revision_;
    return {};
}

Refused GalleryService::remove(const Request& by, const ResourcePath& resource) {
    Gallery* gallery = find_named(galleries_, resource.gallery);
    const auto missing = [&] {
        return refusal(Rule::not_found, fmt::format("there is no {}", resource.to_string()));
    };
    if (gallery == nullptr) return missing();
    if (auto no = may_change(by, *gallery, resource)) return no;
    if (!resource.version.empty()) return remove_version(by, *gallery, resource);
    const auto not_empty = [&](std::size_t count) {
        return refusal(Rule::not_empty,
                       fmt::format("{} holds {}; delete what it holds first", resource.to_string(), count));
    };
    if (resource.item.empty()) {
        if (const std::size_t count = gallery->images.size() + gallery->applications.size(); count > 0) {
            return not_empty(count);
        }
        galleries_.erase(galleries_.begin() + (gallery - galleries_.data()));
    } else if (const ImageDefinition* image = find_named(gallery->images, resource.item)) {
        if (!image->versions.empty()) return not_empty(image->versions.size());
        gallery->images.erase(gallery->images.begin() + (image - gallery->images.data()));
    } else if (const VmApplication* application = find_named(gallery->applications, resource.item)) {
        if (!application->versions.empty()) return not_empty(application->versions.size());
        gallery->applications.erase(gallery->applications.begin() +
                                    (application - gallery->applications.data()));
    } else {
        return missing();
    }
    ++revision_;
    return {};
}

Refused GalleryService::move(const Request& by, const ResourcePath& resource) {
    const Gallery* gallery = find_gallery(resource.gallery);
    const bool is_there =
        gallery != nullptr &&
        (resource.item.empty() ||
         (resource.version.empty()
              ? find_image(resource) != nullptr || find_application(resource) != nullptr
              : find_version(resource) != nullptr || find_application_version(resource) != nullptr));
    if (!is_there) return refusal(Rule::not_found, fmt::format("there is no {}", resource.to_string()));
    if (auto no = may_change(by, *gallery, resource)) return no;
    return refusal(Rule::move_unsupported,
                   fmt::format("{} stays where it is: make it anew in its new place", resource.to_string()));
}

void GalleryService::set_region(const std::string& region, RegionState state, RegionCause cause) {
    if (state == RegionState::down) {
        regions_down_.emplace(region, cause);
    } else {
        regions_down_.erase({region, cause});
    }
    ++revision_;
}

void GalleryService::set_replication(const ResourcePath& version, const std::string& region,
                                     Replication state) {
    if (state == Replication::under_way) {
        replicating_.emplace(version.to_string(), region);
    } else {
        replicating_.erase({version.to_string(), region});
    }
    ++revision_;
}

bool GalleryService::is_complete(const ResourcePath& version, const std::string& region) const {
    return replicating_.empty() || !replicating_.contains({version.to_string(), region});
}

}  // namespace gallerysim::core
