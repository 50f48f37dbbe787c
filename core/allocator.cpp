#include "core/allocator.hpp"

#include <algorithm>


namespace gallerysim::core {

Allocator::Allocator(sim::Simulation& simulation, const AllocatorFigures& figures, int zones)
    : placers_(simulation, figures.parallel.value), zones_(static_cast<std::size_t>(zones) + 1, ZoneState::there) {
    const auto& capacity = figures.capacity.value;
    if (!capacity) return;
    if (zones == 0) {
        room_ = {*capacity};
        return;
    }
    room_.assign(static_cast<std::size_t>(zones) + 1, *capacity / zones);
    room_[0] = 0;
    for (std::int64_t zone = 1; zone <= *capacity % zones; ++zone) ++room_[static_cast<std::size_t>(zone)];
}

std::optional<std::uint16_t> Allocator::take_room(std::uint16_t zone, std::span<const int> zones, bool strict) {
    std::optional<std::uint16_t> found = zone;
    if (!has_room(zone)) found = strict ? std::nullopt : next_with_room(zone, zones);
    if (found && !room_.empty()) --room_[*found];
    return found;
}

void Allocator::give_room_back(std::uint16_t zone) {
    if (!room_.empty()) ++room_[zone];
}

std::optional<std::uint16_t> Allocator::next_with_room(std::uint16_t zone, std::span<const int> zones) const {
    const auto count = zones_.size() - 1;  // of zones
    for (std::size_t step = 1; step < count; ++step) {
        const std::size_t next = 1 + (zone - 1 + step) % count;
        const bool allowed = zones.empty() || std::ranges::find(zones, static_cast<int>(next)) != zones.end();
        if (allowed && has_room(next)) return static_cast<std::uint16_t>(next);
    }
    return std::nullopt;
}

}  // namespace gallerysim::core
