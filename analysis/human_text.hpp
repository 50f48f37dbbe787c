#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/intervals.hpp"
#include "core/metric_names.hpp"

namespace gallerysim::analysis {

// Numbers as people read them: for tables. CSV and JSON carry the exact ones.

/// Three significant digits, two below 0.1, and all of a whole number: 0.012, 0.123, 1.23, 12.3, 1234. "-"
/// for NaN.
[[nodiscard]] std::string short_number(double value);
/// 1000000 is "1,000,000".
[[nodiscard]] std::string count_text(std::uint64_t count);
/// "1 run", "20 runs".
[[nodiscard]] std::string count_text(std::uint64_t count, std::string_view singular, std::string_view plural);
/// A fraction as per cent, without the sign: 98.2; the nearer to 0 or 1, the more digits. Only 0 and 1
/// themselves are ever written as 0 and 100.
[[nodiscard]] std::string percent_number(double fraction);

/// US dollars with cents, without the sign: "12.34".
[[nodiscard]] std::string usd_text(double amount);

/// The unit that a value is written in.
struct DisplayUnit {
    std::string_view symbol;  ///< "min", "%"; empty for plain numbers
    double size = 1.0;        ///< in the metric's own unit
    bool is_percent = false;
};

/// A unit that suits a value of about this size: seconds become minutes from two minutes on and hours from
/// three.
[[nodiscard]] DisplayUnit display_unit(core::MetricUnit unit, double typical);

/// "41.3"
[[nodiscard]] std::string number_text(double value, const DisplayUnit& unit);
/// "41.3 min"; "-" for NaN.
[[nodiscard]] std::string value_text(double value, const DisplayUnit& unit);
/// "40.6 to 42", "at least 40.6" where there is no upper end, and the other way round; empty when neither end
/// is known or the interval is the value itself.
[[nodiscard]] std::string interval_text(const Interval& interval, const DisplayUnit& unit);

/// The same value in another unit; a fraction in per cent where the unit says so.
[[nodiscard]] inline double in_units(double value, const DisplayUnit& unit) { return (unit.is_percent ? 100.0 : 1.0) * value / unit.size; }
[[nodiscard]] inline Interval in_units(const Interval& interval, const DisplayUnit& unit) {
    return {in_units(interval.value, unit), in_units(interval.low, unit), in_units(interval.high, unit)};
}

/// "time to running, min"; without a comma where the unit has no symbol.
[[nodiscard]] inline std::string with_symbol(std::string_view name, const DisplayUnit& unit) {
    return unit.symbol.empty() ? std::string(name) : std::string(name) + ", " + std::string(unit.symbol);
}

}  // namespace gallerysim::analysis
