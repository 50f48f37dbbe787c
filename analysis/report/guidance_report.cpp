#include "analysis/report/guidance_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/burst_size.hpp"
#include "analysis/closed_forms.hpp"
#include "analysis/guidance_names.hpp"
#include "analysis/guidance_regimes.hpp"
#include "analysis/guidance_verdict.hpp"
#include "analysis/human_text.hpp"
#include "analysis/report/guidance_charts.hpp"
#include "analysis/report/report_parts.hpp"
#include "analysis/study_objectives.hpp"
#include "core/metric.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;
using core::Metric;
using core::Statistic;

std::string k_with_interval(const Interval& interval, int digits) {
    if (std::isnan(interval.value)) return "-";
    if (!interval.is_bounded()) return fmt::format("{:.{}f} (?)", interval.value, digits);
    return fmt::format("{:.{}f} ({:.{}f} to {:.{}f})", interval.value, digits, interval.low, digits, interval.high, digits);
}

ReportTable burst_table(const GuidanceStudy& study) {
    const std::int64_t most = study.terms.most_vms;
    ReportTable table{.caption = "Largest burst n* by number of replicas r",
                      .columns = {{"image"}, {"storage"}, {"routing"}, {"r", Align::right}, {"n*", Align::right}, {"any larger misses from", Align::right},
                                  {"by arithmetic", Align::right}, {"n* / r", Align::right}, {"runs", Align::right}},
                      .rows = {},
                      .note = fmt::format("n* was shown, with {} % confidence, to meet the objectives; from the next column on bursts were shown to miss them. "
                                          ">=: the largest burst looked at holds. By arithmetic: floor((timeout - boot) / D) VMs per replica with boots of "
                                          "mean length; for random routing the largest burst of which 99 % share a replica with no more.",
                                          short_number(100.0 * study.confidence))};
    for (const GuidanceCase* of : printed_cases(study)) {
        for (const GuidancePoint& point : of->points) {
            table.rows.push_back({{of->image, storage_text(study, *of), std::string(core::to_string(of->routing)), std::to_string(point.replicas),
                                   burst_text(point, most), point.burst.misses > most ? "-" : std::to_string(point.burst.misses),
                                   point.by_arithmetic ? std::to_string(*point.by_arithmetic) : "-",
                                   short_number(static_cast<double>(point.burst.holds) / static_cast<double>(point.replicas)),
                                   std::to_string(point.burst.runs)}});
        }
    }
    return table;
}

ReportTable fit_table(const GuidanceStudy& study) {
    ReportTable table{.caption = "One number per replica?",
                      .columns = {{"image"}, {"storage"}, {"routing"}, {"k in n* = k r", Align::right}, {"b in n* ~ r^b", Align::right}, {"off the line", Align::right}, {"points", Align::right}},
                      .rows = {},
                      .note = fmt::format("Least squares over the r whose n* was found (relative errors; logarithms for b) with {} % intervals. b = 1: replicas "
                                          "scale linearly. Off the line: largest distance of n* from k r.",
                                          short_number(100.0 * study.confidence))};
    for (const GuidanceCase* of : printed_cases(study)) {
        table.rows.push_back({{of->image, storage_text(study, *of), std::string(core::to_string(of->routing)), k_with_interval(of->line.k, 2),
                               k_with_interval(of->power.b, 3), of->line.points > 1 ? fmt::format("{:.0f} %", 100.0 * of->line.quality.largest_relative_residual) : "-",
                               std::to_string(of->line.points)}});
    }
    return table;
}

ReportTable verdict_table(const GuidanceStudy& study) {
    ReportTable table{.caption = "The published ratios, judged", .columns = {{"image"}, {"storage"}, {"routing"}}, .rows = {}, .note = std::string(verdict_definitions())};
    for (const RatioClaim& claim : ratio_claims()) table.columns.push_back({std::string(claim.name)});
    table.columns.push_back({"at least 3"});
    for (const GuidanceCase* of : printed_cases(study)) {
        ReportTable::Row row{{of->image, storage_text(study, *of), std::string(core::to_string(of->routing))}};
        for (const RatioClaim& claim : ratio_claims()) row.cells.push_back(verdict_text(judge_ratio(*of, claim.vms_per_replica, study.terms.most_vms), study));
        JudgedClaim three = judge_at_least_three(*of);
        three.decided_up_to = study.terms.replicas.back();
        row.cells.push_back(verdict_text(three, study));
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable why_table(const GuidanceStudy& study) {
    ReportTable table{.caption = "What stops a larger burst",
                      .columns = {{"image"}, {"storage"}, {"routing"}, {"r", Align::right}, {"n*", Align::right}, {"fullest replica", Align::right}, {"if random", Align::right}, {"contention, %", Align::right}, {"binding limit"}},
                      .rows = {},
                      .note = "Fullest replica: VMs on it at n*, simulated mean. If random: what random routing of n* VMs would put there on average (closed form). "
                              "Contention: part of a VM's time that it reads beyond reading alone."};
    for (const GuidanceCase* of : printed_cases(study)) {
        const GuidancePoint* point = typical_point(*of, study.terms.most_vms);
        if (point == nullptr) continue;
        const bool is_described = point->at_burst.runs > 0;
        const BottleneckShare& share = point->at_burst.bottleneck;
        table.rows.push_back({{of->image, storage_text(study, *of), std::string(core::to_string(of->routing)), std::to_string(point->replicas),
                               burst_text(*point, study.terms.most_vms),
                               is_described ? fmt::format("{:.1f}", point->at_burst[Metric::peak_vms_per_replica][Statistic::mean].value) : "-",
                               fmt::format("{:.1f}", expected_hottest(static_cast<int>(point->burst.holds), static_cast<int>(point->replicas))),
                               is_described && share.total_s() > 0.0 ? percent_number(share.contention_s / share.total_s()) : "-",
                               binding_limit(*of, *point, study.terms.most_vms)}});
    }
    return table;
}

std::vector<ReportTable> regime_table(const core::Scenario& scenario, const GuidanceStudy& study) {
    const std::vector<Regime> all = regimes_of(scenario, study);
    if (all.empty()) return {};
    ReportTable table{.caption = "One model, many ratios",
                      .columns = {{"published ratio", Align::right}, {"published by"}, {"nearest regime: image"}, {"storage"}, {"routing"}, {"timeout", Align::right}, {"VMs per replica", Align::right}},
                      .rows = {},
                      .note = "By arithmetic, for these images with timeouts of 20, 40 and 90 min: published ratios differ because they describe different regimes."};
    for (const PublishedRatio& ratio : published_ratios()) {
        const Regime& regime = nearest_regime(all, ratio.vms_per_replica);
        table.rows.push_back({{count_text(static_cast<std::uint64_t>(ratio.vms_per_replica)), std::string(ratio.source), regime.image,
                               std::string(core::to_string(regime.storage)), regime.routing == core::Routing::random ? "random, r = 10" : "even",
                               fmt::format("{:.0f} min", regime.timeout_s / 60.0), short_number(std::round(regime.vms_per_replica))}});
    }
    return {std::move(table)};
}

}  // namespace

Report guidance_report(const core::Scenario& scenario, const GuidanceStudy& study, std::string command) {
    Report report{.kind = "Guidance study",
                  .title = scenario.name,
                  .question = "How many VMs can be created at once on r replicas, and are the published ratios right?",
                  .answer = lines_of(guidance_answer(study)),
                  .warnings = {},
                  .sections = {},
                  .origin = origin_of(std::move(command), {&scenario})};
    report.answer.push_back(fmt::format("A burst holds when it was shown, with {} % confidence, to meet: {}. Bursts of up to {} VMs were looked at.",
                                        short_number(100.0 * study.confidence), joined(study.terms.objectives),
                                        count_text(static_cast<std::uint64_t>(study.terms.most_vms))));
    report.sections.push_back({.title = "The published ratios", .charts = verdict_chart(study), .tables = {verdict_table(study)}});
    report.sections.push_back({.title = "The largest burst", .charts = burst_charts(study), .tables = {burst_table(study)}});
    report.sections.push_back({.title = "VMs per replica", .charts = fit_chart(study), .tables = {fit_table(study)}});
    report.sections.push_back({.title = "Why", .tables = {why_table(study)}});
    for (ReportTable& table : regime_table(scenario, study)) report.sections.back().tables.push_back(std::move(table));
    report.sections.push_back(assumption_section(scenario));
    return report;
}

}  // namespace gallerysim::analysis
