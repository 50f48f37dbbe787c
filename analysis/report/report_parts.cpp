#include "analysis/report/report_parts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "core/assumptions.hpp"
#include "core/catalogue_lines.hpp"
#include "core/metric.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;

ReportTable assumed_figures(const core::Assumptions& assumed) {
    ReportTable table{.caption = "Figures that nobody publishes, as assumed",
                      .columns = {{"figure"}, {"value"}, {"grade"}, {"reason"}},
                      .rows = {},
                      .note = "Change one with --set KEY=VALUE, or give it in the scenario."};
    for (const core::AssumedFigure& figure : assumed.figures) {
        table.rows.push_back({{figure.path, figure.value, std::string(core::to_string(core::Grade::assumed)), figure.reason}});
    }
    return table;
}

ReportTable model_assumptions(const core::Assumptions& assumed) {
    ReportTable table{.caption = "Ways in which the model simplifies", .columns = {{"assumption"}, {"statement"}, {"reason"}}, .rows = {}};
    for (const core::ModelAssumption& assumption : assumed.modelling) {
        table.rows.push_back({{std::string(assumption.id), std::string(assumption.statement), std::string(assumption.reason)}});
    }
    return table;
}

ReportTable figures_in_force(const core::Scenario& scenario) {
    ReportTable table{.caption = "All figures in force", .columns = {{"figure"}, {"value"}, {"grade"}, {"source"}}, .rows = {}};
    for (const core::CatalogueLine& line : core::catalogue_lines(scenario.catalogue)) {
        if (!line.grade) continue;
        table.rows.push_back({{line.key_path(), line.value, std::string(core::to_string(*line.grade)), std::string(line.source)}});
    }
    return table;
}

}  // namespace

std::string objective_verdict(const ObjectiveResult& objective) {
    if (std::isnan(objective.value.value)) return "missed: not defined";
    return std::string(objective.ok ? "met" : "missed") +
           (objective.is_certain ? " for certain" : ", not certain: the interval is on both sides");
}

ReportTable objective_table(const core::Scenario& scenario, const PointResult& result) {
    ReportTable table{.caption = "Objectives",
                      .columns = {{"objective"}, {"threshold", Align::right}, {"measured", Align::right}, {"interval", Align::right}, {"verdict"}},
                      .rows = {},
                      .note = fmt::format("Intervals: {} %.", short_number(100.0 * scenario.experiment.confidence))};
    for (std::size_t i = 0; i < result.objectives.size(); ++i) {
        const ObjectiveResult& measured = result.objectives[i];
        const core::Objective& objective = scenario.experiment.objectives[i];
        const core::MetricUnit metric_unit = core::info(core::metric_named(objective.metric).value()).unit;
        const DisplayUnit unit = display_unit(metric_unit, std::isnan(measured.value.value) ? objective.threshold : measured.value.value);
        table.rows.push_back({{objective.text,
                               fmt::format("{} {}", core::to_string(objective.relation), value_text(objective.threshold, unit)),
                               value_text(measured.value.value, unit), interval_text(measured.value, unit), objective_verdict(measured)},
                              measured.ok ? RowMark::good : RowMark::bad});
    }
    return table;
}

ReportSection bill_section(const core::Bill& bill) {
    ReportSection section{.title = "What it costs"};
    if (bill.lines.empty()) return {};
    section.paragraphs.push_back(fmt::format(
        "The replicas cost {} USD a month. Over the {} of this answer that is {} USD, and the copies between regions cost {} USD once.",
        usd_text(bill.storage_usd_per_month()), value_text(bill.billed.seconds(), display_unit(core::MetricUnit::seconds, bill.billed.seconds())), usd_text(bill.storage_usd()), usd_text(bill.egress_usd())));
    ReportTable table{.caption = "Bill by version and region, US dollars",
                      .columns = {{"version"}, {"region"}, {"storage"}, {"replicas", Align::right}, {"GB each", Align::right},
                                  {"a month", Align::right}, {"storage", Align::right}, {"egress, GB", Align::right}, {"egress", Align::right}},
                      .rows = {},
                      .note = "Each replica stores the occupied size; a GB is 10^9 bytes, a month 730 h. Egress is paid once, for the first "
                              "replica of each region but the source. VMs are not part of the bill."};
    for (const core::BillLine& line : bill.lines) {
        table.rows.push_back({{fmt::format("{}/{}/{}", line.gallery, line.item, line.version), line.region,
                               std::string(core::to_string(line.storage)), std::to_string(line.replicas), short_number(line.gb),
                               usd_text(line.storage_usd_per_month), usd_text(line.storage_usd), short_number(line.egress_gb),
                               usd_text(line.egress_usd)}});
    }
    section.tables.push_back(std::move(table));
    return section;
}

ReportSection assumption_section(const core::Scenario& scenario) {
    const core::Assumptions assumed = core::assumptions(scenario);
    ReportSection section{.title = "What it rests on"};
    section.paragraphs.push_back(fmt::format("Every figure has a grade: published, field report (one observation by users), assumed (nobody publishes "
                                             "it), or given by the scenario. {} that this answer depends on {} assumed.",
                                             count_text(assumed.figures.size(), "figure", "figures"), assumed.figures.size() == 1 ? "is" : "are"));
    if (!assumed.figures.empty()) section.tables.push_back(assumed_figures(assumed));
    section.tables.push_back(model_assumptions(assumed));
    section.tables.push_back(figures_in_force(scenario));
    return section;
}

ReportOrigin origin_of(std::string command, const std::vector<const core::Scenario*>& scenarios) {
    ReportOrigin origin{.command = std::move(command), .seed = scenarios.front()->seed, .scenarios = {}};
    for (const core::Scenario* scenario : scenarios) {
        origin.scenarios.push_back({scenario->name, core::content_hash(*scenario), core::to_yaml(*scenario)});
    }
    return origin;
}

std::string value_cell(const Interval& interval, const DisplayUnit& unit) {
    const std::string value = number_text(interval.value, unit);
    if (interval.is_bounded() && !interval_text(interval, unit).empty()) {
        return fmt::format("{}\n({}–{})", value, number_text(interval.low, unit), number_text(interval.high, unit));
    }
    const std::string range = interval_text(interval, unit);
    return range.empty() ? value : fmt::format("{}\n({})", value, range);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (end > begin) lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

}  // namespace gallerysim::analysis
