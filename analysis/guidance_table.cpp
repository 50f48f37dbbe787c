#include "analysis/guidance_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/closed_forms.hpp"
#include "analysis/guidance_names.hpp"
#include "analysis/guidance_regimes.hpp"
#include "analysis/guidance_verdict.hpp"
#include "analysis/human_text.hpp"
#include "analysis/study_objectives.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/metric.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;
using core::Metric;
using core::Statistic;

std::vector<std::string> case_cells(const GuidanceStudy& study, const GuidanceCase& of) {
    return {of.image, storage_text(study, of), std::string(core::to_string(of.routing))};
}

std::string range_text(const GuidancePoint& point, std::int64_t most_vms) {
    if (point.is_capped(most_vms)) return {};
    if (point.burst.misses > most_vms) return "..?";
    return fmt::format("..{}", point.burst.misses - 1);
}

std::string with_interval(const Interval& interval, int digits) {
    if (std::isnan(interval.value)) return "-";
    if (!interval.is_bounded()) return fmt::format("{:.{}f} (?)", interval.value, digits);
    return fmt::format("{:.{}f} ({:.{}f} to {:.{}f})", interval.value, digits, interval.low, digits, interval.high, digits);
}

std::string bursts(const GuidanceStudy& study) {
    const std::int64_t most = study.terms.most_vms;
    std::vector<std::string> heading{"image", "storage", "routing", ""};
    for (const std::int64_t r : study.terms.replicas) heading.push_back(fmt::format("r={}", r));
    std::vector<Align> columns(heading.size(), Align::right);
    std::fill_n(columns.begin(), 4, Align::left);
    TextTable table(columns, 2, 4);
    table.add(std::move(heading));
    for (const GuidanceCase* of : printed_cases(study)) {
        std::vector<std::string> first = case_cells(study, *of);
        std::vector<std::string> second{"", "", ""};
        std::vector<std::string> third{"", "", ""};
        first.emplace_back("n*");
        second.emplace_back("to");
        third.emplace_back("arithmetic");
        for (const GuidancePoint& point : of->points) {
            first.push_back(burst_text(point, most));
            second.push_back(range_text(point, most));
            third.push_back(point.by_arithmetic ? fmt::format("{}", *point.by_arithmetic) : "-");
        }
        table.add(std::move(first));
        table.add(std::move(second));
        table.add(std::move(third));
    }
    return table.render();
}

std::string fits(const GuidanceStudy& study) {
    TextTable table({Align::left, Align::left, Align::left, Align::left, Align::left, Align::right, Align::right}, 2, 3);
    table.add({"image", "storage", "routing", "k in n* = k r", "b in n* ~ r^b", "off the line", "points"});
    for (const GuidanceCase* of : printed_cases(study)) {
        std::vector<std::string> cells = case_cells(study, *of);
        cells.push_back(with_interval(of->line.k, 2));
        cells.push_back(with_interval(of->power.b, 3));
        cells.push_back(of->line.points > 1 ? fmt::format("{:.0f} %", 100.0 * of->line.quality.largest_relative_residual) : "-");
        cells.push_back(std::to_string(of->line.points));
        table.add(std::move(cells));
    }
    return table.render();
}

std::string verdicts(const GuidanceStudy& study) {
    std::vector<std::string> heading{"image", "storage", "routing"};
    for (const RatioClaim& claim : ratio_claims()) heading.emplace_back(claim.name);
    heading.emplace_back("at least 3");
    TextTable table(std::vector<Align>(heading.size(), Align::left), 2, 3);
    table.add(std::move(heading));
    for (const GuidanceCase* of : printed_cases(study)) {
        std::vector<std::string> cells = case_cells(study, *of);
        for (const RatioClaim& claim : ratio_claims()) {
            cells.push_back(verdict_text(judge_ratio(*of, claim.vms_per_replica, study.terms.most_vms), study));
        }
        JudgedClaim three = judge_at_least_three(*of);
        three.decided_up_to = study.terms.replicas.back();
        cells.push_back(verdict_text(three, study));
        table.add(std::move(cells));
    }
    return table.render();
}

std::string why(const GuidanceStudy& study) {
    TextTable table({Align::left, Align::left, Align::left, Align::right, Align::right, Align::right, Align::right,
                     Align::right, Align::right, Align::left}, 2, 5);
    table.add({"image", "storage", "routing", "r", "n*", "n*/r", "hottest", "random", "contention", "binding limit"});
    for (const GuidanceCase* of : printed_cases(study)) {
        const GuidancePoint* point = typical_point(*of, study.terms.most_vms);
        if (point == nullptr) continue;
        std::vector<std::string> cells = case_cells(study, *of);
        const auto vms = static_cast<int>(point->burst.holds);
        cells.push_back(std::to_string(point->replicas));
        cells.push_back(burst_text(*point, study.terms.most_vms));
        cells.push_back(short_number(static_cast<double>(vms) / static_cast<double>(point->replicas)));
        const bool is_described = point->at_burst.runs > 0;
        cells.push_back(is_described
                            ? fmt::format("{:.1f}", point->at_burst[Metric::peak_vms_per_replica][Statistic::mean].value)
                            : "-");
        cells.push_back(fmt::format("{:.1f}", expected_hottest(vms, static_cast<int>(point->replicas))));
        const BottleneckShare& share = point->at_burst.bottleneck;
        cells.push_back(is_described && share.total_s() > 0.0 ? percent_number(share.contention_s / share.total_s()) + " %"
                                                              : "-");
        cells.push_back(binding_limit(*of, *point, study.terms.most_vms));
        table.add(std::move(cells));
    }
    return table.render();
}

std::string regimes(const core::Scenario& scenario, const GuidanceStudy& study) {
    const std::vector<Regime> all = regimes_of(scenario, study);
    if (all.empty()) return {};
    TextTable table({Align::right, Align::left, Align::left, Align::left, Align::right, Align::right});
    table.add({"published", "nearest regime: image", "storage", "routing", "timeout", "VMs per replica"});
    for (const PublishedRatio& ratio : published_ratios()) {
        const Regime& regime = nearest_regime(all, ratio.vms_per_replica);
        table.add({count_text(static_cast<std::uint64_t>(ratio.vms_per_replica)), regime.image,
                   std::string(core::to_string(regime.storage)),
                   regime.routing == core::Routing::random ? "random, r = 10" : "even",
                   fmt::format("{:.0f} min", regime.timeout_s / 60.0), short_number(std::round(regime.vms_per_replica))});
    }
    return table.render();
}

std::string headline(const core::Scenario& scenario, const GuidanceStudy& study) {
    const double confidence = 100.0 * study.confidence;
    return wrapped(guidance_answer(study)) +
           wrapped(fmt::format("n*: the largest burst that was shown, with {} % confidence, to meet: {}.\n"
                               "scenario {}, hash {}, seed {}; bursts of up to {} VMs",
                               short_number(confidence), joined(study.terms.objectives), scenario.name,
                               core::content_hash(scenario), scenario.seed,
                               count_text(static_cast<std::uint64_t>(study.terms.most_vms))));
}

}  // namespace

std::string guidance_table(const core::Scenario& scenario, const GuidanceStudy& study, Colour colour) {
    const auto section = [colour](std::string_view title, const std::string& body, std::string_view legend) {
        return fmt::format("\n{}\n{}{}", styled(title, TextStyle::bold, colour), body,
                           legend.empty() ? std::string() : wrapped(legend));
    };
    const std::string confidence = short_number(100.0 * study.confidence);
    return headline(scenario, study) +
           section("Largest burst n*(r)", bursts(study),
                   fmt::format("to: any larger burst was shown, with {} % confidence, to miss. >=: the largest burst looked "
                               "at holds. arithmetic: floor((timeout - boot) / D) VMs per replica with boots of mean "
                               "length; for random routing the largest burst of which 99 % share a replica with no more; "
                               "both if all VMs began at the same time.",
                               confidence)) +
           section("One number per replica?", fits(study),
                   fmt::format("Least squares over the r whose n* was found (relative errors; logarithms for b) with {} % "
                               "intervals. b = 1: replicas scale linearly. off the line: largest distance of n* from k r.",
                               confidence)) +
           section("The published ratios", verdicts(study), verdict_definitions()) +
           section("Why", why(study),
                   "hottest: VMs on the fullest replica at n*, simulated mean. random: what random routing of n* VMs "
                   "would put there on average (closed form). contention: share of a VM's time that it reads beyond "
                   "reading alone.") +
           section("One model, many ratios", regimes(scenario, study),
                   "By arithmetic, for these images with timeouts of 20, 40 and 90 min: published ratios differ because "
                   "they describe different regimes.");
}

}  // namespace gallerysim::analysis
