#pragma once

#include <array>

#include "core/scenario_key_makers.hpp"

// The part of the key table (core/scenario_key_table.cpp) about sharing, VM applications, access, events and
// prices.

namespace gallerysim::core {

inline constexpr std::array kCommunity = {
    value("public_name_prefix", ValueKind::text, kRequired, "What its public name begins with.",
          "publicNamePrefix"),
    value("publisher_uri", ValueKind::text, kRequired, "Address of the publisher.", "publisherUri"),
    value("publisher_contact", ValueKind::text, kRequired, "Mail address of the publisher.",
          "publisherContact"),
    value("eula", ValueKind::text, kRequired, "Terms of use.", "terms"),
};

inline constexpr std::array kSafety = {
    value("allow_deletion_of_replicated_locations", ValueKind::boolean, "true",
          "Whether it may lose regions, and be deleted.", "allowDeletionOfReplicatedLocations"),
    value("block_deletion_before_end_of_life", ValueKind::boolean, "false",
          "Whether it is kept until its end of life.", "blockDeletionBeforeEndOfLife"),
};

inline constexpr std::array kApplication = {
    value("name", ValueKind::name, kRequired,
          "Name of the VM application, different from all others and from all images in the gallery."),
    word("os_type", "Windows Linux", kRequired, "Operating system that it is for.",
         "osType os supportedOSType"),
    list_of(Section::application_version, "versions", kRequired, "Its versions, at least one.", "version"),
};

inline constexpr std::array kApplicationVersion = {
    value("name", ValueKind::name, kRequired, "Major.Minor.Patch: three whole numbers below 2^31.",
          "version"),
    value("size", ValueKind::size, kRequired,
          "Size of the package: a replica stores this much, a VM reads it once."),
    law("install_time", "0 s", "Time to install it, after the package was read.", "time"),
    value("end_of_life", ValueKind::time, "none", "Since the beginning of the run.", "endOfLifeDate"),
    map_of(Section::safety, "safety_profile", "all defaults", "What keeps it from being deleted by mistake.",
           "safetyProfile safety"),
    list_of(Section::target_region, "target_regions", kRequired, "Regions that hold replicas, at least one.",
            "targetRegions regions"),
};

inline constexpr std::array kAccess = {
    list_of(Section::role, "roles", "every principal owns what is in its tenant",
            "Who may read, change or share what. Once a role is given, only given roles count.",
            "role_assignments"),
    value("restricted_regions", ValueKind::texts, "[australiacentral, australiacentral2]",
          "Regions that a subscription may use only after an access request."),
    list_of(Section::approval, "approvals", "none", "Access requests that were granted.", "access_requests"),
};

inline constexpr std::array kRole = {
    value("name", ValueKind::name, kRequired, "Name of the assignment, different from all others."),
    value("principal", ValueKind::name, kRequired, "Who gets the role; of any tenant.", "assignee"),
    word("role", "Reader Contributor Owner ComputeGallerySharingAdmin", kRequired,
         "Reads and deploys; changes too; shares too; or shares only.", "roleDefinition"),
    value("scope", ValueKind::text, "none",
          "Gallery, gallery/image or gallery/image/version: the role holds for it and all below. Either this "
          "or "
          "`subscription`."),
    value("subscription", ValueKind::name, "none", "The role holds for all galleries of this subscription."),
};

inline constexpr std::array kApproval = {
    value("name", ValueKind::name, kRequired, "Name of the approval, different from all others."),
    value("subscription", ValueKind::name, kRequired, "Subscription that may use the region."),
    value("region", ValueKind::region, kRequired, "The region."),
};

inline constexpr std::array kEvent = {
    value("name", ValueKind::name, kRequired, "Name of the event, different from all others."),
    value("at", ValueKind::time, kRequired, "When it happens; events of one time happen as they are listed.",
          "time when"),
    word("operation",
         "create_gallery create_image create_version set_replicas set_storage add_region remove_region "
         "set_exclude_from_latest set_end_of_life set_safety_profile share move delete home_region_down "
         "home_region_up",
         kRequired,
         "What happens. The rules of the gallery may refuse it; then nothing changes. What create_* creates "
         "is listed in "
         "`galleries` and does not exist before; it is created with all in it that no other event creates.",
         "action"),
    value("target", ValueKind::text, "none",
          "Gallery, gallery/image or gallery/image/version that it is done to; all operations but "
          "home_region_* need "
          "it.",
          "resource"),
    value("client", ValueKind::name, "the first client", "Name of the client whose principal does it.",
          "caller by"),
    value("region", ValueKind::region, "none",
          "Region that it is about: a target region of the version, or the home region; "
          "set_exclude_from_latest "
          "without one sets the version's own flag.",
          "location"),
    value("replicas", ValueKind::integer, "1", "Of set_replicas and add_region.",
          "regionalReplicaCount replicaCount"),
    word("storage", "Standard_LRS Standard_ZRS Premium_LRS", "Standard_LRS", "Of set_storage and add_region.",
         "storageAccountType"),
    value("value", ValueKind::boolean, "true", "Of set_exclude_from_latest."),
    value("end_of_life", ValueKind::time, "none", "Of set_end_of_life: since the beginning of the run.",
          "endOfLifeDate"),
    map_of(Section::safety, "safety_profile", "all defaults", "Of set_safety_profile.",
           "safetyProfile safety"),
    value("subscriptions", ValueKind::texts, "none", "Of share: these, and no others."),
    value("tenants", ValueKind::texts, "none", "Of share: these, and no others."),
};

inline constexpr std::array kPrices = {
    map_of(Section::storage_prices, "snapshot_usd_per_gb_month", "the catalogue's",
           "Of a replica: US dollars per occupied GB (10^9 bytes) and month (730 h)."),
    map_of(Section::egress_prices, "egress_usd_per_gb", "the catalogue's",
           "Of the first replica of a further region: US dollars per occupied GB (10^9 bytes)."),
};

inline constexpr std::array kStoragePrices = {
    value("Standard_LRS", ValueKind::number, "the catalogue's", "On hard disks in one datacentre.", "LRS"),
    value("Standard_ZRS", ValueKind::number, "the catalogue's", "On hard disks in three zones.", "ZRS"),
    value("Premium_LRS", ValueKind::number, "the catalogue's", "On solid-state disks in one datacentre.",
          "Premium"),
};

inline constexpr std::array kEgressPrices = {
    value("north_america_and_europe", ValueKind::number, "the catalogue's",
          "Within North America and Europe. Between two of these parts of the world the dearer price holds."),
    value("asia_middle_east_and_africa", ValueKind::number, "the catalogue's",
          "Within Asia, Oceania, the Middle East and Africa."),
    value("south_america", ValueKind::number, "the catalogue's", "Within South America."),
};

}  // namespace gallerysim::core
