#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/gallery/access.hpp"
#include "core/gallery/resource_path.hpp"
#include "core/gallery/rule.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// What a deployment asks the gallery service for.
struct DeploymentRequest {
    enum class Kind { vm, uniform_scale_set, flexible_scale_set };

    ResourcePath image;  ///< a version, or the word `latest` in its place
    std::string region;
    Kind kind = Kind::vm;
    std::int64_t instances = 1;           ///< of the scale set
    bool single_placement_group = false;  ///< of a Uniform scale set
    std::vector<ResourcePath> applications{};
};

/// The answer: why not, or what is deployed. Pointers are into the service, good until its next change.
struct DeploymentAnswer {
    Refused refused;
    const ImageDefinition* image = nullptr;
    const ImageVersion* version = nullptr;
    const TargetRegion* target = nullptr;
};

/// The gallery service as its users know it: galleries, image definitions, image versions, VM applications,
/// and every rule about them. It has no clock: whoever asks says when.
///
/// As with the API, one operation creates or updates: put_*() compares what is wanted with what is there. An
/// operation is done as a whole, or refused for the first rule that it breaks and nothing is changed.
/// Resources are held by name; every lookup is O(names on the way). Belongs to one run; not thread-safe.
///
/// Invariants, however it is used: no limit is exceeded, names and identifiers are unique where they must be,
/// every version has a target region and every target region a replica.
class GalleryService {
public:
    /// Begins with these galleries, all versions complete. REQUIRES: the rules allow them, as
    /// check_galleries() says.
    GalleryService(Limits limits, AccessSettings access, std::vector<Gallery> galleries = {},
                   RegionOverrides regions = {});
    explicit GalleryService(const Scenario& scenario)
        : GalleryService(scenario.catalogue.limits, scenario.access, scenario.galleries,
                         scenario.catalogue.regions) {}

    /// `wanted.images` and `.applications` are not looked at.
    [[nodiscard]] Refused put_gallery(const Request& by, Gallery wanted);
    /// `wanted.versions` is not looked at.
    [[nodiscard]] Refused put_image(const Request& by, const std::string& gallery, ImageDefinition wanted);
    /// A new version is complete in all its regions, as are regions that it gains, until set_complete() says
    /// otherwise.
    [[nodiscard]] Refused put_version(const Request& by, const ResourcePath& image, ImageVersion wanted);
    /// `wanted.versions` is not looked at.
    [[nodiscard]] Refused put_application(const Request& by, const std::string& gallery,
                                          VmApplication wanted);
    [[nodiscard]] Refused put_application_version(const Request& by, const ResourcePath& application,
                                                  ApplicationVersion wanted);
    /// Deletes a gallery, definition, application or version.
    [[nodiscard]] Refused remove(const Request& by, const ResourcePath& resource);
    /// Shares a gallery with these, and no longer with others.
    [[nodiscard]] Refused share(const Request& by, const std::string& gallery,
                                std::vector<std::string> subscriptions, std::vector<std::string> tenants);
    /// Always refused; by which rule depends on what there is.
    [[nodiscard]] Refused move(const Request& by, const ResourcePath& resource);

    /// May this be deployed, and which version is it? Changes nothing.
    [[nodiscard]] DeploymentAnswer deploy(const Caller& caller, const DeploymentRequest& request) const;

    // What happens to the service, instead of being asked of it.
    enum class RegionState { up, down };
    /// Events and faults each hold a region down by themselves; it is up when neither does.
    enum class RegionCause { event, fault };
    void set_region(const std::string& region, RegionState state, RegionCause cause = RegionCause::event);
    enum class Replication { complete, under_way };
    /// How far the replication of a version to a region is.
    void set_replication(const ResourcePath& version, const std::string& region, Replication state);

    [[nodiscard]] const std::vector<Gallery>& galleries() const { return galleries_; }
    [[nodiscard]] const Limits& limits() const { return limits_; }
    [[nodiscard]] const AccessSettings& access() const { return access_; }
    // nullptr when there is none.
    [[nodiscard]] const Gallery* find_gallery(const std::string& name) const;
    [[nodiscard]] const ImageDefinition* find_image(const ResourcePath& path) const;
    [[nodiscard]] const ImageVersion* find_version(const ResourcePath& path) const;
    [[nodiscard]] const VmApplication* find_application(const ResourcePath& path) const;
    [[nodiscard]] const ApplicationVersion* find_application_version(const ResourcePath& path) const;
    [[nodiscard]] bool is_complete(const ResourcePath& version, const std::string& region) const;
    /// Grows with every change: what was derived from an older one may be stale.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

private:
    [[nodiscard]] Refused may_change(const Request& by, const Gallery& gallery,
                                     const ResourcePath& resource) const;
    [[nodiscard]] Refused check_targets(const std::vector<TargetRegion>& targets, const Gallery& gallery,
                                        const std::string& what) const;
    [[nodiscard]] Refused check_counts(const Gallery& gallery, Rule rule) const;
    [[nodiscard]] Refused remove_version(const Request& by, const Gallery& gallery,
                                         const ResourcePath& resource);
    [[nodiscard]] Refused check_read(const Caller& caller, const Gallery& gallery,
                                     const ResourcePath& resource) const;
    [[nodiscard]] Refused check_application(const Caller& caller, const DeploymentRequest& request,
                                            const ResourcePath& application, OsType system) const;
    [[nodiscard]] Refused check_scale_set(const Caller& caller, const DeploymentRequest& request,
                                          const Gallery& gallery) const;
    [[nodiscard]] const ImageVersion* latest(const Caller& caller, const DeploymentRequest& request,
                                             const Gallery& gallery, const ImageDefinition& image) const;

    Limits limits_;
    AccessSettings access_;
    RegionOverrides regions_;
    std::vector<Gallery> galleries_;
    std::set<std::pair<std::string, RegionCause>> regions_down_;
    [[nodiscard]] bool is_down(const std::string& region) const {
        return regions_down_.contains({region, RegionCause::event}) ||
               regions_down_.contains({region, RegionCause::fault});
    }
    std::set<std::pair<std::string, std::string>> replicating_;  ///< version's path and region
    std::uint64_t revision_ = 0;
};

/// What the rules say about the galleries that a scenario begins with, each as what it is about and why it
/// could not have been made.
struct GalleryProblem {
    ResourcePath resource;
    Refusal refusal;
};
[[nodiscard]] std::vector<GalleryProblem> check_galleries(const Scenario& scenario);

}  // namespace gallerysim::core
