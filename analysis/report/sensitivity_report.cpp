#include "analysis/report/sensitivity_report.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "analysis/report/report_parts.hpp"
#include "analysis/sensitivity_sentences.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;

constexpr std::size_t kFactorRow = 24;  // pixels

/// The factors, from the one that matters most, with their intervals. Empty where the response has no value.
std::vector<ReportChart> ranking_chart(const SensitivityStudy& study, const ResponseSensitivity& response, std::size_t number) {
    const std::vector<std::size_t> order = ranking(study, response);
    const DisplayUnit unit = is_morris(study) ? effect_unit(response.response, sensitivity_weight(study, response, order.front()).value)
                                              : DisplayUnit{.symbol = "%", .size = 0.01};
    ChartRows rows{"assumption", "shown", "value", "low", "high"};
    std::vector<std::string> paths;
    for (const std::size_t f : order) {
        const Interval& weight = sensitivity_weight(study, response, f);
        if (std::isnan(weight.value)) continue;
        paths.push_back(study.factors[f].path);
        rows.add(paths.back(), is_shown_to_matter(study, response, f) ? "more than chance" : "not shown to be more than chance", in_units(weight, unit));
    }
    if (rows.empty()) return {};
    Json spec = Json::parse(R"({"data": {"name": "factors"}, "layer": [
        {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5, "tooltip": null}, "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": true, "size": 70}, "encoding": {"x": {"field": "value", "type": "quantitative"}}}]})");
    spec["height"] = kFactorRow * paths.size();
    draw_known_ranges(spec["layer"][0]);
    const std::string title = with_symbol(is_morris(study) ? "mean size of its effect, mu*" : "part of the variance, with interactions", unit);
    for (Json& layer : spec["layer"]) {
        layer["encoding"]["x"]["title"] = title;
        layer["encoding"]["y"] = category("assumption", "");
        layer["encoding"]["y"]["sort"] = paths;
        layer["encoding"]["y"]["axis"] = {{"labelLimit", 420}};
        layer["encoding"]["color"] = category("shown", "");
        layer["encoding"]["color"]["scale"] = {{"domain", {"more than chance", "not shown to be more than chance"}}};
    }
    spec["layer"][1]["encoding"]["shape"] = spec["layer"][1]["encoding"]["color"];
    return {make_chart(fmt::format("assumptions-{}", number), fmt::format("{}: what it hangs on", response.response.name()),
                       sensitivity_answer(study, response), spec, {{"factors", rows.csv()}})};
}

ReportTable ranking_table(const SensitivityStudy& study, const ResponseSensitivity& response) {
    const auto rows = sensitivity_rows(study, response);
    ReportTable table{.caption = fmt::format("{}: assumptions ranked", response.response.name()), .columns = {}, .rows = {}, .note = sensitivity_legend(study)};
    for (std::size_t i = 0; i < rows.front().size(); ++i) {
        const bool is_text = i == 0 || rows.front()[i] == "interval";
        table.columns.push_back({i == 0 ? "assumption" : rows.front()[i], is_text ? Align::left : Align::right});
    }
    for (std::size_t r = 1; r < rows.size(); ++r) table.rows.push_back({rows[r]});
    return table;
}

ReportSection varied_section(const SensitivityStudy& study) {
    ReportTable varied{.caption = "Varied, each independently and evenly over", .columns = {{"assumption"}, {"range"}, {"why this range"}}, .rows = {}};
    for (const Factor& factor : study.factors) varied.rows.push_back({{factor.path, factor.range, factor.reason}});
    ReportSection section{.title = "What was varied", .tables = {std::move(varied)}};
    if (study.held.empty()) return section;
    ReportTable held{.caption = "Assumed too, but held", .columns = {{"assumption"}, {"value"}, {"why"}}, .rows = {}};
    for (const HeldFigure& figure : study.held) held.rows.push_back({{figure.path, figure.value, figure.reason}});
    section.tables.push_back(std::move(held));
    return section;
}

}  // namespace

Report sensitivity_report(const core::Scenario& scenario, const SensitivityStudy& study, std::string command) {
    Report report{.kind = "Sensitivity analysis",
                  .title = scenario.name,
                  .question = "Which assumption does the answer hang on?",
                  .answer = {},
                  .warnings = {},
                  .sections = {},
                  .origin = origin_of(std::move(command), {&scenario})};
    std::size_t number = 0;
    for (const ResponseSensitivity& response : study.responses) {
        report.answer.push_back(sensitivity_answer(study, response));
        report.answer.push_back(sensitivity_span(study, response));
        for (std::string& warning : sensitivity_warnings(study, response)) report.warnings.push_back(std::move(warning));
        ReportSection section{.title = response.response.name(),
                              .charts = ranking_chart(study, response, ++number),
                              .tables = {ranking_table(study, response)}};
        if (std::string sums = sensitivity_sums(study, response); !sums.empty()) section.paragraphs.push_back(std::move(sums));
        report.sections.push_back(std::move(section));
    }
    report.answer.push_back(sensitivity_method(study) + '.');
    report.sections.push_back(varied_section(study));
    report.sections.push_back(assumption_section(scenario));
    return report;
}

}  // namespace gallerysim::analysis
