#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/units.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// The kinds of quantity that a scenario writes.
enum class Dimension {
    time,       ///< 250 ms, 20 min, 1 h 30 min
    size,       ///< 30 GiB, 127 GB (10^9)
    rate,       ///< 500/s, 10/min
    byte_rate,  ///< 60 MiB/s, 100 MB/s
    fraction,   ///< 5 %, or 0.05
};

/// A value, or why the text is none: what was expected and what was found.
template <class T>
struct Parsed {
    std::optional<T> value{};
    std::string problem{};
};

// Units are case-sensitive, as they differ by case: GB is 10^9 bytes, GiB 2^30. A number without a unit is a
// problem that says which unit to write, except for fractions. Nothing is checked about the range, but that a
// time fits into SimTime. Products are rounded once: to the nearest nanosecond, or to the nearest double.
[[nodiscard]] Parsed<sim::SimTime> parse_time(std::string_view text);
[[nodiscard]] Parsed<Bytes> parse_size(std::string_view text);
[[nodiscard]] Parsed<PerSecond> parse_rate(std::string_view text);
[[nodiscard]] Parsed<BytesPerSecond> parse_byte_rate(std::string_view text);
[[nodiscard]] Parsed<double> parse_fraction(std::string_view text);

// The shortest of the exact texts: parsing it gives back the same value, to the last bit.
[[nodiscard]] std::string to_text(sim::SimTime time);
[[nodiscard]] std::string to_text(Bytes size);
[[nodiscard]] std::string to_text(PerSecond rate);
[[nodiscard]] std::string to_text(BytesPerSecond rate);
[[nodiscard]] std::string fraction_text(double fraction);

/// "a time such as '30 s'"
[[nodiscard]] std::string_view describe(Dimension dimension);
/// The units of a dimension as one list: "ns, us, ms, s, min, h, d".
[[nodiscard]] std::string units_of(Dimension dimension);

}  // namespace gallerysim::core
