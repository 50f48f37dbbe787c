#include "analysis/csv_text.hpp"

#include <cmath>

#include <fmt/format.h>

#include "core/number_text.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::int64_t kPerSecond = 1'000'000'000;

}  // namespace

void CsvLine::add(std::string_view field) {
    if (!is_first_) text_ += ',';
    is_first_ = false;
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        text_ += field;
        return;
    }
    text_ += '"';
    for (const char c : field) {
        if (c == '"') text_ += '"';
        text_ += c;
    }
    text_ += '"';
}

void CsvLine::add(double value) { add(std::isfinite(value) ? core::number_text(value) : std::string()); }

void CsvLine::add(std::uint64_t value) { add(std::string_view(fmt::format_int(value).c_str())); }

void CsvLine::add(sim::SimTime time) { add(std::string_view(seconds_text(time))); }

std::string seconds_text(sim::SimTime time) {
    const std::int64_t ns = time.nanoseconds();
    std::string text = fmt::format("{}{}", ns < 0 ? "-" : "", std::abs(ns / kPerSecond));
    if (ns % kPerSecond != 0) {
        text += fmt::format(".{:09}", std::abs(ns % kPerSecond));
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

}  // namespace gallerysim::analysis
