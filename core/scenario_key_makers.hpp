#pragma once

#include <string_view>

#include "core/scenario_keys.hpp"

namespace gallerysim::core {

// One helper for each shape of an entry. The last argument names what other tools call the key.

[[nodiscard]] constexpr KeyInfo value(std::string_view key, ValueKind kind, std::string_view fallback,
                        std::string_view meaning, std::string_view foreign = {}) {
    return {key, kind, Section::none, {}, fallback, meaning, foreign};
}
[[nodiscard]] constexpr KeyInfo word(std::string_view key, std::string_view choices, std::string_view fallback,
                       std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::choice, Section::none, choices, fallback, meaning, foreign};
}
[[nodiscard]] constexpr KeyInfo law(std::string_view key, std::string_view fallback, std::string_view meaning,
                      std::string_view foreign = {}) {
    return {key, ValueKind::distribution, Section::distribution, {}, fallback, meaning, foreign};
}
[[nodiscard]] constexpr KeyInfo map_of(Section child, std::string_view key, std::string_view fallback,
                         std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::section, child, {}, fallback, meaning, foreign};
}
[[nodiscard]] constexpr KeyInfo list_of(Section child, std::string_view key, std::string_view fallback,
                          std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::named_list, child, {}, fallback, meaning, foreign};
}
[[nodiscard]] constexpr KeyInfo names_of(Section child, std::string_view key, std::string_view fallback,
                           std::string_view meaning, std::string_view foreign = {}) {
    return {key, ValueKind::named_map, child, {}, fallback, meaning, foreign};
}

}  // namespace gallerysim::core
