#pragma once

#include <cstdint>

#include "core/catalogue.hpp"
#include "core/scale_sets.hpp"
#include "core/vm_deployment.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

/// What the scale sets of one deployment share.
struct ScaleSetContext {
    const ScaleSets* spec = nullptr;
    const ScaleSetFigures* figures = nullptr;
    DeploymentContext* instances = nullptr;
    DeploymentContext* upgraded = nullptr;  ///< of the upgrade's image; nullptr: no upgrade
};

/// The life of one scale set: it is created, grows and is upgraded, one operation after the other.
///
/// An operation is one call of the client to the control plane, and holds one of its slots until it is over. Growth
/// begins as many instances as asked for, on Uniform orchestration some more, in batches; it is ready when as many run
/// as asked for, and the others are deleted then. `number`: of the scale set within its deployment.
[[nodiscard]] sim::Process run_scale_set(sim::Simulation& simulation, const ScaleSetContext& context,
                                         std::uint32_t number);

}  // namespace gallerysim::core
