#include "analysis/human_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace gallerysim::analysis {

std::string short_number(double value) {
    static constexpr double kMostWhole = 1e15;
    if (std::isnan(value)) return "-";
    const double size = std::fabs(value);
    if (std::isinf(value) || size >= kMostWhole) return fmt::format("{:.3g}", value);
    if (size >= 99.95 || size == std::floor(size)) return fmt::format("{:.0f}", value);
    if (size >= 9.995) return fmt::format("{:.1f}", value);
    if (size >= 0.9995) return fmt::format("{:.2f}", value);
    return size >= 0.09995 ? fmt::format("{:.3f}", value) : fmt::format("{:#.2g}", value);
}

std::string count_text(std::uint64_t count) {
    static constexpr std::size_t kGroup = 3;
    const std::string digits = std::to_string(count);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % kGroup == 0) text += ',';
        text += digits[i];
    }
    return text;
}

std::string count_text(std::uint64_t count, std::string_view singular, std::string_view plural) {
    return fmt::format("{} {}", count_text(count), count == 1 ? singular : plural);
}

std::string usd_text(double amount) { return fmt::format("{:.2f}", amount); }

std::string percent_number(double fraction) {
    static constexpr int kMostDecimals = 3;
    if (std::isnan(fraction)) return "-";
    const double percent = 100.0 * fraction;
    if (fraction <= 0.0 || fraction >= 1.0) return short_number(percent);
    // How far it is from the nearer end decides how many digits tell it from that end.
    int decimals = 1;
    for (double distance = std::min(percent, 100.0 - percent); distance < 1.0 && decimals < kMostDecimals;
         ++decimals) {
        distance *= 10.0;
    }
    std::string text = fmt::format("{:.{}f}", percent, decimals);
    const double shown = std::stod(text);
    if (shown == 0.0) return "<0.001";
    if (shown == 100.0) return ">99.999";
    return text;
}

DisplayUnit display_unit(core::MetricUnit unit, double typical) {
    static constexpr double kMinute = 60.0;
    static constexpr double kHour = 3600.0;
    switch (unit) {
        case core::MetricUnit::seconds:
            if (typical >= 3.0 * kHour) return {.symbol = "h", .size = kHour};
            if (typical >= 2.0 * kMinute) return {.symbol = "min", .size = kMinute};
            return {.symbol = "s"};
        case core::MetricUnit::fraction: return {.symbol = "%", .is_percent = true};
        case core::MetricUnit::per_minute: return {.symbol = "/min"};
        case core::MetricUnit::ratio:
        case core::MetricUnit::vms: return {};
    }
    return {};
}

std::string number_text(double value, const DisplayUnit& unit) {
    return unit.is_percent ? percent_number(value) : short_number(value / unit.size);
}

std::string value_text(double value, const DisplayUnit& unit) {
    std::string number = number_text(value, unit);
    if (std::isnan(value) || unit.symbol.empty()) return number;
    return fmt::format("{} {}", number, unit.symbol);
}

std::string interval_text(const Interval& interval, const DisplayUnit& unit) {
    const bool has_low = std::isfinite(interval.low);
    const bool has_high = std::isfinite(interval.high);
    if (std::isnan(interval.value) || (!has_low && !has_high)) return {};
    if (interval.low == interval.value && interval.high == interval.value) return {};
    if (!has_high) return "at least " + number_text(interval.low, unit);
    if (!has_low) return "at most " + number_text(interval.high, unit);
    return number_text(interval.low, unit) + " to " + number_text(interval.high, unit);
}

}  // namespace gallerysim::analysis
