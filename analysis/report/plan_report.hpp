#pragma once

#include <string>

#include "analysis/replica_plan.hpp"
#include "analysis/report/report.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// The report of a plan: what to set, every option that was looked at, what each costs, and what the plan rests on.
[[nodiscard]] Report plan_report(const core::Scenario& scenario, const ReplicaPlan& plan, std::string command);

}  // namespace gallerysim::analysis
