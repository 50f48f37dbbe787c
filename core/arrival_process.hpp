#pragma once

#include "core/scenario.hpp"
#include "core/vm_deployment.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

/// Requests the VMs of one deployment, from its start on.
[[nodiscard]] sim::Process request_vms(sim::Simulation& simulation, DeploymentContext& context,
                                       const Deployment& deployment);

}  // namespace gallerysim::core
