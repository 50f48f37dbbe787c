#pragma once

#include <string>

#include "core/scenario.hpp"

namespace gallerysim::core {

enum class Comments {
    none,
    sources,  ///< behind every figure its grade and source
};

/// The scenario as YAML with every default filled in, in a fixed order and with exact numbers: the same text
/// for equal scenarios, and it reads back as an equal one.
[[nodiscard]] std::string to_yaml(const Scenario& scenario, Comments comments = Comments::sources);

/// 16 hexadecimal digits that stand for all of the scenario but its seed: FNV-1a (64 bits) of to_yaml()
/// without comments. Equal for scenarios that differ in formatting, comments, the order of keys, written-out
/// defaults, or how they are spread over files.
[[nodiscard]] std::string content_hash(const Scenario& scenario);

}  // namespace gallerysim::core
