#pragma once

#include <filesystem>
#include <string>

#include "core/diagnostics.hpp"
#include "core/yaml_node.hpp"

namespace gallerysim::core {

/// The tree of a scenario file, with the files that it extends merged in: nearest last, so that it wins.
/// nullptr when there were errors. Throws Error when `file` itself cannot be read.
[[nodiscard]] YamlNodePtr load_scenario_tree(const std::filesystem::path& file, Diagnostics& diagnostics);

/// The same for a text that stands for the file `name`.
[[nodiscard]] YamlNodePtr parse_scenario_tree(std::string text, const std::filesystem::path& name,
                                              Diagnostics& diagnostics);

}  // namespace gallerysim::core
