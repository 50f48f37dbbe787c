#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace gallerysim::core {

/// Every rule by which the gallery service refuses an operation or a deployment. The order is that of the
/// table in rule.cpp; results count by it.
enum class Rule : std::uint8_t {
    // limits
    galleries_limit,
    image_definitions_limit,
    image_versions_limit,
    replicas_per_version_limit,
    replicas_per_region_limit,
    disk_size_limit,
    shared_subscriptions_limit,
    shared_tenants_limit,
    scale_set_limit,
    // resources
    version_number,
    already_exists,
    not_found,
    not_empty,
    identifier_taken,
    immutable_property,
    move_unsupported,
    replicas_positive,
    target_region_needed,
    target_region_twice,
    zrs_needs_zones,
    shallow_is_not_copied,
    region_access,
    home_region_down,
    deletion_of_replicated_location,
    deletion_before_end_of_life,
    // sharing
    read_permission,
    write_permission,
    sharing_permission,
    sharing_not_groups,
    encrypted_in_shared_gallery,
    community_information,
    // deployments
    no_latest,
    no_replicas_in_region,
    replication_incomplete,
    flexible_of_other_tenant,
    application_system,
};
inline constexpr std::size_t kRules = 36;

struct RuleInfo {
    Rule rule{};
    std::string_view id;          ///< as outputs name it: zrs_needs_zones
    std::string_view error_code;  ///< in the manner of the Azure API
    int http_status = 0;
    std::string_view statement;  ///< what holds, in a sentence
};

/// All rules, in the order of the enumeration.
[[nodiscard]] std::span<const RuleInfo> all_rules();
[[nodiscard]] const RuleInfo& info(Rule rule);

/// Why something is not done.
struct Refusal {
    Rule rule{};
    std::string message;  ///< a sentence about this case
};

[[nodiscard]] inline Refusal refusal(Rule rule, std::string message) { return {rule, std::move(message)}; }

/// What came of an operation: nothing to say when it is done, a reason when it is refused, and nothing was
/// changed then.
using Refused = std::optional<Refusal>;

}  // namespace gallerysim::core
