#include "analysis/sensitivity_factor.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/key_path.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"
#include "core/quantity.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using core::ValueKind;

std::string text_of(double value, ValueKind kind) {
    switch (kind) {
        case ValueKind::integer: return fmt::format("{:.0f}", value);
        case ValueKind::time:
        case ValueKind::distribution: return core::to_text(sim::SimTime::from_seconds(value));
        case ValueKind::size: return core::to_text(core::Bytes{std::round(value)});
        case ValueKind::rate: return core::to_text(core::PerSecond{value});
        case ValueKind::byte_rate: return core::to_text(core::BytesPerSecond{std::round(value)});
        default: return core::number_text(value);
    }
}

template <class T, class Number>
core::Parsed<double> converted(const core::Parsed<T>& parsed, Number number) {
    if (!parsed.value) return {{}, parsed.problem};
    return {number(*parsed.value), {}};
}

core::Parsed<double> parse_value(std::string_view text, ValueKind kind) {
    const auto value_of = [](const auto& measure) { return measure.value; };
    switch (kind) {
        case ValueKind::time:
        case ValueKind::distribution:
            return converted(core::parse_time(text), [](sim::SimTime t) { return t.seconds(); });
        case ValueKind::size: return converted(core::parse_size(text), value_of);
        case ValueKind::rate: return converted(core::parse_rate(text), value_of);
        case ValueKind::byte_rate: return converted(core::parse_byte_rate(text), value_of);
        case ValueKind::fraction: return core::parse_fraction(text);
        case ValueKind::integer: {
            const auto number = core::parse_integer(text);
            if (number) return {static_cast<double>(*number), {}};
            return {{}, fmt::format("expected a whole number, found {}", core::in_quotes(text))};
        }
        default: {
            const auto number = core::parse_number(text);
            if (number) return {number, {}};
            return {{}, fmt::format("expected a number, found {}", core::in_quotes(text))};
        }
    }
}

bool is_numeric(ValueKind kind) {
    switch (kind) {
        case ValueKind::integer:
        case ValueKind::number:
        case ValueKind::time:
        case ValueKind::size:
        case ValueKind::rate:
        case ValueKind::byte_rate:
        case ValueKind::fraction:
        case ValueKind::distribution: return true;
        default: return false;
    }
}

bool holds_others(ValueKind kind) {
    return kind == ValueKind::section || kind == ValueKind::named_list || kind == ValueKind::named_map;
}

/// Sets the ends of a factor's range; what is wrong with them, in words.
std::string set_ends(Factor& factor, std::string_view low, std::string_view high) {
    const auto parsed_low = parse_value(low, factor.kind);
    const auto parsed_high = parse_value(high, factor.kind);
    for (const auto& end : {parsed_low, parsed_high}) {
        if (!end.value) return end.problem;
    }
    factor.low = *parsed_low.value;
    factor.high = *parsed_high.value;
    if (!(factor.low < factor.high)) return fmt::format("{} is not less than {}", low, high);
    if (factor.scale == Factor::Scale::logarithmic && factor.low <= 0.0) {
        return "a logarithmic range begins above 0";
    }
    factor.range = fmt::format("{}..{}{}", low, high, factor.scale == Factor::Scale::logarithmic ? " log" : "");
    return {};
}

std::string set_choices(Factor& factor, std::vector<std::string> choices) {
    factor.choices = std::move(choices);
    factor.range = fmt::format("{}", fmt::join(factor.choices, ", "));
    std::vector<std::string> sorted = factor.choices;
    std::ranges::sort(sorted);
    const bool is_distinct = std::ranges::adjacent_find(sorted) == sorted.end();
    return factor.choices.size() > 1 && is_distinct ? "" : "expected two or more different choices";
}

/// The range of one --range: KEY=LOW..HIGH, KEY=LOW..HIGH log, KEY=A,B.
std::string set_range(Factor& factor, std::string_view text) {
    constexpr std::string_view kLog = " log";
    if (text.ends_with(kLog)) {
        factor.scale = Factor::Scale::logarithmic;
        text = core::trimmed(text.substr(0, text.size() - kLog.size()));
    }
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        if (!is_numeric(factor.kind)) return "this key has no numbers between two others; expected choices such as a,b";
        return set_ends(factor, core::trimmed(text.substr(0, dots)), core::trimmed(text.substr(dots + 2)));
    }
    if (factor.scale == Factor::Scale::logarithmic) return "expected LOW..HIGH before 'log'";
    std::vector<std::string> choices;
    while (true) {
        const auto comma = std::min(text.find(','), text.size());
        choices.emplace_back(core::trimmed(text.substr(0, comma)));
        if (comma == text.size()) break;
        text.remove_prefix(comma + 1);
    }
    const bool is_one = choices.size() == 1;
    const std::string problem = set_choices(factor, std::move(choices));
    return is_one ? "expected LOW..HIGH, or choices such as A,B" : problem;
}

bool is_within(std::string_view path, std::string_view key) {
    return path == key || (path.starts_with(key) && path[key.size()] == '.');
}

core::SourceMark mark_of(std::string text) {
    return {std::make_shared<const core::SourceText>(
                core::SourceText{std::move(text), {}, core::SourceText::Kind::setting}),
            0, 0};
}

void add_assumed(const core::ScenarioSource& source, const core::Scenario& scenario, FactorList& list) {
    for (const core::AssumedFigure& figure : core::assumptions(scenario).figures) {
        const auto ranges = core::assumed_ranges(figure);
        if (ranges.empty()) list.held.push_back({figure.path, figure.value, "no range is known"});
        for (const core::AssumedRange& range : ranges) {
            if (range.is_held()) {
                list.held.push_back({figure.path, figure.value, range.reason});
                continue;
            }
            Factor factor{.path = range.path, .scale = range.scale, .reason = range.reason, .range = {}};
            const core::KeyInfo* info = core::key_at_path(source.root(), range.path);
            GALLERYSIM_ASSERT(info != nullptr, "an assumed figure can be set at its path");
            factor.kind = info->kind;
            const std::string problem =
                range.choices.empty() ? set_ends(factor, range.low, range.high) : set_choices(factor, range.choices);
            GALLERYSIM_ASSERT(problem.empty(), "the table of ranges is right");
            list.factors.push_back(std::move(factor));
        }
    }
}

void keep_only(FactorList& list, const std::vector<std::string>& only, core::Diagnostics& diagnostics) {
    if (only.empty()) return;
    for (const std::string& key : only) {
        if (std::ranges::any_of(list.factors, [&](const Factor& f) { return is_within(f.path, key); })) continue;
        std::vector<std::string_view> known;
        for (const Factor& factor : list.factors) known.push_back(factor.path);
        diagnostics.error(mark_of("--only " + key), key,
                          "no assumed figure in force and no --range has this key or lies below it" + core::suggestion(key, known));
    }
    std::erase_if(list.factors, [&](const Factor& f) {
        return std::ranges::none_of(only, [&](const std::string& key) { return is_within(f.path, key); });
    });
}

void apply_range(const core::ScenarioSource& source, const std::string& text, FactorList& list,
                 core::Diagnostics& diagnostics) {
    const std::string origin = "--range " + text;
    const auto setting = core::parse_setting(text, origin, diagnostics);
    if (!setting) return;
    const core::KeyInfo* info = core::key_at_path(source.root(), setting->path);
    if (info == nullptr || holds_others(info->kind)) {
        // Setting it says what is wrong with the path, if anything is.
        core::Diagnostics found;
        const core::Setting nothing{setting->path, "0", origin};
        if (source.with({&nothing, 1}, found)) {
            diagnostics.error(mark_of(origin), setting->path, "there is no value that could be varied");
        }
        diagnostics.append(found);
        return;
    }
    Factor factor{.path = setting->path, .kind = info->kind, .reason = "--range", .range = {}};
    if (std::string problem = set_range(factor, setting->value); !problem.empty()) {
        diagnostics.error(mark_of(origin), setting->path, std::move(problem));
        return;
    }
    const auto place = std::ranges::find_if(list.factors, [&](const Factor& f) { return is_within(f.path, factor.path); });
    const auto at = place - list.factors.begin();
    std::erase_if(list.factors, [&](const Factor& f) { return is_within(f.path, factor.path); });
    std::erase_if(list.held, [&](const HeldFigure& f) { return f.path == factor.path; });
    list.factors.insert(list.factors.begin() + at, std::move(factor));
}

}  // namespace

std::string Factor::value_at(double u) const {
    if (!choices.empty()) {
        const auto place = static_cast<std::size_t>(u * static_cast<double>(choices.size()));
        return choices[std::min(place, choices.size() - 1)];
    }
    if (scale == Scale::logarithmic) {
        const double value = low * std::pow(high / low, u);
        return text_of(kind == ValueKind::integer ? std::round(value) : value, kind);
    }
    if (kind == ValueKind::integer) {
        return text_of(std::min(high, low + std::floor(u * (high - low + 1.0))), kind);
    }
    return text_of(std::lerp(low, high, u), kind);
}

std::optional<FactorList> study_factors(const core::ScenarioSource& source, const core::Scenario& scenario,
                                        const FactorOptions& options, core::Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.errors();
    FactorList list;
    add_assumed(source, scenario, list);
    for (const std::string& text : options.ranges) apply_range(source, text, list, diagnostics);
    keep_only(list, options.only, diagnostics);
    if (diagnostics.errors() > errors_before) return std::nullopt;
    return list;
}

std::vector<core::Setting> settings_at(std::span<const Factor> factors, std::span<const double> point) {
    GALLERYSIM_ASSERT(factors.size() == point.size(), "a coordinate for each factor");
    std::vector<core::Setting> settings;
    settings.reserve(factors.size());
    for (std::size_t f = 0; f < factors.size(); ++f) {
        settings.push_back({factors[f].path, factors[f].value_at(point[f]), factors[f].path + " of the study"});
    }
    return settings;
}

}  // namespace gallerysim::analysis
