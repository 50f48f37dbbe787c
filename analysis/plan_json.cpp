// plan_json() of plan_text.hpp.

#include <nlohmann/json.hpp>

#include "analysis/plan_text.hpp"
#include "core/gallery/bill.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

using Json = nlohmann::ordered_json;

Json count_or_null(std::int64_t count) { return count > 0 ? Json(count) : Json(nullptr); }

Json obstacle_json(const Obstacle& obstacle) {
    if (obstacle.kind == ObstacleKind::none) return nullptr;
    return {{"limit", to_string(obstacle.kind)}, {"reason", obstacle.text}};
}

Json option_json(const StorageOption& option) {
    return {{"storage", core::to_string(option.storage)},
            {"is_possible", option.is_possible()},
            {"replicas", count_or_null(option.replicas)},
            {"least", count_or_null(option.least)},
            {"shown_to_miss", count_or_null(option.misses)},
            {"by_arithmetic", count_or_null(option.by_arithmetic)},
            {"usd_per_month", option.least > 0 ? Json(option.usd_per_month) : Json(nullptr)},
            {"obstacle", obstacle_json(option.obstacle)}};
}

Json target_json(const core::Scenario& scenario, const PlannedTarget& target) {
    const core::TargetRegion& now = region_of(scenario, target.target);
    Json json = {{"version", target.target.version},
                 {"region", target.target.region},
                 {"vms", target.target.vms},
                 {"replicas", target.chosen ? Json(target.choice().replicas) : Json(nullptr)},
                 {"storage", target.chosen ? Json(core::to_string(target.choice().storage)) : Json(nullptr)},
                 {"scenario_replicas", now.replicas},
                 {"scenario_storage", core::to_string(now.storage)},
                 {"obstacle", obstacle_json(target.obstacle)},
                 {"options", Json::array()}};
    for (const StorageOption& option : target.options) json["options"].push_back(option_json(option));
    return json;
}

}  // namespace

std::string plan_json(const core::Scenario& scenario, const ReplicaPlan& plan) {
    const Margin& margin = plan.terms.margin;
    Json json = {{"scenario",
                  {{"name", scenario.name}, {"hash", core::content_hash(scenario)}, {"seed", scenario.seed}}},
                 {"version", core::kVersion},
                 {"objectives", Json::array()},
                 {"confidence", plan.confidence},
                 {"error_parts", plan.error_parts},
                 {"margin",
                  {{"more_vms", margin.more_vms},
                   {"replicas", margin.replicas},
                   {"zone", margin.zone},
                   {"meaning", margin_text(margin)}}},
                 {"is_possible", plan.is_possible()},
                 {"targets", Json::array()}};
    for (const core::Objective& objective : plan.terms.objectives) json["objectives"].push_back(objective.text);
    for (const PlannedTarget& target : plan.targets) json["targets"].push_back(target_json(scenario, target));
    const auto usd = [](const core::Scenario& of) { return core::bill_of(of, core::kBilledMonth).storage_usd_per_month(); };
    json["storage_usd_per_month"] = plan.is_possible() ? Json(usd(as_planned(scenario, plan))) : Json(nullptr);
    json["scenario_storage_usd_per_month"] = usd(scenario);
    json["runs"] = plan.runs;
    return json.dump(2) + '\n';
}

}  // namespace gallerysim::analysis
