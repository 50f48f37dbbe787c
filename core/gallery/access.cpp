#include "core/gallery/access.hpp"

#include <algorithm>

namespace gallerysim::core {
namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_within(const RoleAssignment& role, const Gallery& gallery, const ResourcePath& resource) {
    if (!role.subscription.empty()) return role.subscription == gallery.subscription;
    const auto scope = ResourcePath::parse(role.scope);
    return scope && scope->holds(resource);
}

/// Has the caller a role that `gives`, at the resource or above it? Without any roles in the scenario: in its
/// tenant.
template <class Gives>
bool has_role(const AccessSettings& access, const Caller& caller, const Gallery& gallery,
              const ResourcePath& resource, Gives gives) {
    if (access.roles.empty()) return caller.tenant == gallery.tenant;
    return std::any_of(access.roles.begin(), access.roles.end(), [&](const RoleAssignment& role) {
        return gives(role.role) && role.principal == caller.principal && is_within(role, gallery, resource);
    });
}

}  // namespace

bool may_read(const AccessSettings& access, const Caller& caller, const Gallery& gallery,
              const ResourcePath& resource) {
    switch (gallery.permissions) {
        case Gallery::Permissions::community: return true;
        case Gallery::Permissions::groups:
            if (contains(gallery.shared_subscriptions, caller.subscription)) return true;
            if (contains(gallery.shared_tenants, caller.tenant)) return true;
            break;
        case Gallery::Permissions::private_only: break;
    }
    return has_role(access, caller, gallery, resource,
                    [](Role role) { return role != Role::gallery_sharing_admin; });
}

bool may_write(const AccessSettings& access, const Caller& caller, const Gallery& gallery,
               const ResourcePath& resource) {
    return has_role(access, caller, gallery, resource,
                    [](Role role) { return role == Role::contributor || role == Role::owner; });
}

bool may_share(const AccessSettings& access, const Caller& caller, const Gallery& gallery) {
    return has_role(access, caller, gallery, ResourcePath{gallery.name},
                    [](Role role) { return role == Role::owner || role == Role::gallery_sharing_admin; });
}

bool may_use_region(const AccessSettings& access, const std::string& subscription,
                    const std::string& region) {
    return !contains(access.restricted_regions, region) ||
           std::any_of(access.approvals.begin(), access.approvals.end(), [&](const RegionApproval& approval) {
               return approval.subscription == subscription && approval.region == region;
           });
}

}  // namespace gallerysim::core
