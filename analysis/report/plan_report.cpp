#include "analysis/report/plan_report.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/plan_sentences.hpp"
#include "analysis/plan_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "analysis/report/report_parts.hpp"
#include "analysis/study_objectives.hpp"
#include "core/gallery/bill.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::analysis {

namespace {

using Align = ReportTable::Align;

constexpr std::size_t kOptionRow = 30;  // pixels

std::string target_name(const PlannedTarget& target) { return fmt::format("{} in {}", target.target.version, target.target.region); }

ReportTable option_table(const core::Scenario& scenario, const ReplicaPlan& plan) {
    ReportTable table{.caption = "Replicas by target region and storage type",
                      .columns = {{"version and region"}, {"storage"}, {"VMs", Align::right}, {"replicas", Align::right}, {"least", Align::right},
                                  {"miss", Align::right}, {"arithmetic", Align::right}, {"USD/month", Align::right}, {""}},
                      .rows = {},
                      .note = plan_legend(scenario, plan)};
    for (const PlannedTarget& target : plan.targets) {
        for (std::size_t o = 0; o < target.options.size(); ++o) {
            const StorageOption& option = target.options[o];
            ReportTable::Row row{{target_name(target), std::string(core::to_string(option.storage)), short_number(target.target.vms)}};
            std::ranges::move(plan_option_cells(option), std::back_inserter(row.cells));
            const std::string_view reason = option.obstacle.text.empty() ? to_string(option.obstacle.kind) : option.obstacle.text;
            row.cells.push_back(plan_option_note(region_of(scenario, target.target), target, o, reason));
            if (target.chosen == o) row.mark = RowMark::good;
            if (!option.is_possible()) row.mark = RowMark::bad;
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

/// Every option that is known: what is planned, what was shown, and what was shown not to do. Empty without any.
std::vector<ReportChart> option_charts(const ReplicaPlan& plan) {
    ChartRows rows{"option", "planned", "least", "shown_to_miss", "usd_per_month", "choice"};
    std::vector<std::string> order;
    for (const PlannedTarget& target : plan.targets) {
        for (std::size_t o = 0; o < target.options.size(); ++o) {
            const StorageOption& option = target.options[o];
            if (option.least == 0) continue;
            order.push_back(fmt::format("{}: {}", target_name(target), core::to_string(option.storage)));
            rows.add(order.back(), option.replicas, option.least, option.misses, option.usd_per_month,
                     target.chosen == o ? "chosen" : option.is_possible() ? "possible" : "beyond a limit");
        }
    }
    if (rows.empty()) return {};
    const auto spec_of = [&](std::string_view field, const std::string& title) {
        Json spec = {{"height", kOptionRow * order.size()}, {"data", {{"name", "options"}}}};
        Json y = category("option", "");
        y["sort"] = order;
        y["axis"] = {{"labelLimit", 380}};
        Json colour = category("choice", "");
        colour["scale"] = {{"domain", {"chosen", "possible", "beyond a limit"}}};
        spec["encoding"] = {{"y", std::move(y)}, {"x", quantity(field, title)}};
        spec["layer"] = Json::array({Json{{"mark", {{"type", "bar"}}}, {"encoding", {{"color", std::move(colour)}}}},
                                     Json{{"mark", {{"type", "text"}, {"align", "left"}, {"dx", 5}}},
                                          {"encoding", {{"text", {{"field", field}, {"type", "quantitative"}, {"format", field == "planned" ? "d" : ".2f"}}}}}}});
        return spec;
    };
    const auto [fewest, most] = std::ranges::minmax(plan.targets.front().options, {}, &StorageOption::usd_per_month);
    return {make_chart("plan-replicas", "Replicas that do, by storage type",
                       "The least replicas that were shown to meet the objectives, with the margin. The table below tells which numbers were shown to miss.",
                       spec_of("planned", "replicas, margin included"), {{"options", rows.csv()}}),
            make_chart("plan-cost", "What they cost",
                       fmt::format("Cost of these replicas in their region, by the bill's prices: in {} from {} USD a month ({}) to {} ({}).",
                                   target_name(plan.targets.front()), usd_text(fewest.usd_per_month), core::to_string(fewest.storage),
                                   usd_text(most.usd_per_month), core::to_string(most.storage)),
                       spec_of("usd_per_month", "US dollars a month"), {{"options", rows.csv()}})};
}

}  // namespace

Report plan_report(const core::Scenario& scenario, const ReplicaPlan& plan, std::string command) {
    Report report{.kind = "Replica plan",
                  .title = scenario.name,
                  .question = "How many replicas does each version need in each region, on which storage?",
                  .answer = lines_of(plan_headline(plan)),
                  .verdict = plan.is_possible() ? RowMark::good : RowMark::bad,
                  .warnings = plan_warnings(scenario, plan),
                  .sections = {},
                  .origin = origin_of(std::move(command), {&scenario})};
    report.answer.push_back(fmt::format("Asked for: {}, with {} % confidence. Simulated for it: {} with {} VMs in all.", joined(plan.terms.objectives),
                                        short_number(100.0 * plan.confidence), count_text(plan.runs, "run", "runs"), count_text(plan.vms)));
    if (!scenario.description.empty()) report.question = scenario.description;
    report.sections.push_back({.title = "What was looked at", .charts = option_charts(plan), .tables = {option_table(scenario, plan)}});
    ReportSection reserve{.title = "Reserve and cost", .paragraphs = lines_of(margin_text(plan.terms.margin))};
    if (plan.is_possible()) reserve.paragraphs.push_back(plan_cost(scenario, plan));
    report.sections.push_back(std::move(reserve));
    if (plan.is_possible()) {
        report.sections.push_back({.title = "To make it so", .paragraphs = {"As commands of the Azure CLI; RESOURCE_GROUP is to be filled in:"}, .code = {plan_az(scenario, plan)}});
        ReportSection bill = bill_section(core::bill_of(as_planned(scenario, plan), core::kBilledMonth));
        if (!bill.empty()) report.sections.push_back(std::move(bill));
    }
    report.sections.push_back(assumption_section(scenario));
    return report;
}

}  // namespace gallerysim::analysis
