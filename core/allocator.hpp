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
    /// in the next of `zones` that has room (empty: of all zones). A zone that is lost has no room. The zone that it got;
    /// nullopt: no room.
    [[nodiscard]] std::optional<std::uint16_t> take_room(std::uint16_t zone, std::span<const int> zones, bool strict);
    void give_room_back(std::uint16_t zone);

    enum class ZoneState : std::uint8_t { there, lost };
    /// From now on. Zone 0 is the region as a whole where it has no zones.
    void set_zone(std::uint16_t zone, ZoneState state) { zones_[zone] = state; }
    [[nodiscard]] bool is_lost(std::uint16_t zone) const { return zones_[zone] == ZoneState::lost; }
    /// Zones are numbered up to this.
    [[nodiscard]] std::uint16_t last_zone() const { return static_cast<std::uint16_t>(zones_.size() - 1); }

private:
    [[nodiscard]] bool has_room(std::size_t zone) const {
        return zones_[zone] == ZoneState::there && (room_.empty() || room_[zone] > 0);
    }
    [[nodiscard]] std::optional<std::uint16_t> next_with_room(std::uint16_t zone, std::span<const int> zones) const;

    sim::Servers placers_;
    std::vector<ZoneState> zones_;    ///< by zone; 0: the region's own where it has none
    std::vector<std::int64_t> room_;  ///< by zone, the region's own at 0 where it has none; empty: no limit
};

}  // namespace gallerysim::core
