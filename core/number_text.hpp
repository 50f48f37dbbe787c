#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gallerysim::core {

// Numbers as scenarios write them: decimal, with a point, optionally with an exponent. Never hexadecimal or
// octal: "010" is refused, as readers disagree about its meaning. No "nan" and no "inf".

/// Length of the number that `text` begins with; 0 when it begins with none.
[[nodiscard]] std::size_t number_length(std::string_view text);
/// A number with zeros before its first digit: 010.
[[nodiscard]] bool has_leading_zeros(std::string_view text);
/// The whole of `text` as a finite number.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
/// The whole of `text` as digits with an optional sign, if it fits.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> parse_unsigned(std::string_view text);

/// The shortest decimal text that reads back as exactly this value.
[[nodiscard]] std::string number_text(double value);

[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace gallerysim::core
