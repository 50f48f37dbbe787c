#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/quantity.hpp"

namespace gallerysim::core {

inline constexpr std::size_t kMostAxisValues = 100'000;

/// The values of a range, both ends included: "1..12", "20..240 step 20", "0.5..2 step 0.25", and with one
/// unit on all numbers "5 min..60 min step 5 min". Counted in decimal, so that 0.1..0.3 step 0.1 ends at 0.3.
[[nodiscard]] Parsed<std::vector<std::string>> parse_sweep_range(std::string_view text);

/// The range that gives just these values, if there is one: "20..240 step 20". Otherwise empty.
[[nodiscard]] std::string sweep_range_text(std::span<const std::string> values);

}  // namespace gallerysim::core
