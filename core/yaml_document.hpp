#pragma once

#include <cstddef>
#include <memory>

#include "core/diagnostics.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {

inline constexpr std::size_t kLargestYaml = 4'000'000;  ///< bytes
inline constexpr std::size_t kWidestYaml = 1'000;       ///< keys in one map
inline constexpr int kDeepestYaml = 50;                 ///< maps and lists inside each other

/// Reads one YAML document, more strictly than YAML asks for: the text is UTF-8, not too large or too deep,
/// keys are scalars and distinct, and there are no anchors, aliases, merge keys (`<<`) or tags: `extends` is
/// for that. nullptr when there were errors; then they stand in `diagnostics`. Whatever the bytes, it neither
/// throws nor crashes.
[[nodiscard]] YamlNodePtr parse_yaml(const std::shared_ptr<const SourceText>& source,
                                     Diagnostics& diagnostics);

}  // namespace gallerysim::core
