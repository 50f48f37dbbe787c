#pragma once

#include <optional>

#include "core/diagnostics.hpp"
#include "core/scenario.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {

/// A point of a sweep does not need the sweep itself.
enum class SweepSection { read, skip };

/// Reads a scenario from its tree: every key known, every value in range, every reference resolved, every
/// default filled in. nullopt when there were errors. Some 10 to 20 µs for a scenario of a page.
[[nodiscard]] std::optional<Scenario> read_scenario(const YamlNode& root, Diagnostics& diagnostics,
                                                    SweepSection sweep = SweepSection::read);

}  // namespace gallerysim::core
