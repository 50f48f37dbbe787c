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

/// "5..60 min step 5 min", as it is written.
struct RangeText {
    Decimal first;
    Decimal last;  ///< its unit is that of all
    std::optional<Decimal> step;
};

Parsed<RangeText> split(std::string_view text) {
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) return {{}, no_range(text)};
    const auto step_at = text.find("step", dots);
    const bool has_step = step_at != std::string_view::npos;
    const auto first = parse_decimal(text.substr(0, dots));
    const auto last =
        parse_decimal(text.substr(dots + 2, has_step ? step_at - dots - 2 : std::string_view::npos));
    const auto step = has_step ? parse_decimal(text.substr(step_at + 4)) : std::nullopt;
    if (!first || !last || (has_step && !step)) return {{}, no_range(text)};

    // "5..60 min" has its unit at the end, "5 min..60 min" at both; a step has the same unit or none.
    const auto agrees = [&](const Decimal& d) {
        return trimmed(d.suffix).empty() || trimmed(d.suffix) == trimmed(last->suffix);
    };
    if (!agrees(*first) || (step && !agrees(*step))) {
        return {{}, fmt::format("the numbers of the range {} need the same unit", in_quotes(text))};
    }
    return {RangeText{*first, *last, step}, {}};
}

std::string goes_down(std::string_view text) {
    return fmt::format("the range {} goes down; write the smaller number first", in_quotes(text));
}

}  // namespace

bool is_continuous_range(std::string_view text) {
    const auto range = split(text).value;
    return range && !range->step &&
           (!range->last.suffix.empty() || range->first.decimals + range->last.decimals > 0);
}

Parsed<FineRange> parse_fine_range(std::string_view text, std::uint64_t points) {
    static constexpr std::uint64_t kValuesPerPoint = 1000;
    const Parsed<RangeText> range = split(text);
    if (!range.value) return {{}, range.problem};
    for (std::size_t decimals = std::max(range.value->first.decimals, range.value->last.decimals);
         decimals <= kMostDecimals; ++decimals) {
        const auto from = scaled(range.value->first, decimals);
        const auto to = scaled(range.value->last, decimals);
        if (!from || !to) break;
        if (*to <= *from) return {{}, goes_down(text)};
        const auto size = static_cast<std::uint64_t>(*to) - static_cast<std::uint64_t>(*from) + 1;
        if (size / kValuesPerPoint < points) continue;
        return {FineRange{*from, size, decimals, std::string(range.value->last.suffix)}, {}};
    }
    return {{}, fmt::format("the range {} is too narrow for {} points", in_quotes(text), points)};
}

std::string FineRange::at(std::uint64_t i) const {
    return decimal_text(from + static_cast<std::int64_t>(i), decimals) + suffix;
}

Parsed<std::vector<std::string>> parse_sweep_range(std::string_view text) {
    const Parsed<RangeText> range = split(text);
    if (!range.value) return {{}, range.problem};
    const auto& [first, last, written_step] = *range.value;
    const Decimal step = written_step.value_or(Decimal{1, 0, {}});
    const std::size_t decimals = std::max({first.decimals, last.decimals, step.decimals});
    const auto from = scaled(first, decimals);
    const auto to = scaled(last, decimals);
    const auto by = scaled(step, decimals);
    if (!from || !to || !by) return {{}, no_range(text)};
    if (*by <= 0) return {{}, fmt::format("the step of the range {} must be more than 0", in_quotes(text))};
    if (*to < *from) return {{}, goes_down(text)};
    const auto count = static_cast<std::uint64_t>(*to) - static_cast<std::uint64_t>(*from);
    if (count / static_cast<std::uint64_t>(*by) >= kMostAxisValues) {
        return {{}, fmt::format("the range {} has more than {} values", in_quotes(text), kMostAxisValues)};
    }
    std::vector<std::string> values;
    for (std::uint64_t i = 0; i <= count / static_cast<std::uint64_t>(*by); ++i) {
        values.push_back(decimal_text(*from + static_cast<std::int64_t>(i) * *by, decimals) +
                         std::string(last.suffix));
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
