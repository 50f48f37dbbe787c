#pragma once

#include <cstdint>

namespace gallerysim::core {

/// What the model draws random numbers for. Each purpose of each entity has a stream of its own, so a change in one
/// place shifts no draw in another. The numbers are part of the results: never reuse one.
enum class StreamPurpose : std::uint16_t {
    arrival = 1,    ///< times between requests; entity: deployment
    placement = 2,  ///< time of a placement; entity: VM
    zone = 3,       ///< which zone a VM is placed in; entity: VM
    routing = 4,    ///< which replica a VM reads from; entity: VM
    boot = 5,       ///< the boot's own work; entity: VM
    retry = 6,      ///< random waits of a client between its attempts; entity: VM
    busy = 7,       ///< waits after a 503 and the replica tried next; entity: VM
    copy_failure = 20,  ///< whether an attempt to copy a replica fails; entity: version, region and replica
    fault = 30,  ///< times to failure and to repair in turn; entity: fault and its zone, replica or account
    design = 60,       ///< a Latin hypercube's order of strata and places in them; entity: axis
    application = 40,  ///< replica and install time of VM applications, one after the other; entity: VM
};

/// The entity number of a VM: the same VM of the same deployment draws the same in every scenario.
[[nodiscard]] constexpr std::uint64_t vm_entity(std::uint32_t deployment, std::uint32_t vm) {
    return std::uint64_t{deployment} << 32 | vm;
}

}  // namespace gallerysim::core
