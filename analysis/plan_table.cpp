// plan_table() of plan_text.hpp.

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/plan_sentences.hpp"
#include "analysis/plan_text.hpp"
#include "analysis/study_objectives.hpp"
#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::analysis {

namespace {

using Align = TextTable::Align;

std::string about(const core::Scenario& scenario, const ReplicaPlan& plan) {
    TextTable table({Align::left, Align::left});
    table.add({"scenario", fmt::format("{}, hash {}, seed {}", scenario.name, core::content_hash(scenario), scenario.seed)});
    table.add({"objective", joined(plan.terms.objectives)});
    table.add({"runs", fmt::format("{}, {} VMs", count_text(plan.runs, "run", "runs"), count_text(plan.vms))});
    return table.render();
}

std::string options(const core::Scenario& scenario, const ReplicaPlan& plan) {
    TextTable table({Align::left, Align::left, Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                     Align::left}, 2, 3);
    table.add({"version", "region", "storage", "replicas", "least", "miss", "arithmetic", "USD/month", ""});
    for (const PlannedTarget& target : plan.targets) {
        const core::TargetRegion& now = region_of(scenario, target.target);
        for (std::size_t o = 0; o < target.options.size(); ++o) {
            std::vector<std::string> cells{o == 0 ? target.target.version : "", o == 0 ? target.target.region : "",
                                           std::string(core::to_string(target.options[o].storage))};
            std::ranges::move(plan_option_cells(target.options[o]), std::back_inserter(cells));
            cells.push_back(plan_option_note(now, target, o, to_string(target.options[o].obstacle.kind)));
            table.add(std::move(cells));
        }
    }
    return table.render();
}

}  // namespace

std::string plan_table(const core::Scenario& scenario, const ReplicaPlan& plan, Colour colour) {
    std::string answer = wrapped(plan_headline(plan));
    const auto end = answer.find('\n');
    answer.replace(0, end, styled(answer.substr(0, end), TextStyle::bold, colour));
    std::string text = answer + '\n' + about(scenario, plan) + '\n' + options(scenario, plan) + wrapped(plan_legend(scenario, plan));
    text += '\n' + wrapped(margin_text(plan.terms.margin));
    if (plan.is_possible()) text += wrapped(plan_cost(scenario, plan));
    const std::vector<std::string> warnings = plan_warnings(scenario, plan);
    if (!warnings.empty()) text += '\n';
    for (const std::string& warning : warnings) text += wrapped("Beware: " + warning, "        ");
    if (plan.is_possible()) {
        text += fmt::format("\n{}\n{}", styled("To make it so", TextStyle::bold, colour), plan_az(scenario, plan));
    }
    return text;
}

}  // namespace gallerysim::analysis
