#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// failed_fraction < 1 %: at least 99 % of the VMs run within their provisioning timeout.
[[nodiscard]] core::Objective default_objective();

/// The objectives of a guidance study or a plan: those given, or else the scenario's, or else the default one. Times
/// are of the VMs that run, so an objective on them says nothing of those that do not: unless one of the objectives
/// is on failed_fraction, the default one is added.
[[nodiscard]] std::vector<core::Objective> study_objectives(std::span<const core::Objective> given,
                                                            const core::Scenario& scenario);

/// Only this deployment, as a burst of one VM, and no sweep, objective or horizon: what a study varies.
[[nodiscard]] core::Scenario alone(const core::Scenario& scenario, std::size_t deployment);

/// The target region that a deployment of this scenario reads from, to be changed.
[[nodiscard]] core::TargetRegion& target_to_vary(core::Scenario& scenario, std::size_t deployment);

/// "failed_fraction < 1 % and time_to_running.p95 < 20 min"
[[nodiscard]] std::string joined(std::span<const core::Objective> objectives);

}  // namespace gallerysim::analysis
