#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/replica_plan.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// What is said about a plan, at the terminal and in reports. `scenario` is the one that was planned for, as it was read.

/// The answer, a line per target.
[[nodiscard]] std::string plan_headline(const ReplicaPlan& plan);
/// Of an option: replicas, least, miss, arithmetic, USD/month, as plan_legend() explains them.
[[nodiscard]] std::vector<std::string> plan_option_cells(const StorageOption& option);
/// "chosen; now 6", "impossible: REASON". `now` is the target's region as the scenario has it.
[[nodiscard]] std::string plan_option_note(const core::TargetRegion& now, const PlannedTarget& target, std::size_t option,
                                           std::string_view reason);
/// What the columns of its options mean, and with which confidence they hold.
[[nodiscard]] std::string plan_legend(const core::Scenario& scenario, const ReplicaPlan& plan);
/// What replicas cost as planned and as they are. REQUIRES: the plan is possible.
[[nodiscard]] std::string plan_cost(const core::Scenario& scenario, const ReplicaPlan& plan);
/// What to beware of.
[[nodiscard]] std::vector<std::string> plan_warnings(const core::Scenario& scenario, const ReplicaPlan& plan);

}  // namespace gallerysim::analysis
