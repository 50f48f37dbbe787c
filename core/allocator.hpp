#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/catalogue.hpp"
#include "sim/servers.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// Finds places for the VMs of one region: so many at the same time, in zones that have room for so many VMs each.
///
/// A limited capacity is divided evenly among the region's zones, the first ones taking what is left over (assumed).
/// Belongs to one simulation.
class Allocator {
public:
    /// zones: of the region, 0 for none.
    Allocator(sim::Simulation& simulation, const AllocatorFigures& figures, int zones);

    /// Those who place VMs: hold one while a VM is being placed.
    [[nodiscard]] sim::Servers& placers() { return placers_; }
    /// The part of them that is at work.
    [[nodiscard]] double placers_used() const {
        return static_cast<double>(placers_.in_use()) / static_cast<double>(placers_.count());
    }

    /// Takes room for a VM in `zone` (0: the region has none). Where that zone is full and the VM may go elsewhere,
    /// in the next of `zones` that has room (empty: of all zones). The zone that it got; nullopt: no room.
    [[nodiscard]] std::optional<std::uint16_t> take_room(std::uint16_t zone, std::span<const int> zones, bool strict);
    void give_room_back(std::uint16_t zone);

private:
    [[nodiscard]] std::optional<std::uint16_t> next_with_room(std::uint16_t zone, std::span<const int> zones) const;

    sim::Servers placers_;
    std::vector<std::int64_t> room_;  ///< by zone, the region's own at 0 where it has none; empty: no limit
};

}  // namespace gallerysim::core
