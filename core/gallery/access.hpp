#pragma once

#include <string>

#include "core/gallery/resource_path.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// Who asks for something.
struct Caller {
    std::string principal;
    std::string subscription;  ///< that it works in
    std::string tenant;

    bool operator==(const Caller&) const = default;
};

/// Who asks, and when.
struct Request {
    Caller caller;
    sim::SimTime now;
};

/// Does the caller see the resource, and may so deploy it? By a role (the sharing matrix: a role at a gallery
/// shows its definitions and versions, one at a definition shows that and its versions, one at a version
/// shows that alone), as a member of a subscription or tenant that the gallery is shared with, or because the
/// gallery is a community gallery. `gallery` is the one that `resource` names. O(roles + shared subscriptions
/// and tenants).
[[nodiscard]] bool may_read(const AccessSettings& access, const Caller& caller, const Gallery& gallery,
                            const ResourcePath& resource);
/// May the caller create, change or delete it? Only roles give that right.
[[nodiscard]] bool may_write(const AccessSettings& access, const Caller& caller, const Gallery& gallery,
                             const ResourcePath& resource);
/// May the caller share the gallery with subscriptions and tenants?
[[nodiscard]] bool may_share(const AccessSettings& access, const Caller& caller, const Gallery& gallery);
/// May resources of this subscription be in the region?
[[nodiscard]] bool may_use_region(const AccessSettings& access, const std::string& subscription,
                                  const std::string& region);

}  // namespace gallerysim::core
