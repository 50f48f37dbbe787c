#include "core/gallery/gallery_yaml.hpp"

#include <fmt/format.h>

#include "core/quantity.hpp"
#include "core/scenario_names.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {
namespace {

std::string_view yes_no(bool value) { return value ? "true" : "false"; }

}  // namespace

std::string names_yaml(const std::vector<std::string>& names) {
    std::vector<std::string> scalars;
    for (const std::string& name : names) scalars.push_back(yaml_scalar(name));
    return fmt::format("[{}]", fmt::join(scalars, ", "));
}

std::string sharing_yaml(const Gallery& gallery) {
    std::string text =
        fmt::format("{{ permissions: {}, subscriptions: {}, tenants: {}", to_string(gallery.permissions),
                    names_yaml(gallery.shared_subscriptions), names_yaml(gallery.shared_tenants));
    if (gallery.community != CommunityInfo{}) {
        const CommunityInfo& c = gallery.community;
        text += fmt::format(
            ", community: {{ public_name_prefix: {}, publisher_uri: {}, publisher_contact: {}, eula: {} }}",
            yaml_scalar(c.public_name_prefix), yaml_scalar(c.publisher_uri), yaml_scalar(c.publisher_contact),
            yaml_scalar(c.eula));
    }
    return text + " }";
}

std::string safety_yaml(const SafetyProfile& safety) {
    return fmt::format(
        "{{ allow_deletion_of_replicated_locations: {}, block_deletion_before_end_of_life: {} }}",
        yes_no(safety.allow_deletion_of_replicated_locations),
        yes_no(safety.block_deletion_before_end_of_life));
}

std::string target_region_yaml(const TargetRegion& target) {
    const std::string_view excluded =
        target.exclude_from_latest ? yes_no(*target.exclude_from_latest) : "null";
    const std::string failing =
        target.copies_fail_after ? ", copies_fail_after: " + to_text(*target.copies_fail_after) : "";
    return fmt::format("{{ name: {}, replicas: {}, storage: {}, exclude_from_latest: {}{} }}", target.name,
                       target.replicas, to_string(target.storage), excluded, failing);
}

std::string role_yaml(const RoleAssignment& role) {
    const std::string where = role.subscription.empty() ? "scope: " + yaml_scalar(role.scope)
                                                        : "subscription: " + yaml_scalar(role.subscription);
    return fmt::format("{{ name: {}, principal: {}, role: {}, {} }}", yaml_scalar(role.name),
                       yaml_scalar(role.principal), to_string(role.role), where);
}

std::string approval_yaml(const RegionApproval& approval) {
    return fmt::format("{{ name: {}, subscription: {}, region: {} }}", yaml_scalar(approval.name),
                       yaml_scalar(approval.subscription), approval.region);
}

std::string event_yaml(const Scenario& scenario, const GalleryEvent& event) {
    std::string text = fmt::format("{{ name: {}, at: {}, operation: {}", yaml_scalar(event.name),
                                   to_text(event.at), to_string(event.operation));
    const auto add = [&](std::string_view key, std::string_view value) {
        text += fmt::format(", {}: {}", key, value);
    };
    if (!event.target.empty()) add("target", yaml_scalar(event.target));
    add("client", yaml_scalar(scenario.clients[event.client].name));
    if (!event.region.empty()) add("region", event.region);
    add("replicas", fmt::format("{}", event.replicas));
    add("storage", to_string(event.storage));
    add("value", yes_no(event.value));
    if (event.end_of_life) add("end_of_life", to_text(*event.end_of_life));
    add("safety_profile", safety_yaml(event.safety));
    add("subscriptions", names_yaml(event.subscriptions));
    add("tenants", names_yaml(event.tenants));
    return text + " }";
}

}  // namespace gallerysim::core
