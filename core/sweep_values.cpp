#include "core/sweep_values.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/diagnostics.hpp"
#include "core/number_text.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kMostDecimals = 9;
constexpr std::size_t kMostDigits = 17;

/// A number as whole units of 10^-decimals, with what is written after it.
struct Decimal {
    std::int64_t units = 0;
    std::size_t decimals = 0;
    std::string_view suffix;  ///< " min", "/s"; with its blanks
};

std::optional<Decimal> parse_decimal(std::string_view text) {
    text = trimmed(text);
    const std::size_t length = number_length(text);
    const std::string_view number = text.substr(0, length);
    if (length == 0 || length > kMostDigits || has_leading_zeros(number)) return std::nullopt;
    if (number.find_first_of("eE") != std::string_view::npos) return std::nullopt;
    const auto point = number.find('.');
    std::string figures(number.substr(0, point));
    Decimal decimal;
    if (point != std::string_view::npos) {
        figures += number.substr(point + 1);
        decimal.decimals = number.size() - point - 1;
    }
    if (figures.starts_with('+')) figures.erase(0, 1);
    const bool negative = figures.starts_with('-');
    figures.erase(0, std::min(figures.find_first_not_of("-0"), figures.size() - 1));
    const auto units = parse_integer(figures);
    if (!units || decimal.decimals > kMostDecimals) return std::nullopt;
    decimal.units = negative ? -*units : *units;
    decimal.suffix = text.substr(length);
    return decimal;
}

std::optional<std::int64_t> scaled(const Decimal& decimal, std::size_t decimals) {
    std::int64_t units = decimal.units;
    for (std::size_t i = decimal.decimals; i < decimals; ++i) {
        if (__builtin_mul_overflow(units, std::int64_t{10}, &units)) return std::nullopt;
    }
    return units;
}

std::string decimal_text(std::int64_t units, std::size_t decimals) {
    std::string figures = fmt::format("{}", units < 0 ? -units : units);
    if (decimals > 0) {
        if (figures.size() <= decimals) figures.insert(0, decimals + 1 - figures.size(), '0');
        figures.insert(figures.size() - decimals, 1, '.');
        figures.erase(figures.find_last_not_of('0') + 1);
        if (figures.back() == '.') figures.pop_back();
    }
    return (units < 0 ? "-" : "") + figures;
}

std::string no_range(std::string_view text) {
    return fmt::format("expected a range such as '1..12' or '20..240 step 20', found {}", in_quotes(text));
}

}  // namespace

Parsed<std::vector<std::string>> parse_sweep_range(std::string_view text) {
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) return {{}, no_range(text)};
    const auto step_at = text.find("step", dots);
    const auto first = parse_decimal(text.substr(0, dots));
    const auto last = parse_decimal(text.substr(
        dots + 2, step_at == std::string_view::npos ? std::string_view::npos : step_at - dots - 2));
    auto step = step_at == std::string_view::npos ? std::optional(Decimal{1, 0, {}})
                                                  : parse_decimal(text.substr(step_at + 4));
    if (!first || !last || !step) return {{}, no_range(text)};
    if (step_at == std::string_view::npos) step->suffix = last->suffix;

    // "5..60 min" has its unit at the end, "5 min..60 min" at both; a step has the same unit or none.
    const std::string_view suffix = last->suffix;
    const auto agrees = [&](std::string_view s) {
        return trimmed(s).empty() || trimmed(s) == trimmed(suffix);
    };
    if (!agrees(first->suffix) || !agrees(step->suffix)) {
        return {{}, fmt::format("the numbers of the range {} need the same unit", in_quotes(text))};
    }
    const std::size_t decimals = std::max({first->decimals, last->decimals, step->decimals});
    const auto from = scaled(*first, decimals);
    const auto to = scaled(*last, decimals);
    const auto by = scaled(*step, decimals);
    if (!from || !to || !by) return {{}, no_range(text)};
    if (*by <= 0) return {{}, fmt::format("the step of the range {} must be more than 0", in_quotes(text))};
    if (*to < *from)
        return {{}, fmt::format("the range {} goes down; write the smaller number first", in_quotes(text))};
    const auto count = static_cast<std::uint64_t>(*to) - static_cast<std::uint64_t>(*from);
    if (count / static_cast<std::uint64_t>(*by) >= kMostAxisValues) {
        return {{}, fmt::format("the range {} has more than {} values", in_quotes(text), kMostAxisValues)};
    }
    std::vector<std::string> values;
    for (std::uint64_t i = 0; i <= count / static_cast<std::uint64_t>(*by); ++i) {
        values.push_back(decimal_text(*from + static_cast<std::int64_t>(i) * *by, decimals) +
                         std::string(suffix));
    }
    return {std::move(values), {}};
}

std::string sweep_range_text(std::span<const std::string> values) {
    if (values.size() < 3) return {};
    const auto first = parse_decimal(values[0]);
    const auto second = parse_decimal(values[1]);
    if (!first || !second) return {};
    const std::size_t decimals = std::max(first->decimals, second->decimals);
    const auto from = scaled(*first, decimals);
    const auto next = scaled(*second, decimals);
    if (!from || !next || *next <= *from) return {};
    std::string text = fmt::format("{}..{}", values.front(), values.back());
    const std::string step = decimal_text(*next - *from, decimals) + std::string(first->suffix);
    if (step != "1") text += " step " + step;
    const auto back = parse_sweep_range(text);
    return back.value && std::equal(values.begin(), values.end(), back.value->begin(), back.value->end())
               ? text
               : std::string();
}

}  // namespace gallerysim::core
