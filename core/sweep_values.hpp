#pragma once

#include <cstddef>
#include <cstdint>
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

/// A range that stands for any value between its ends: without a step, and with a unit or a decimal point, as
/// "5 min..60 min" and "0.0..1.0" are. "1..12" are twelve values.
[[nodiscard]] bool is_continuous_range(std::string_view text);

/// Values of a continuous range, so close to each other that they pass for all of them.
struct FineRange {
    std::int64_t from = 0;  ///< the first one, as a whole number of 10^-decimals
    std::uint64_t size = 0;
    std::size_t decimals = 0;
    std::string suffix{};

    /// REQUIRES: i < size.
    [[nodiscard]] std::string at(std::uint64_t i) const;
};
/// At least 1,000 values for each of so many points.
[[nodiscard]] Parsed<FineRange> parse_fine_range(std::string_view text, std::uint64_t points);

/// The range that gives just these values, if there is one: "20..240 step 20". Otherwise empty.
[[nodiscard]] std::string sweep_range_text(std::span<const std::string> values);

}  // namespace gallerysim::core
