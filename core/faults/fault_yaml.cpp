#include "core/faults/fault_yaml.hpp"

#include <string_view>

#include <fmt/format.h>

#include "core/quantity.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {

std::string fault_yaml(const FaultSpec& fault) {
    std::string text = fmt::format("{{ name: {}, kind: {}, region: {}", yaml_scalar(fault.name),
                                   kFaultKindNames[static_cast<std::size_t>(fault.kind)], fault.region);
    const auto add = [&](std::string_view key, std::string_view value) { text += fmt::format(", {}: {}", key, value); };
    if (!fault.image.empty()) add("image", yaml_scalar(fault.image));
    if (fault.part) {
        const bool is_zone = fault.kind == FaultKind::zone_lost;
        const bool is_replica = fault.kind == FaultKind::replica_lost;
        add(is_zone ? "zone" : is_replica ? "replica" : "account", fmt::format("{}", *fault.part));
    }
    if (fault.kind == FaultKind::account_slowed || fault.kind == FaultKind::storage_slowed) {
        add("to", fraction_text(fault.to));
    }
    if (fault.random) {
        add("mean_time_to_failure", to_text(fault.random->to_failure));
        add("mean_time_to_repair", to_text(fault.random->to_repair));
    } else {
        add("at", to_text(fault.at));
        if (fault.duration) add("for", to_text(*fault.duration));
    }
    if (fault.kind == FaultKind::zone_lost) add("failover", to_text(fault.failover.value));
    if (fault.rebuild) add("rebuild", to_text(*fault.rebuild));
    return text + " }";
}

}  // namespace gallerysim::core
