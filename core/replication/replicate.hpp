#pragma once

#include <vector>

#include "core/replication/replication.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// Replicates all versions of a scenario, each from the time at which it is published, those that are complete when
/// a run begins from time 0 on; with the events that add and remove regions and set replica counts. Nothing else
/// happens: no VM reads. Ends at `until`, or when all have ended. Deterministic: run 0 of the scenario's seed.
[[nodiscard]] std::vector<ReplicationReport> replicate(const Scenario& scenario,
                                                       const ReplicationFigures& figures,
                                                       const ReplicationPolicy& policy,
                                                       sim::SimTime until = sim::SimTime::never());

}  // namespace gallerysim::core
