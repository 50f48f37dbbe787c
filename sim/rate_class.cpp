#include "sim/rate_class.hpp"

namespace gallerysim::sim {

void RateClass::remove(FlowTable& flows, Slot slot) {
    FlowRecord& record = flows[slot];
    record.done = nullptr;
    flows.retire_id(slot);
    forget_weight(record.weight);
    ++dead_;
    if (live_ == 0) {
        start_again(flows);
    } else if (dead_ > kSweepAbove && dead_ > live_) {
        sweep(flows);
        next_tag_ = std::bit_cast<double>(tags_.first().key());
    }
}

/// An empty class begins at virtual time zero again: its tags are most precise there.
void RateClass::start_again(FlowTable& flows) {
    if (dead_ > 0) sweep(flows);
    tags_.clear();
    virtual_time_ = 0.0;
    next_tag_ = kNoTag;
    speed_ = 0.0;
    weight_ = CompensatedSum{};
}

void RateClass::sweep(FlowTable& flows) {
    tags_.remove_if([&flows](Slot slot) {
        if (flows[slot].done != nullptr) return false;
        flows.release(slot);
        return true;
    });
    dead_ = 0;
}

}  // namespace gallerysim::sim
