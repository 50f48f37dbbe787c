#include "core/hold_ups.hpp"

namespace gallerysim::core {

std::string_view name_of(HoldUp hold_up) {
    if (static_cast<std::size_t>(hold_up) < kLimits) return kLimitNames[static_cast<std::size_t>(hold_up)];
    switch (hold_up) {
        case HoldUp::client: return "client";
        case HoldUp::allocator: return "allocator";
        case HoldUp::storage_busy: return "storage_busy";
        case HoldUp::replica: return "replica";
        default: return "none";
    }
}

std::string_view meaning_of(HoldUp hold_up) {
    if (static_cast<std::size_t>(hold_up) < kLimits) return kLimitMeanings[static_cast<std::size_t>(hold_up)];
    switch (hold_up) {
        case HoldUp::client: return "the client: works on as many VMs as it may";
        case HoldUp::allocator: return "allocator: places as many VMs at a time as it can";
        case HoldUp::storage_busy: return "replicas: answer 503";
        case HoldUp::replica: return "replica: has more readers than it serves like one alone";
        default: return "nobody is held up: VMs are placed, read as if alone, or boot";
    }
}

HoldUp HoldUps::binding() const {
    HoldUp most = HoldUp::none;
    std::int64_t most_held_up = 0;
    for (std::size_t i = 0; i < index(HoldUp::none); ++i) {
        if (held_up_[i] <= most_held_up) continue;
        most_held_up = held_up_[i];
        most = static_cast<HoldUp>(i);
    }
    return most;
}

std::array<sim::SimTime, kHoldUps> HoldUps::binding_times(sim::SimTime now) {
    advance(now);
    return times_;
}

}  // namespace gallerysim::core
