#pragma once

#include "core/yaml_node.hpp"

namespace gallerysim::core {

/// The scenario that `over` makes of `base`: maps are merged key by key, lists of named elements by name, and
/// everything else is replaced. Of two alternatives, such as one law of times and another, the one of `over`
/// stays. What `over` does not write keeps its place in the file of `base`. O(size of both).
[[nodiscard]] YamlNodePtr merge_scenarios(const YamlNodePtr& base, const YamlNodePtr& over);

}  // namespace gallerysim::core
