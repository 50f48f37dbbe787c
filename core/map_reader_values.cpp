// The read functions of MapReader for single values.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/catalogue.hpp"
#include "core/map_reader.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/words.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kLongestName = 80;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

template <class T>
std::string range_text(const T& value) {
    return to_text(value);
}
std::string range_text(std::int64_t value) { return fmt::format("{}", value); }
std::string range_text(double value) { return number_text(value); }

template <class T>
std::string outside(std::string_view found, const ValueRange<T>& range) {
    return fmt::format("{} is out of range; allowed is {} to {}", in_quotes(found), range_text(range.least),
                       range_text(range.most));
}

/// Why a text is not the number that was expected.
std::string not_a_number(std::string_view expected, std::string_view found) {
    if (has_leading_zeros(found)) {
        return fmt::format("{} begins with a zero; write the number without it", in_quotes(found));
    }
    if (found.find_first_not_of("0123456789") == std::string_view::npos && !found.empty()) {
        return fmt::format("{} is too large a number", in_quotes(found));
    }
    return fmt::format("expected {}, found {}", expected, in_quotes(found));
}

}  // namespace

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= kLongestName && is_letter_or_digit(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

const YamlNode* MapReader::scalar(std::string_view key, std::string_view expected) const {
    const YamlNode* value = find(key);
    if (value == nullptr || value->is_scalar()) return value;
    error_at(*value, key, fmt::format("expected {}, found {}", expected, describe(*value)));
    return nullptr;
}

bool MapReader::text(std::string_view key, std::string& out) const {
    const YamlNode* value = scalar(key, "a text");
    if (value == nullptr) return false;
    out = value->text;
    return true;
}

bool MapReader::name(std::string_view key, std::string& out) const {
    const YamlNode* value = scalar(key, "a name");
    if (value == nullptr) return false;
    out = value->text;  // kept although it may be wrong: references to it should not fail as well
    if (is_name(out)) return true;
    error_at(
        *value, key,
        fmt::format(
            "{} is not a name: letters, digits, '.', '_' and '-', beginning with a letter or digit, at most "
            "{} characters",
            in_quotes(out), kLongestName));
    return false;
}

bool MapReader::boolean(std::string_view key, bool& out) const {
    const YamlNode* value = scalar(key, "true or false");
    if (value == nullptr) return false;
    if (value->text != "true" && value->text != "false") {
        error_at(*value, key, fmt::format("expected true or false, found {}", in_quotes(value->text)));
        return false;
    }
    out = value->text == "true";
    return true;
}

bool MapReader::integer(std::string_view key, std::int64_t& out, ValueRange<std::int64_t> range) const {
    const YamlNode* value = scalar(key, "a whole number");
    if (value == nullptr) return false;
    const auto parsed = parse_integer(value->text);
    if (!parsed) {
        error_at(*value, key, not_a_number("a whole number", value->text));
        return false;
    }
    if (*parsed < range.least || *parsed > range.most) {
        error_at(*value, key, outside(value->text, range));
        return false;
    }
    out = *parsed;
    return true;
}

bool MapReader::number(std::string_view key, double& out, ValueRange<double> range) const {
    const YamlNode* value = scalar(key, "a number");
    if (value == nullptr) return false;
    const auto parsed = parse_number(value->text);
    if (!parsed) {
        error_at(*value, key, not_a_number("a number", value->text));
        return false;
    }
    if (*parsed < range.least || *parsed > range.most) {
        error_at(*value, key, outside(value->text, range));
        return false;
    }
    out = *parsed;
    return true;
}

bool MapReader::seed(std::string_view key, std::uint64_t& out) const {
    const YamlNode* value = scalar(key, "a whole number");
    if (value == nullptr) return false;
    const auto parsed = parse_unsigned(value->text);
    if (!parsed) {
        error_at(*value, key,
                 not_a_number(
                     fmt::format("a whole number from 0 to {}", std::numeric_limits<std::uint64_t>::max()),
                     value->text));
        return false;
    }
    out = *parsed;
    return true;
}

template <class T>
bool MapReader::quantity(std::string_view key, T& out, ValueRange<T> range,
                         Parsed<T> (*parse)(std::string_view), Dimension dimension) const {
    const YamlNode* value = scalar(key, describe(dimension));
    if (value == nullptr) return false;
    Parsed<T> parsed = parse(value->text);
    if (!parsed.value) {
        error_at(*value, key, std::move(parsed.problem));
        return false;
    }
    if (*parsed.value < range.least || *parsed.value > range.most) {
        error_at(*value, key, outside(value->text, range));
        return false;
    }
    out = *parsed.value;
    return true;
}

bool MapReader::time(std::string_view key, sim::SimTime& out, ValueRange<sim::SimTime> range) const {
    return quantity(key, out, range, parse_time, Dimension::time);
}

bool MapReader::size(std::string_view key, Bytes& out, ValueRange<Bytes> range) const {
    return quantity(key, out, range, parse_size, Dimension::size);
}

bool MapReader::rate(std::string_view key, PerSecond& out, ValueRange<PerSecond> range) const {
    return quantity(key, out, range, parse_rate, Dimension::rate);
}

bool MapReader::byte_rate(std::string_view key, BytesPerSecond& out, ValueRange<BytesPerSecond> range) const {
    return quantity(key, out, range, parse_byte_rate, Dimension::byte_rate);
}

bool MapReader::fraction(std::string_view key, double& out, ValueRange<double> range) const {
    const YamlNode* value = scalar(key, describe(Dimension::fraction));
    if (value == nullptr) return false;
    Parsed<double> parsed = parse_fraction(value->text);
    if (!parsed.value) {
        error_at(*value, key, std::move(parsed.problem));
        return false;
    }
    if (*parsed.value < range.least || *parsed.value > range.most) {
        const double as_percent = *parsed.value / 100.0;
        const bool meant_percent = value->text.find('%') == std::string::npos && as_percent >= range.least &&
                                   as_percent <= range.most;
        error_at(*value, key,
                 fmt::format("{} is out of range; allowed is {} to {}{}", in_quotes(value->text),
                             fraction_text(range.least), fraction_text(range.most),
                             meant_percent ? fmt::format("; did you mean '{} %'?", value->text) : ""));
        return false;
    }
    out = *parsed.value;
    return true;
}

bool MapReader::choice(std::string_view key, std::size_t& out) const {
    const YamlNode* value = scalar(key, "a word");
    if (value == nullptr) return false;
    const auto known = words_of(find_key(section_, key)->choices);
    const auto found = std::find(known.begin(), known.end(), value->text);
    if (found == known.end()) {
        std::string message =
            fmt::format("{} is not one of: {}", in_quotes(value->text), fmt::join(known, ", "));
        if (const auto near = nearest_name(value->text, known))
            message += fmt::format("; did you mean '{}'?", *near);
        error_at(*value, key, std::move(message));
        return false;
    }
    out = static_cast<std::size_t>(found - known.begin());
    return true;
}

bool MapReader::region(std::string_view key, std::string& out) const {
    const YamlNode* value = scalar(key, "the name of a region");
    if (value == nullptr) return false;
    out = value->text;
    if (find_region(out) != nullptr) return true;
    std::vector<std::string_view> names;
    for (const Region& r : regions()) names.push_back(r.name);
    error_at(*value, key, fmt::format("unknown region {}{}", in_quotes(out), suggestion(out, names)));
    return false;
}

}  // namespace gallerysim::core
