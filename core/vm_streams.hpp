#pragma once

#include <cstdint>

#include "core/stream_purpose.hpp"
#include "core/vm_record.hpp"
#include "sim/random_stream.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// The random stream of a VM for one purpose. Each try to create it has a part of its own, of 2^16 draws.
[[nodiscard]] inline sim::RandomStream vm_stream(sim::Simulation& simulation, StreamPurpose purpose,
                                                 const VmRecord& vm) {
    constexpr int kDrawsOfTryBits = 16;
    sim::RandomStream stream =
        simulation.stream(static_cast<std::uint16_t>(purpose), vm_entity(vm.deployment, vm.vm));
    if (vm.tries > 1) stream.skip(std::uint64_t{vm.tries - 1U} << kDrawsOfTryBits);
    return stream;
}

}  // namespace gallerysim::core
