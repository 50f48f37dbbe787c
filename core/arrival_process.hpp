#pragma once

#include <vector>

#include "core/scale_set_run.hpp"
#include "core/scenario.hpp"
#include "core/vm_deployment.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

/// What the requests of one deployment need. Lives as long as the simulation.
struct RequestContext {
    DeploymentContext* vms = nullptr;
    std::vector<DeploymentContext*> trace_targets;  ///< as TraceArrivals::targets
    ScaleSetContext scale_sets;                     ///< where the deployment makes scale sets
};

/// Requests the VMs or scale sets of one deployment, from `at` on. Throws Error when the file of a trace cannot be
/// read any more, or has changed.
[[nodiscard]] sim::Process request_vms(sim::Simulation& simulation, const RequestContext& context,
                                       const Deployment& deployment, sim::SimTime at);

}  // namespace gallerysim::core
