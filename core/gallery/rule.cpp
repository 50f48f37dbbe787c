#include "core/gallery/rule.hpp"

#include <array>

namespace gallerysim::core {
namespace {

// The codes of limits, access and existence are those of the API; where none is published, the API's general
// one for that kind of mistake stands.
constexpr std::array<RuleInfo, kRules> kRuleTable{{
    {Rule::galleries_limit, "galleries_limit", "OperationNotAllowed", 409,
     "A subscription has so many galleries in a region."},
    {Rule::image_definitions_limit, "image_definitions_limit", "OperationNotAllowed", 409,
     "A subscription has so many image definitions in a region."},
    {Rule::image_versions_limit, "image_versions_limit", "OperationNotAllowed", 409,
     "A subscription has so many image versions in a region."},
    {Rule::replicas_per_version_limit, "replicas_per_version_limit", "InvalidParameter", 400,
     "A version has so many replicas in all its regions together."},
    {Rule::replicas_per_region_limit, "replicas_per_region_limit", "InvalidParameter", 400,
     "A version has so many replicas in one region."},
    {Rule::disk_size_limit, "disk_size_limit", "InvalidParameter", 400,
     "A disk of an image is so large at most."},
    {Rule::shared_subscriptions_limit, "shared_subscriptions_limit", "InvalidParameter", 400,
     "A gallery is shared with so many subscriptions directly."},
    {Rule::shared_tenants_limit, "shared_tenants_limit", "InvalidParameter", 400,
     "A gallery is shared with so many tenants directly."},
    {Rule::scale_set_limit, "scale_set_limit", "OperationNotAllowed", 409,
     "A scale set has so many instances from a gallery's image, fewer in a single placement group."},
    {Rule::version_number, "version_number", "InvalidParameter", 400,
     "A version is called Major.Minor.Patch, three whole numbers below 2^31."},
    {Rule::already_exists, "already_exists", "Conflict", 409, "Names are unique within what holds them."},
    {Rule::not_found, "not_found", "ResourceNotFound", 404, "What is named must exist."},
    {Rule::not_empty, "not_empty", "CannotDeleteResource", 409, "What holds other resources is not deleted."},
    {Rule::identifier_taken, "identifier_taken", "Conflict", 409,
     "Publisher, offer and SKU together are unique in a gallery."},
    {Rule::immutable_property, "immutable_property", "PropertyChangeNotAllowed", 409,
     "What an image is made of, where it is kept and what it lies on do not change after creation."},
    {Rule::move_unsupported, "move_unsupported", "ResourceMoveNotSupported", 409,
     "Gallery resources cannot be moved."},
    {Rule::replicas_positive, "replicas_positive", "InvalidParameter", 400, "A target region has a replica."},
    {Rule::target_region_needed, "target_region_needed", "InvalidParameter", 400,
     "A version has a target region."},
    {Rule::target_region_twice, "target_region_twice", "InvalidParameter", 400,
     "A version names a target region once."},
    {Rule::zrs_needs_zones, "zrs_needs_zones", "InvalidParameter", 400,
     "Standard_ZRS needs a region with availability zones."},
    {Rule::shallow_is_not_copied, "shallow_is_not_copied", "InvalidParameter", 400,
     "A Shallow version has one target region with one replica."},
    {Rule::region_access, "region_access", "LocationNotAvailableForSubscription", 403,
     "Some regions need an access request that was granted to the subscription."},
    {Rule::home_region_down, "home_region_down", "ServiceUnavailable", 503,
     "While the home region of a gallery is down, nothing in it is created or changed."},
    {Rule::deletion_of_replicated_location, "deletion_of_replicated_location", "OperationNotAllowed", 409,
     "A version whose safety profile says so loses none of its regions."},
    {Rule::deletion_before_end_of_life, "deletion_before_end_of_life", "OperationNotAllowed", 409,
     "A version whose safety profile says so is kept until its end of life."},
    {Rule::read_permission, "read_permission", "LinkedAuthorizationFailed", 403,
     "Who deploys an image may read it."},
    {Rule::write_permission, "write_permission", "AuthorizationFailed", 403,
     "Who changes a resource is a contributor or an owner of it."},
    {Rule::sharing_permission, "sharing_permission", "AuthorizationFailed", 403,
     "Who shares a gallery is an owner of it or a Compute Gallery Sharing Admin."},
    {Rule::sharing_not_groups, "sharing_not_groups", "InvalidParameter", 400,
     "A gallery is shared with subscriptions and tenants if it was created with permissions Groups."},
    {Rule::encrypted_in_shared_gallery, "encrypted_in_shared_gallery", "OperationNotAllowed", 409,
     "A directly shared gallery holds no encrypted version."},
    {Rule::community_information, "community_information", "InvalidParameter", 400,
     "A community gallery names its prefix, its publisher's address and contact, and its terms."},
    {Rule::no_latest, "no_latest", "ImageVersionNotFound", 404,
     "Some version that may be read is complete in the region and not excluded from latest there."},
    {Rule::no_replicas_in_region, "no_replicas_in_region", "GalleryImageNotFound", 404,
     "A version is deployed where it has replicas."},
    {Rule::replication_incomplete, "replication_incomplete", "GalleryImageNotReady", 409,
     "A version is deployed in a region once it is complete there."},
    {Rule::flexible_of_other_tenant, "flexible_of_other_tenant", "OperationNotAllowed", 409,
     "A Flexible scale set is not made from an image of another tenant."},
    {Rule::application_system, "application_system", "InvalidParameter", 400,
     "A VM application is installed on the operating system that it is for."},
}};

constexpr bool rules_in_order() {
    for (std::size_t i = 0; i < kRules; ++i) {
        if (static_cast<std::size_t>(kRuleTable[i].rule) != i) return false;
    }
    return true;
}
static_assert(rules_in_order(), "the table is indexed by Rule");

}  // namespace

std::span<const RuleInfo> all_rules() { return kRuleTable; }

const RuleInfo& info(Rule rule) { return kRuleTable[static_cast<std::size_t>(rule)]; }

}  // namespace gallerysim::core
