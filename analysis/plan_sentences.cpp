#include "analysis/plan_sentences.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "core/gallery/bill.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::analysis {

namespace {

std::string replicas_text(std::int64_t replicas, core::StorageType storage) {
    return fmt::format("{} of {}", count_text(static_cast<std::uint64_t>(replicas), "replica", "replicas"), core::to_string(storage));
}

std::string vms_text(double vms) { return count_text(static_cast<std::uint64_t>(std::llround(vms))); }

}  // namespace

std::string plan_headline(const ReplicaPlan& plan) {
    std::string text;
    for (const PlannedTarget& target : plan.targets) {
        if (target.chosen) {
            text += fmt::format("{} in {}: {} for {} VMs.\n", target.target.version, target.target.region,
                                replicas_text(target.choice().replicas, target.choice().storage), vms_text(target.target.vms));
        } else {
            text += fmt::format("{} in {}: impossible for {} VMs, because {}.\n", target.target.version, target.target.region,
                                vms_text(target.target.vms), target.obstacle.text);
        }
    }
    return text;
}

std::vector<std::string> plan_option_cells(const StorageOption& option) {
    const bool is_known = option.least > 0;
    return {is_known ? std::to_string(option.replicas) : "-", is_known ? std::to_string(option.least) : "-",
            option.misses > 0 ? std::to_string(option.misses) : "-",
            option.by_arithmetic > 0 ? std::to_string(option.by_arithmetic) : "-",
            is_known ? usd_text(option.usd_per_month) : "-"};
}

std::string plan_option_note(const core::TargetRegion& now, const PlannedTarget& target, std::size_t option,
                             std::string_view reason) {
    const StorageOption& of = target.options[option];
    std::string note = target.chosen == option ? "chosen" : "";
    if (!of.is_possible()) note = fmt::format("impossible: {}", reason);
    if (now.storage == of.storage) note += fmt::format("{}now {}", note.empty() ? "" : "; ", now.replicas);
    return note;
}

std::string plan_legend(const core::Scenario& scenario, const ReplicaPlan& plan) {
    const std::string confidence = short_number(100.0 * plan.confidence);
    const std::string routing(core::to_string(scenario.platform.routing.value));
    return fmt::format(
        "replicas: with the margin. least: shown to meet the objective. miss: so many were shown to miss it (-: none); the "
        "true least number lies above it and is at most `least`. arithmetic: the closed form for a burst by {} routing with "
        "boots of mean length. USD/month: of the replicas in that region. now: as the scenario has it.",
        routing == "random" ? "random" : "even") +
           fmt::format("\nWith {0} % confidence all targets meet the objective together, and with {0} % all numbers under `miss` "
                       "miss it. The error of the former is shared by {1} and, within one, by its tries (1/2, 1/4, ...); not "
                       "among targets, as each has to be shown.",
                       confidence, plan.error_parts == 1 ? std::string("one search") : fmt::format("{} searches and confirmations", plan.error_parts));
}

std::string plan_cost(const core::Scenario& scenario, const ReplicaPlan& plan) {
    const double now = core::bill_of(scenario, core::kBilledMonth).storage_usd_per_month();
    const double planned = core::bill_of(as_planned(scenario, plan), core::kBilledMonth).storage_usd_per_month();
    return fmt::format("All replicas of the scenario's galleries cost {} USD a month as planned, {} as the scenario has them. What "
                       "is copied between regions does not depend on the number of replicas.",
                       usd_text(planned), usd_text(now));
}

std::vector<std::string> plan_warnings(const core::Scenario& scenario, const ReplicaPlan& plan) {
    std::vector<std::string> all;
    const auto add = [&](std::string warning) { all.push_back(std::move(warning)); };
    for (const PlannedTarget& target : plan.targets) {
        const core::TargetRegion& now = region_of(scenario, target.target);
        if (!target.chosen || target.choice().storage == now.storage) continue;
        add(fmt::format("The storage of a version that exists cannot be changed. {} in {} is {} in the scenario: publish a new "
                        "version for {}.",
                        target.target.version, target.target.region, core::to_string(now.storage),
                        core::to_string(target.choice().storage)));
    }
    const bool has_credits = std::ranges::any_of(plan.targets, [&](const PlannedTarget& target) {
        return target.chosen && scenario.catalogue.storage_of(target.choice().storage).burst_duration.value > sim::SimTime::zero();
    });
    if (has_credits) {
        add("Premium_LRS is planned for with full burst credits. A second roll-out soon after the first finds fewer of them.");
    }
    const bool has_parts = std::ranges::any_of(scenario.faults, [](const core::FaultSpec& f) { return f.part.has_value(); });
    if (has_parts) {
        add("The scenario's faults are simulated as they are. One of a replica or account that the plan does not have does not "
            "happen.");
    }
    if (scenario.experiment.steady_state) {
        add("The scenario asks for steady state. The plan counts all VMs of a run, also those of its warm-up.");
    }
    if (!scenario.events.empty()) {
        add("The scenario has events. Replicas that they set are left as they are; the plan is for those that it begins with.");
    }
    for (const PlannedTarget& target : plan.targets) {
        if (target.chosen && target.choice().replicas < 3 &&
            scenario.image_of(target.target.image).purpose == core::Purpose::production) {
            add(fmt::format("{} in {} needs fewer than the 3 replicas that the article asks of production images, for reasons of "
                            "availability and not of load.",
                            target.target.version, target.target.region));
        }
    }
    return all;
}

}  // namespace gallerysim::analysis
