#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gallerysim::core {

/// [major, minor, patch] of a version's name; nullopt when it is none. Each is below 2^31.
[[nodiscard]] std::optional<std::array<std::int64_t, 3>> parse_version(std::string_view name);

}  // namespace gallerysim::core
