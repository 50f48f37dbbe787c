#pragma once

#include <string>
#include <vector>

#include "core/scenario.hpp"

// Parts of a scenario's galleries, access and events as YAML on one line, for the scenario writer.

namespace gallerysim::core {

[[nodiscard]] std::string sharing_yaml(const Gallery& gallery);
[[nodiscard]] std::string safety_yaml(const SafetyProfile& safety);
[[nodiscard]] std::string target_region_yaml(const TargetRegion& target);
[[nodiscard]] std::string role_yaml(const RoleAssignment& role);
[[nodiscard]] std::string approval_yaml(const RegionApproval& approval);
/// With all keys, also those that its operation does not look at.
[[nodiscard]] std::string event_yaml(const Scenario& scenario, const GalleryEvent& event);
[[nodiscard]] std::string names_yaml(const std::vector<std::string>& names);

}  // namespace gallerysim::core
