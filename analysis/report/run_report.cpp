#include "analysis/report/run_report.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/gallery_report.hpp"
#include "analysis/human_text.hpp"
#include "analysis/report/curve_charts.hpp"
#include "analysis/report/point_charts.hpp"
#include "analysis/report/region_map.hpp"
#include "analysis/report/replication_report.hpp"
#include "analysis/report/report_parts.hpp"
#include "analysis/result_headline.hpp"
#include "analysis/result_warnings.hpp"
#include "core/gallery/rule.hpp"
#include "core/hold_ups.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;

std::string per_run(std::uint64_t count, const PointResult& result) {
    return short_number(static_cast<double>(count) / static_cast<double>(result.runs));
}

ReportTable outcome_table(const PointResult& result) {
    ReportTable table{.caption = "What becomes of the VMs",
                      .columns = {{"outcome"}, {"VMs per run", Align::right}, {"%", Align::right}},
                      .rows = {}};
    const auto add = [&](std::string_view name, std::uint64_t count) {
        table.rows.push_back({{std::string(name), per_run(count, result),
                               percent_number(static_cast<double>(count) / static_cast<double>(result.requested))}});
    };
    for (std::size_t i = 0; i < core::kVmOutcomes; ++i) {
        const bool is_running = i == static_cast<std::size_t>(core::VmOutcome::running);
        if (is_running || result.outcomes[i] > 0) add(core::kVmOutcomeNames[i], result.outcomes[i]);
    }
    add("requested", result.requested);
    return table;
}

/// Who refused: limits of the control plane, replicas, and the gallery's rules.
ReportTable refusal_table(const PointResult& result) {
    ReportTable table{.caption = "Who refuses", .columns = {{"limit or rule"}, {"answers per run", Align::right}, {"what it is"}}, .rows = {}};
    for (std::size_t i = 0; i < core::kLimits; ++i) {
        const std::uint64_t count = result.throttles.throttled[i];
        if (count > 0) table.rows.push_back({{std::string(core::kLimitNames[i]), per_run(count, result), "429, " + std::string(core::kLimitMeanings[i])}});
    }
    if (result.storage.busy_answers > 0) {
        table.rows.push_back({{"replica_readers", per_run(result.storage.busy_answers, result), "503, a replica with as many readers as it admits"}});
    }
    for (const core::RuleInfo& rule : core::all_rules()) {
        const std::uint64_t count = result.rejected[static_cast<std::size_t>(rule.rule)];
        if (count > 0) table.rows.push_back({{std::string(rule.id), per_run(count, result), std::string(rule.statement)}});
    }
    return table;
}

ReportTable binding_table(const PointResult& result) {
    static constexpr double kWorthARow = 0.0005;
    ReportTable table{.caption = "Binding limit, by its part of the time", .columns = {{"limit"}, {"%", Align::right}, {"what it is"}}, .rows = {}};
    for (std::size_t i = 0; i < core::kHoldUps; ++i) {
        const auto hold_up = static_cast<core::HoldUp>(i);
        if (result.binding[i] < kWorthARow) continue;
        table.rows.push_back({{std::string(core::name_of(hold_up)), percent_number(result.binding[i]), std::string(core::meaning_of(hold_up))}});
    }
    return table;
}

ReportSection answer_section(const core::Scenario& scenario, const PointResult& result) {
    ReportSection section{.title = "The answer in numbers"};
    if (!result.objectives.empty()) section.tables.push_back(objective_table(scenario, result));
    section.charts.push_back(outcome_chart(result));
    section.tables.push_back(outcome_table(result));
    if (ReportTable refused = refusal_table(result); !refused.rows.empty()) section.tables.push_back(std::move(refused));
    return section;
}

ReportSection time_section(const core::Scenario& scenario, const PointResult& result) {
    ReportSection section{.title = "How long it takes"};
    for (auto& chart : quantile_chart(scenario, result)) section.charts.push_back(std::move(chart));
    section.tables.push_back(metric_report_table(scenario, result));
    return section;
}

ReportSection bottleneck_section(const PointResult& result) {
    ReportSection section{.title = "Where the time goes"};
    if (!(result.bottleneck.total_s() > 0.0)) return {};
    section.charts.push_back(bottleneck_chart(result));
    section.tables.push_back(bottleneck_table(result));
    return section;
}

/// What every fault did, and what all of them cost against the same runs without.
ReportSection fault_section(const core::Scenario& scenario, const PointResult& result) {
    ReportSection section{.title = "What the faults did"};
    section.paragraphs.push_back(fmt::format("Faults hit {} VMs per run; {} of them did not come to run.", per_run(result.hit_vms, result),
                                             per_run(result.hit_vms_failed, result)));
    ReportTable faults{.caption = "Faults", .columns = {{"fault"}, {"times per run", Align::right}, {"broken, min per run", Align::right}, {"reads lost per run", Align::right}, {"VMs placed again per run", Align::right}}, .rows = {}};
    for (std::size_t i = 0; i < result.faults.size(); ++i) {
        const FaultTally& tally = result.faults[i];
        faults.rows.push_back({{scenario.faults[i].name, per_run(tally.times, result), short_number(tally.broken_s / 60.0 / static_cast<double>(result.runs)),
                                per_run(tally.reads_lost, result), per_run(tally.places_lost, result)}});
    }
    section.tables.push_back(std::move(faults));
    if (result.fault_costs.empty()) return section;
    ReportTable costs{.caption = "What they cost", .columns = {{"metric"}, {"without faults", Align::right}, {"with them", Align::right}, {"difference", Align::right}, {"interval", Align::right}}, .rows = {},
                      .note = "The same runs on the same random numbers without the faults; differences are means over the runs."};
    for (const FaultCost& cost : result.fault_costs) {
        const core::MetricInfo& metric = core::info(cost.metric);
        const DisplayUnit unit = display_unit(metric.unit, std::fmax(cost.with, cost.without));
        costs.rows.push_back({{fmt::format("{}.{}", metric.name, core::statistics_of(metric)[static_cast<std::size_t>(cost.statistic)]),
                               value_text(cost.without, unit), value_text(cost.with, unit), value_text(cost.difference.value, unit), interval_text(cost.difference, unit)}});
    }
    section.tables.push_back(std::move(costs));
    return section;
}

/// Where the versions that VMs are created from have replicas, when that is more than one region.
std::vector<ReportChart> replica_map(const core::Scenario& scenario) {
    std::vector<MapRegion> regions;
    double replicas = 0.0;
    for (const core::Gallery& gallery : scenario.galleries) {
        for (const core::ImageDefinition& image : gallery.images) {
            for (const core::ImageVersion& version : image.versions) {
                for (const core::TargetRegion& target : version.target_regions) {
                    auto found = std::ranges::find(regions, target.name, &MapRegion::name);
                    if (found == regions.end()) found = regions.insert(regions.end(), {target.name, NAN, 0.0, ""});
                    found->size += static_cast<double>(target.replicas);
                    replicas += static_cast<double>(target.replicas);
                }
            }
        }
    }
    if (regions.size() < 2) return {};
    return {region_map({"replica-map", "Regions with replicas",
                        fmt::format("{} replicas of all image versions in {} regions at the beginning.", replicas, regions.size()), "", "replicas"},
                       regions, scenario.catalogue.regions)};
}

}  // namespace

Report run_report(const core::Scenario& scenario, const PointResult& result, const CurveTable& curves, std::string command) {
    Report report{.kind = "One scenario, simulated",
                  .title = scenario.name,
                  .question = "What becomes of these VMs, how long does it take, and what decides it?",
                  .answer = lines_of(result_headline(scenario, result)),
                  .warnings = {},
                  .sections = {},
                  .origin = origin_of(std::move(command), {&scenario})};
    if (!scenario.description.empty()) report.question = scenario.description + (scenario.description.ends_with('?') ? " " : ". ") + report.question;
    if (!result.objectives.empty()) report.verdict = result.objectives_met() ? RowMark::good : RowMark::bad;
    if (result.replay) {
        report.answer.push_back(fmt::format("Run {} alone: nothing is estimated from it.", result.replay->run));
    } else {
        report.answer.push_back(fmt::format("{} of {} each; {} % intervals.", count_text(result.runs, "run", "runs"),
                                            vms_per_run_text(scenario, result), short_number(100.0 * scenario.experiment.confidence)));
    }
    if (result.requested > 0) {
        report.warnings = result_warnings(scenario, result);
        report.sections.push_back(answer_section(scenario, result));
        report.sections.push_back(time_section(scenario, result));
        report.sections.push_back(bottleneck_section(result));
        ReportSection course{.title = "The course over time", .charts = curve_charts(curves)};
        if (ReportTable binding = binding_table(result); !binding.rows.empty()) course.tables.push_back(std::move(binding));
        report.sections.push_back(std::move(course));
    }
    if (!result.faults.empty()) report.sections.push_back(fault_section(scenario, result));
    for (ReportSection& section : replication_sections(scenario, result.replications, "replication-")) {
        report.sections.push_back(std::move(section));
    }
    ReportSection bill = bill_section(bill_of_runs(scenario, result));
    bill.charts = replica_map(scenario);
    report.sections.push_back(std::move(bill));
    report.sections.push_back(assumption_section(scenario));
    std::erase_if(report.sections, [](const ReportSection& section) { return section.empty(); });
    return report;
}

}  // namespace gallerysim::analysis
