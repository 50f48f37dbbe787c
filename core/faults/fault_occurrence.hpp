#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// One time that a fault of the scenario happened in a run, and what it did at that moment.
struct FaultOccurrence {
    std::size_t fault = 0;   ///< index into Scenario::faults
    std::int64_t part = 0;   ///< number of the zone, replica or account; 0: the whole region
    sim::SimTime from;
    sim::SimTime until;              ///< all is as before; the end of the run, if that came first
    std::uint64_t reads_lost = 0;    ///< broken off, background loading included
    std::uint64_t places_lost = 0;   ///< VMs that were being provisioned there

    bool operator==(const FaultOccurrence&) const = default;
};

}  // namespace gallerysim::core
