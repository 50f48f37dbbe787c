#pragma once

#include <string>

#include "analysis/replica_plan.hpp"
#include "analysis/text_style.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// A plan written down. `scenario` is the one that was planned for, as it was read.

/// For reading: the answer, the choice per target, what else was looked at, the margin and what the plan rests on.
[[nodiscard]] std::string plan_table(const core::Scenario& scenario, const ReplicaPlan& plan, Colour colour);
/// All of it.
[[nodiscard]] std::string plan_json(const core::Scenario& scenario, const ReplicaPlan& plan);

// For the platform. All target regions of every version that the plan is about are listed, also those that it leaves as
// they are, because an update replaces the list. REQUIRES: the plan is possible.

/// A command of the Azure CLI per version; RESOURCE_GROUP is to be filled in.
[[nodiscard]] std::string plan_az(const core::Scenario& scenario, const ReplicaPlan& plan);
/// A JSON array with an object per version: what the ARM resource has under properties.publishingProfile.
[[nodiscard]] std::string plan_arm(const core::Scenario& scenario, const ReplicaPlan& plan);
/// A Bicep file with a variable of target regions per version.
[[nodiscard]] std::string plan_bicep(const core::Scenario& scenario, const ReplicaPlan& plan);

}  // namespace gallerysim::analysis
