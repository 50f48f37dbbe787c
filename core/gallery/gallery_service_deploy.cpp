// Who may deploy what.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/gallery/gallery_service.hpp"
#include "core/named.hpp"
#include "core/scenario_names.hpp"
#include "core/version_number.hpp"

namespace gallerysim::core {
namespace {

constexpr std::string_view kLatest = "latest";

DeploymentAnswer no(Refusal why) {
    DeploymentAnswer answer;
    answer.refused = std::move(why);
    return answer;
}

}  // namespace

Refused GalleryService::check_read(const Caller& caller, const Gallery& gallery,
                                   const ResourcePath& resource) const {
    if (may_read(access_, caller, gallery, resource)) return {};
    return refusal(Rule::read_permission,
                   fmt::format("{} of the subscription {} and the tenant {} may not read {}",
                               caller.principal, caller.subscription, caller.tenant, resource.to_string()));
}

/// The highest version that the caller sees, that is complete in the region and not excluded there: the
/// region's flag wins over the version's own.
const ImageVersion* GalleryService::latest(const Caller& caller, const DeploymentRequest& request,
                                           const Gallery& gallery, const ImageDefinition& image) const {
    const ImageVersion* best = nullptr;
    std::array<std::int64_t, 3> best_number{};
    for (const ImageVersion& version : image.versions) {
        const TargetRegion* target = find_named(version.target_regions, request.region);
        const auto number = parse_version(version.name);
        if (target == nullptr || !number || (best != nullptr && *number < best_number)) continue;
        if (target->exclude_from_latest.value_or(version.exclude_from_latest)) continue;
        const ResourcePath path{gallery.name, image.name, version.name};
        if (!is_complete(path, request.region) || !may_read(access_, caller, gallery, path)) continue;
        best = &version;
        best_number = *number;
    }
    return best;
}

Refused GalleryService::check_scale_set(const Caller& caller, const DeploymentRequest& request,
                                        const Gallery& gallery) const {
    using Kind = DeploymentRequest::Kind;
    if (request.kind == Kind::vm) return {};
    if (request.kind == Kind::flexible_scale_set && caller.tenant != gallery.tenant) {
        return refusal(
            Rule::flexible_of_other_tenant,
            fmt::format("the gallery {} belongs to the tenant {}, and the Flexible scale set to {}",
                        gallery.name, gallery.tenant, caller.tenant));
    }
    const std::int64_t limit = request.kind == Kind::uniform_scale_set && request.single_placement_group
                                   ? limits_.scale_set_instances_single_placement_group.value
                                   : limits_.scale_set_instances.value;
    if (request.instances <= limit) return {};
    return refusal(Rule::scale_set_limit,
                   fmt::format("{} instances; the limit is {}", request.instances, limit));
}

Refused GalleryService::check_application(const Caller& caller, const DeploymentRequest& request,
                                          const ResourcePath& path, OsType system) const {
    const VmApplication* application = find_application(path);
    const ApplicationVersion* version = find_application_version(path);
    if (version == nullptr) return refusal(Rule::not_found, fmt::format("there is no {}", path.to_string()));
    if (auto refused = check_read(caller, *find_gallery(path.gallery), path)) return refused;
    if (application->os_type != system) {
        return refusal(Rule::application_system,
                       fmt::format("{} is for {}, the image for {}", path.to_string(),
                                   to_string(application->os_type), to_string(system)));
    }
    if (find_named(version->target_regions, request.region) == nullptr) {
        return refusal(Rule::no_replicas_in_region,
                       fmt::format("{} has no replicas in {}", path.to_string(), request.region));
    }
    if (!is_complete(path, request.region)) {
        return refusal(Rule::replication_incomplete,
                       fmt::format("{} is not complete in {}", path.to_string(), request.region));
    }
    return {};
}

DeploymentAnswer GalleryService::deploy(const Caller& caller, const DeploymentRequest& request) const {
    const ResourcePath& path = request.image;
    const Gallery* gallery = find_gallery(path.gallery);
    const ImageDefinition* image = gallery == nullptr ? nullptr : find_named(gallery->images, path.item);
    if (image == nullptr)
        return no(refusal(Rule::not_found, fmt::format("there is no {}", path.to_string())));
    const bool wants_latest = path.version == kLatest;
    const ImageVersion* version =
        wants_latest ? latest(caller, request, *gallery, *image) : find_named(image->versions, path.version);
    if (!wants_latest || version == nullptr) {
        // Who sees none of the versions is told that, not that there is no latest one.
        const bool sees_some =
            may_read(access_, caller, *gallery,
                     wants_latest ? ResourcePath{path.gallery, path.item} : path) ||
            (wants_latest && std::any_of(image->versions.begin(), image->versions.end(), [&](const auto& v) {
                 return may_read(access_, caller, *gallery, {path.gallery, path.item, v.name});
             }));
        if (!sees_some) return no(*check_read(caller, *gallery, path));
    }
    if (version == nullptr) {
        return no(wants_latest
                      ? refusal(Rule::no_latest, fmt::format("no version of {}/{} counts for latest in {}",
                                                             path.gallery, path.item, request.region))
                      : refusal(Rule::not_found, fmt::format("there is no {}", path.to_string())));
    }
    const TargetRegion* target = find_named(version->target_regions, request.region);
    if (target == nullptr) {
        return no(refusal(Rule::no_replicas_in_region,
                          fmt::format("{} has no replicas in {}", path.to_string(), request.region)));
    }
    if (!is_complete({path.gallery, path.item, version->name}, request.region)) {
        return no(refusal(Rule::replication_incomplete,
                          fmt::format("{} is not complete in {}", path.to_string(), request.region)));
    }
    if (auto refused = check_scale_set(caller, request, *gallery)) return no(*refused);
    for (const ResourcePath& application : request.applications) {
        if (auto refused = check_application(caller, request, application, image->os_type))
            return no(*refused);
    }
    return {.refused = {}, .image = image, .version = version, .target = target};
}

}  // namespace gallerysim::core
