#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/catalogue.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

enum class OsState { generalized, specialized };
enum class Generation { v1, v2 };
enum class Architecture { x64, arm64 };
/// What an image is for: the guidance on replicas and on separate galleries tells the two apart.
enum class Purpose { production, test };

/// What keeps a version from being deleted by mistake. The defaults are the API's: nothing does.
struct SafetyProfile {
    bool allow_deletion_of_replicated_locations = true;
    bool block_deletion_before_end_of_life = false;

    bool operator==(const SafetyProfile&) const = default;
};

/// What a community gallery shows to everyone. All four are needed to make a gallery public.
struct CommunityInfo {
    std::string public_name_prefix;
    std::string publisher_uri;
    std::string publisher_contact;
    std::string eula;

    [[nodiscard]] bool is_complete() const {
        return !public_name_prefix.empty() && !publisher_uri.empty() && !publisher_contact.empty() &&
               !eula.empty();
    }
    bool operator==(const CommunityInfo&) const = default;
};

enum class Role {
    reader,                 ///< sees, and so may deploy
    contributor,            ///< and writes
    owner,                  ///< and shares with subscriptions, tenants and everyone
    gallery_sharing_admin,  ///< Compute Gallery Sharing Admin: shares, and neither sees nor writes by that
};

/// A role given to a principal at a scope, which holds for all below it. A principal of another tenant is as
/// good.
struct RoleAssignment {
    std::string name;
    std::string principal;
    Role role = Role::reader;
    std::string subscription;  ///< the scope is this subscription, with all its galleries; or else
    std::string scope;         ///< gallery, gallery/image or gallery/image/version

    bool operator==(const RoleAssignment&) const = default;
};

/// An access request for a restricted region that was granted.
struct RegionApproval {
    std::string name;
    std::string subscription;
    std::string region;

    bool operator==(const RegionApproval&) const = default;
};

/// Who may do what, apart from what galleries themselves share.
struct AccessSettings {
    /// Empty: every principal is an owner in its own tenant, and has no role in any other.
    std::vector<RoleAssignment> roles;
    std::vector<std::string> restricted_regions{"australiacentral", "australiacentral2"};
    std::vector<RegionApproval> approvals;

    bool operator==(const AccessSettings&) const = default;
};

/// What an entry of a scenario's `events` does; in the order of the words in the key table.
enum class GalleryOperation {
    create_gallery,
    create_image,
    create_version,
    set_replicas,
    set_storage,
    add_region,
    remove_region,
    set_exclude_from_latest,
    set_end_of_life,
    set_safety_profile,
    share,
    move,
    remove,  ///< `delete` in a scenario
    home_region_down,
    home_region_up,
};
inline constexpr std::size_t kGalleryOperations = 15;

/// Something that somebody does to a gallery, or that happens to its home region, at a given time.
struct GalleryEvent {
    std::string name;
    sim::SimTime at;
    GalleryOperation operation = GalleryOperation::set_replicas;
    std::string target;      ///< gallery, gallery/image or gallery/image/version
    std::size_t client = 0;  ///< whose principal does it: index into Scenario::clients
    std::string region;
    std::int64_t replicas = 1;
    StorageType storage = StorageType::standard_lrs;
    bool value = true;  ///< of set_exclude_from_latest
    std::optional<sim::SimTime> end_of_life;
    SafetyProfile safety;
    std::vector<std::string> subscriptions;  ///< of share
    std::vector<std::string> tenants;        ///< of share

    bool operator==(const GalleryEvent&) const = default;
};

}  // namespace gallerysim::core
