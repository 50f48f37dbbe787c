#pragma once

#include <span>
#include <string_view>

#include "core/scenario_keys.hpp"

namespace gallerysim::core {

/// A section with the heading that it has in the documentation, and its keys in the order of the
/// documentation.
struct SectionInfo {
    Section section = Section::none;
    std::string_view title{};
    std::span<const KeyInfo> keys{};
};

/// The whole scenario format, indexed by Section. Behind keys_of() and its like in core/scenario_keys.hpp.
[[nodiscard]] std::span<const SectionInfo> section_table();

}  // namespace gallerysim::core
