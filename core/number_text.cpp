#include "core/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace gallerysim::core {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text) {
    std::size_t n = 0;
    while (n < text.size() && is_digit(text[n])) ++n;
    return n;
}

bool has_sign(std::string_view text) { return !text.empty() && (text.front() == '+' || text.front() == '-'); }

template <class T>
std::optional<T> parse_whole(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const std::string_view figures = text.starts_with('-') ? text.substr(1) : text;
    if (figures.empty() || digits(figures) != figures.size() || has_leading_zeros(figures))
        return std::nullopt;
    T value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::size_t number_length(std::string_view text) {
    std::size_t n = has_sign(text) ? 1 : 0;
    const std::size_t whole = digits(text.substr(n));
    n += whole;
    std::size_t fraction = 0;
    if (n < text.size() && text[n] == '.') {
        fraction = digits(text.substr(n + 1));
        if (whole + fraction > 0) n += 1 + fraction;
    }
    if (whole + fraction == 0) return 0;
    if (n < text.size() && (text[n] == 'e' || text[n] == 'E')) {
        const std::size_t sign = has_sign(text.substr(n + 1)) ? 1 : 0;
        const std::size_t exponent = digits(text.substr(n + 1 + sign));
        if (exponent > 0) n += 1 + sign + exponent;
    }
    return n;
}

bool has_leading_zeros(std::string_view text) {
    if (has_sign(text)) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && is_digit(text[1]);
}

std::optional<double> parse_number(std::string_view text) {
    if (text.empty() || number_length(text) != text.size() || has_leading_zeros(text)) return std::nullopt;
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0.0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) { return parse_whole<std::int64_t>(text); }

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
    if (text.starts_with('-')) return std::nullopt;
    return parse_whole<std::uint64_t>(text);
}

std::string number_text(double value) {
    // Plain digits where a reader can count them; the exponent form is for the extremes.
    const double size = std::fabs(value);
    const bool plain = size == 0.0 || (size >= 1e-6 && size < 1e16);
    std::array<char, 64> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                      plain ? std::chars_format::fixed : std::chars_format::scientific);
    return {buffer.data(), result.ptr};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace gallerysim::core
