#include "core/objective.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/diagnostics.hpp"
#include "core/metric_names.hpp"
#include "core/nearest_name.hpp"
#include "core/number_text.hpp"

namespace gallerysim::core {
namespace {

constexpr double kSecondsPerMinute = 60.0;

template <class T, class Convert>
Parsed<double> converted(Parsed<T> parsed, Convert convert) {
    if (!parsed.value) return {{}, std::move(parsed.problem)};
    return {convert(*parsed.value), {}};
}

/// A bare number; a ratio may also be written in per cent.
Parsed<double> parse_ratio(std::string_view text) {
    if (auto fraction = parse_fraction(text); fraction.value) return fraction;
    return {{}, fmt::format("expected a number without unit, found {}", in_quotes(text))};
}

Parsed<double> parse_plain(std::string_view text) {
    if (const auto number = parse_number(text)) return {*number, {}};
    return {{}, fmt::format("expected a number without unit, found {}", in_quotes(text))};
}

/// The value in the metric's own unit.
Parsed<double> parse_threshold(MetricUnit unit, std::string_view text) {
    switch (unit) {
        case MetricUnit::seconds:
            return converted(parse_time(text), [](sim::SimTime t) { return t.seconds(); });
        case MetricUnit::fraction: return parse_fraction(text);
        case MetricUnit::per_minute:
            return converted(parse_rate(text), [](PerSecond r) { return r.value * kSecondsPerMinute; });
        case MetricUnit::ratio: return parse_ratio(text);
        case MetricUnit::vms: return parse_plain(text);
    }
    return parse_plain(text);
}

}  // namespace

Parsed<MetricStatistic> parse_metric_statistic(std::string_view text) {
    const std::string_view whole = trimmed(text);
    const auto dot = whole.find('.');
    const std::string_view name = whole.substr(0, dot);
    const MetricInfo* metric = find_metric(name);
    if (metric == nullptr) {
        std::vector<std::string_view> names;
        for (const MetricInfo& m : metrics()) names.push_back(m.name);
        return {{}, fmt::format("unknown metric {}{}", in_quotes(name), suggestion(name, names))};
    }
    const auto known = statistics_of(*metric);
    const std::string_view statistic = dot == std::string_view::npos ? known.front() : whole.substr(dot + 1);
    if (std::find(known.begin(), known.end(), statistic) == known.end()) {
        return {{},
                fmt::format("unknown statistic {} of {}; known are: {}", in_quotes(statistic), name,
                            fmt::join(known, ", "))};
    }
    return {MetricStatistic{std::string(name), std::string(statistic)}, {}};
}

Parsed<Objective> parse_objective(std::string_view text) {
    const auto relation_at = text.find_first_of("<>=");
    if (relation_at == std::string_view::npos) {
        return {{},
                fmt::format("expected a comparison such as 'time_to_running.p95 < 20 min', found {}",
                            in_quotes(text))};
    }
    auto measured = parse_metric_statistic(text.substr(0, relation_at));
    if (!measured.value) return {{}, std::move(measured.problem)};

    std::string_view rest = text.substr(relation_at);
    Objective objective;
    objective.text = std::string(trimmed(text));
    objective.metric = std::move(measured.value->metric);
    objective.statistic = std::move(measured.value->statistic);
    const bool or_equal = rest.size() > 1 && rest[1] == '=';
    if (rest.front() == '=') {
        return {{}, fmt::format("a comparison is one of < <= > >=, found {}", in_quotes(text))};
    }
    using enum Objective::Relation;
    if (rest.front() == '<') {
        objective.relation = or_equal ? less_equal : less;
    } else {
        objective.relation = or_equal ? greater_equal : greater;
    }
    rest = trimmed(rest.substr(or_equal ? 2 : 1));
    auto threshold = parse_threshold(find_metric(objective.metric)->unit, rest);
    if (!threshold.value) return {{}, std::move(threshold.problem)};
    objective.threshold = *threshold.value;
    return {std::move(objective), {}};
}

bool meets(const Objective& objective, double value) {
    using Relation = Objective::Relation;
    switch (objective.relation) {
        case Relation::less: return value < objective.threshold;
        case Relation::less_equal: return value <= objective.threshold;
        case Relation::greater: return value > objective.threshold;
        case Relation::greater_equal: return value >= objective.threshold;
    }
    return false;
}

}  // namespace gallerysim::core
