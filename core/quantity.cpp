#include "core/quantity.hpp"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/diagnostics.hpp"
#include "core/number_text.hpp"
#include "core/quantity_units.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kLongestPercent = 8;  // "99.999 %"
constexpr double kLongestTimeNs = 9.2e18;   // SimTime ends at 2^63 ns, 292 years

struct DimensionText {
    std::string_view kind;     ///< "a time"
    std::string_view example;  ///< a unit to show in messages
    std::string_view full;
};

constexpr DimensionText text_of(Dimension dimension) {
    switch (dimension) {
        case Dimension::time: return {"a time", " s", "a time such as '30 s' or '20 min'"};
        case Dimension::size: return {"a size", " GiB", "a size such as '30 GiB'"};
        case Dimension::rate: return {"a rate", "/s", "a rate such as '500/s' or '10/min'"};
        case Dimension::byte_rate: return {"a rate of bytes", " MiB/s", "a rate of bytes such as '60 MiB/s'"};
        case Dimension::fraction: return {"a fraction", " %", "a fraction such as '5 %'"};
    }
    return {};
}

/// One number with its unit: "30 min".
struct Term {
    std::string_view number;
    std::string_view unit;
};

/// Takes the first term off `rest`: a number, blanks, and what follows up to the next blank before a number.
Term take_term(std::string_view& rest) {
    const std::size_t length = number_length(rest);
    Term term{rest.substr(0, length), {}};
    rest = trimmed(rest.substr(length));
    std::size_t end = 0;
    while (end < rest.size() && !(rest[end] == ' ' && number_length(trimmed(rest.substr(end))) > 0)) ++end;
    term.unit = trimmed(rest.substr(0, end));
    rest = trimmed(rest.substr(end));
    return term;
}

std::string expected(Dimension dimension, std::string_view text) {
    return fmt::format("expected {}, found {}", describe(dimension), in_quotes(text));
}

std::string wrong_unit(Dimension dimension, const Term& term, std::string_view text) {
    if (const auto other = dimension_of(term.unit)) {
        return fmt::format("expected {}, but {} is {}", describe(dimension), in_quotes(text),
                           text_of(*other).kind);
    }
    const std::string found = in_quotes(term.unit);
    if (const auto meant = meant_unit(dimension, term.unit)) {
        return fmt::format("unknown unit {} in {}; did you mean '{}'?", found, in_quotes(text), *meant);
    }
    return fmt::format("unknown unit {} in {}; {} is written with one of: {}", found, in_quotes(text),
                       text_of(dimension).kind, units_of(dimension));
}

/// A term that the dimension understands: number × factor / divisor.
struct Reading {
    double number = 0.0;
    const Unit* unit = nullptr;
};

Parsed<Reading> read_term(Dimension dimension, const Term& term, std::string_view text) {
    if (term.number.empty()) return {{}, expected(dimension, text)};
    if (has_leading_zeros(term.number)) {
        return {{}, fmt::format("{} begins with a zero; write the number without it", in_quotes(text))};
    }
    const auto number = parse_number(term.number);
    if (!number)
        return {{}, fmt::format("{} is not a number that can be represented", in_quotes(term.number))};
    if (term.unit.empty()) {
        const auto words = text_of(dimension);
        return {{},
                fmt::format("{} has no unit; write for example '{}{}' (units: {})", in_quotes(text),
                            term.number, words.example, units_of(dimension))};
    }
    const Unit* unit = find_unit(dimension, term.unit);
    if (unit == nullptr) return {{}, wrong_unit(dimension, term, text)};
    return {Reading{*number, unit}, {}};
}

double in_base_units(double number, const Unit& unit) {
    if (unit.symbol == "%") {
        // By moving the point: 99.99 % is 0.9999, where the quotient 99.99 / 100 is one bit less.
        return parse_number(number_text(number) + "e-2").value_or(number / unit.divisor);
    }
    return number * unit.factor / unit.divisor;
}

Parsed<double> parse_single(Dimension dimension, std::string_view text) {
    std::string_view rest = trimmed(text);
    const Term term = take_term(rest);
    auto reading = read_term(dimension, term, trimmed(text));
    if (!reading.value) return {{}, std::move(reading.problem)};
    if (!rest.empty()) return {{}, expected(dimension, text)};
    const double value = in_base_units(reading.value->number, *reading.value->unit);
    if (!std::isfinite(value)) return {{}, fmt::format("{} is too large", in_quotes(text))};
    return {value, {}};
}

template <class T>
Parsed<T> as_measure(Parsed<double> parsed) {
    if (!parsed.value) return {{}, std::move(parsed.problem)};
    return {T{*parsed.value}, {}};
}

/// Nanoseconds of one term; whole numbers stay exact beyond 2^53.
std::optional<std::int64_t> nanoseconds(const Term& term, const Reading& reading) {
    const double ns = reading.number * reading.unit->factor;
    if (!(std::fabs(ns) < kLongestTimeNs)) return std::nullopt;
    if (const auto whole = parse_integer(term.number))
        return *whole * static_cast<std::int64_t>(reading.unit->factor);
    return static_cast<std::int64_t>(std::nearbyint(ns));
}

/// The number that gives back `value` exactly with this unit, if there is one. The quotient may be off by its
/// last bit, so that 0.9999 would be 99.99000000000001 %; rounded to 15 digits it is right or it is not used.
std::optional<double> number_in(const Unit& unit, double value) {
    const double quotient = value * unit.divisor / unit.factor;
    if (!std::isfinite(quotient)) return std::nullopt;
    const auto rounded = parse_number(fmt::format("{:.15g}", quotient));
    if (rounded && in_base_units(*rounded, unit) == value) return rounded;
    if (in_base_units(quotient, unit) == value) return quotient;
    return std::nullopt;
}

/// Is the value so many whole units, but for the last bits of a quotient?
bool is_about_whole(const Unit& unit, double value) {
    constexpr double kRounding = 1e-12;
    const double quotient = value * unit.divisor / unit.factor;
    return std::fabs(quotient - std::nearbyint(quotient)) <= kRounding * std::fabs(quotient);
}

/// The text with the shortest number among the units that give back `value` exactly; whole numbers first: 100
/// MB, not 0.1 GB.
std::string shortest_text(Dimension dimension, double value) {
    std::string best;
    std::string_view best_symbol;
    for (const bool whole : {true, false}) {
        for (const Unit& unit : units(dimension)) {
            if (!unit.printed || (whole && !is_about_whole(unit, value))) continue;
            const auto number = number_in(unit, value);
            if (!number || (whole && *number != std::floor(*number))) continue;
            std::string text = number_text(*number);
            if (best.empty() || text.size() < best.size()) {
                best = std::move(text);
                best_symbol = unit.symbol;
            }
        }
        if (!best.empty()) return fmt::format("{}{}{}", best, best_symbol.front() == '/' ? "" : " ", best_symbol);
    }
    return best;
}

}  // namespace

Parsed<sim::SimTime> parse_time(std::string_view text) {
    std::string_view rest = trimmed(text);
    if (rest.empty()) return {{}, expected(Dimension::time, text)};
    std::int64_t total = 0;
    double last_factor = kLongestTimeNs;
    const bool negative = rest.starts_with('-');
    for (bool first = true; !rest.empty(); first = false) {
        const Term term = take_term(rest);
        auto reading = read_term(Dimension::time, term, trimmed(text));
        if (!reading.value) return {{}, std::move(reading.problem)};
        // "1 h 30 min": the units go down, and a sign stands only in front of the whole.
        const bool signed_again = !first && (term.number.front() == '-' || term.number.front() == '+');
        if (reading.value->unit->factor >= last_factor || signed_again) {
            return {{}, expected(Dimension::time, text)};
        }
        last_factor = reading.value->unit->factor;
        const auto ns = nanoseconds(term, *reading.value);
        if (!ns ||
            std::fabs(static_cast<double>(total)) + std::fabs(static_cast<double>(*ns)) >= kLongestTimeNs) {
            return {{}, fmt::format("{} is longer than 290 years", in_quotes(text))};
        }
        total += negative && !first ? -*ns : *ns;
    }
    return {sim::SimTime::from_nanoseconds(total), {}};
}

Parsed<Bytes> parse_size(std::string_view text) {
    return as_measure<Bytes>(parse_single(Dimension::size, text));
}

Parsed<PerSecond> parse_rate(std::string_view text) {
    return as_measure<PerSecond>(parse_single(Dimension::rate, text));
}

Parsed<BytesPerSecond> parse_byte_rate(std::string_view text) {
    return as_measure<BytesPerSecond>(parse_single(Dimension::byte_rate, text));
}

Parsed<double> parse_fraction(std::string_view text) {
    if (const auto bare = parse_number(trimmed(text))) return {*bare, {}};
    return parse_single(Dimension::fraction, text);
}

std::string to_text(sim::SimTime time) {
    const std::int64_t ns = time.nanoseconds();
    if (ns == 0) return "0 s";
    for (const Unit& unit : units(Dimension::time)) {
        const auto factor = static_cast<std::int64_t>(unit.factor);
        if (ns % factor == 0) return fmt::format("{} {}", ns / factor, unit.symbol);
    }
    return fmt::format("{} ns", ns);
}

std::string to_text(Bytes size) {
    return size.value == 0.0 ? "0 B" : shortest_text(Dimension::size, size.value);
}

std::string to_text(PerSecond rate) {
    return rate.value == 0.0 ? "0/s" : shortest_text(Dimension::rate, rate.value);
}

std::string to_text(BytesPerSecond rate) {
    return rate.value == 0.0 ? "0 B/s" : shortest_text(Dimension::byte_rate, rate.value);
}

std::string fraction_text(double fraction) {
    const std::string percent = shortest_text(Dimension::fraction, fraction);
    const std::string bare = number_text(fraction);
    // 5 % rather than 0.05, but not 33.33333333333333 % for what was written as a third.
    return percent.empty() || percent.size() > kLongestPercent ? bare : percent;
}

std::string_view describe(Dimension dimension) { return text_of(dimension).full; }

std::string units_of(Dimension dimension) {
    std::vector<std::string_view> symbols;
    for (const Unit& unit : units(dimension)) {
        if (unit.printed) symbols.push_back(unit.symbol);
    }
    return fmt::format("{}", fmt::join(symbols, ", "));
}

}  // namespace gallerysim::core
