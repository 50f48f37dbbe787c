#include "analysis/junit_xml.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "core/metric.hpp"
#include "core/sweep_points.hpp"

namespace gallerysim::analysis {
namespace {

/// A text as an attribute or as content. XML knows no control characters: a question mark stands for them.
std::string in_xml(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            default: safe += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
        }
    }
    return safe;
}

/// The value with its interval; a single run that is looked at alone has none.
std::string measured(const core::Objective& wanted, const ObjectiveResult& objective, double confidence) {
    if (std::isnan(objective.value.value)) return "not defined";
    const DisplayUnit unit =
        display_unit(core::info(*core::metric_named(wanted.metric)).unit, objective.value.value);
    const std::string value = value_text(objective.value.value, unit);
    const std::string interval = interval_text(objective.value, unit);
    if (interval.empty()) return value;
    return fmt::format("{}, {} % interval {}{}", value, short_number(100.0 * confidence), interval,
                       objective.is_certain ? "" : "; not certain: the interval is on both sides");
}

std::string test_case(const std::string& suite, const core::Objective& wanted, const ObjectiveResult& objective,
                      double confidence) {
    std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n", in_xml(suite), in_xml(objective.text));
    const std::string value = in_xml(measured(wanted, objective, confidence));
    text += objective.ok ? fmt::format("      <system-out>{}</system-out>\n", value)
                         : fmt::format("      <failure message=\"measured: {}\"/>\n", value);
    return text + "    </testcase>\n";
}

std::size_t missed(const PointResult& result) {
    return static_cast<std::size_t>(
        std::ranges::count_if(result.objectives, [](const ObjectiveResult& o) { return !o.ok; }));
}

}  // namespace

std::string junit_xml(const core::Scenario& base, const SweepGrid& grid, std::span<const PointResult> results) {
    std::size_t cases = 0;
    std::size_t failures = 0;
    std::string suites;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const PointResult& result = results[i];
        const core::Experiment& experiment = grid.scenarios[i].experiment;
        const std::string suite =
            grid.axes.empty() ? base.name
                              : fmt::format("{}, point {}: {}", base.name, grid.numbers[i],
                                            core::point_text(grid.axes, grid.values[i]));
        suites += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", in_xml(suite),
                              result.objectives.size(), missed(result));
        for (std::size_t j = 0; j < result.objectives.size(); ++j) {
            suites += test_case(suite, experiment.objectives[j], result.objectives[j], experiment.confidence);
        }
        suites += "  </testsuite>\n";
        cases += result.objectives.size();
        failures += missed(result);
    }
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<testsuites name=\"gallerysim\" tests=\"{}\" failures=\"{}\">\n{}</testsuites>\n",
                       cases, failures, suites);
}

}  // namespace gallerysim::analysis
