#include "sim/event_queue.hpp"

namespace gallerysim::sim {

void EventQueue::add_slot() {
    GALLERYSIM_ASSERT(slots_.size() < QueueEntry::kMaxItem, "too many pending events");
    slots_.emplace_back();
    release_slot(static_cast<std::uint32_t>(slots_.size() - 1));
}

void EventQueue::sweep() {
    queue_.remove_if([this](std::uint32_t index) {
        if (slots_[index].id != kDead) return false;
        release_slot(index);
        return true;
    });
    dead_ = 0;
}

}  // namespace gallerysim::sim
