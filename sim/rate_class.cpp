#include "sim/rate_class.hpp"

namespace gallerysim::sim {

void RateClass::remove(FlowTable& flows, Slot slot) {
    flows[slot].done = nullptr;
    flows.retire_id(slot);
    forget_weight(flows, slot);
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
    common_weight_ = 0.0;
    mixed_weight_ = CompensatedSum{};
}

/// Takes in a flow whose weight is not the common one, before it is counted.
void RateClass::mix_weights(double weight) {
    if (live_ == 0) {
        common_weight_ = weight;
        return;
    }
    if (common_weight_ > 0.0) {
        mixed_weight_.add(common_weight_ * static_cast<double>(live_));
        common_weight_ = 0.0;
    }
    mixed_weight_.add(weight);
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
