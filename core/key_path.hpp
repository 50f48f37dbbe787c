#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/scenario_keys.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {

/// Sets the value at a key path: galleries.prod.win2022.1.0.0.westeurope.replicas, platform.routing.
///
/// At a map the next part of the path is a key, or the name of an element of one of the map's lists of named
/// things, so that `.images` in galleries.prod.images.win2022 may be left out. Names may contain dots: the
/// longest one that fits is taken, a key before an equally long name. Keys of the format that the tree does
/// not write are made. Of alternatives (the laws of times), setting one removes the others.
///
/// Returns the changed tree, which shares with `root` all that is not on the path; nullptr with the problem
/// in words when the path leads nowhere. O(depth × width of the maps on the path).
[[nodiscard]] YamlNodePtr set_at_path(const YamlNodePtr& root, std::string_view path, YamlNodePtr value,
                                      std::string& problem);

/// The node at a key path; nullptr when there is none.
[[nodiscard]] YamlNodePtr find_at_path(const YamlNodePtr& root, std::string_view path);

/// What stands at a key path, whether or not the tree writes it; nullptr when the path leads nowhere, or to an element
/// of a list or of a freely named map rather than to a key.
[[nodiscard]] const KeyInfo* key_at_path(const YamlNodePtr& root, std::string_view path);

}  // namespace gallerysim::core
