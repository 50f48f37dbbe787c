#pragma once

#include <vector>

#include "core/replication/replication.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// Replicates all versions of a scenario, as if they were published together at time 0, and nothing else: no
/// VM reads. Ends at `until`, or when all have ended. Deterministic: run 0 of the scenario's seed.
[[nodiscard]] std::vector<ReplicationReport> replicate(const Scenario& scenario,
                                                       const ReplicationFigures& figures,
                                                       const ReplicationPolicy& policy,
                                                       sim::SimTime until = sim::SimTime::never());

}  // namespace gallerysim::core
