#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gallerysim::core {

/// The candidate that was most likely meant by `written`: equal but for case and separators, or with few
/// letters changed, left out, added or swapped (at most one in three). The first one where several are as
/// near. O(candidates × length²).
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view written,
                                                           std::span<const std::string_view> candidates);

/// "; did you mean 'replicas'?", or else "; known are: a, b, c" (the first dozen); empty without candidates.
[[nodiscard]] std::string suggestion(std::string_view written, std::span<const std::string_view> candidates);

}  // namespace gallerysim::core
