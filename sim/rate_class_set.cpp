#include "sim/rate_class_set.hpp"

#include <algorithm>

namespace gallerysim::sim {

RateClass& RateClassSet::find_or_open(double ratio) {
    const auto place =
        std::ranges::lower_bound(open_, ratio, {}, [](const RateClass* open) { return open->ratio(); });
    if (place != open_.end() && (*place)->ratio() == ratio) return **place;
    if (single_ != nullptr && single_->empty()) {
        single_->open(ratio);
        return *single_;
    }
    if (closed_.empty()) {
        all_.push_back(std::make_unique<RateClass>(static_cast<std::uint32_t>(all_.size())));
        closed_.reserve(all_.size());
        closed_.push_back(all_.back().get());
    }
    RateClass& opened = *closed_.back();
    closed_.pop_back();
    opened.open(ratio);
    open_.insert(place, &opened);
    note_single();
    return opened;
}

void RateClassSet::close(RateClass& rate_class) {
    std::erase(open_, &rate_class);
    closed_.push_back(&rate_class);
    note_single();
}

double RateClassSet::level(double capacity) {
    // Weights are summed from the top: subtracting them from a total would leave rounding behind.
    weight_from_.resize(open_.size());
    double weight = 0.0;
    for (std::size_t k = open_.size(); k-- > 0;) weight_from_[k] = weight += open_[k]->weight();

    double saturated = 0.0;  // total rate of the classes below, which are at their caps
    for (std::size_t k = 0; k < open_.size(); ++k) {
        const RateClass& next = *open_[k];
        if (saturated + next.top_speed() * weight_from_[k] > capacity) {
            return std::max(0.0, capacity - saturated) / weight_from_[k];
        }
        saturated += next.top_speed() * next.weight();
    }
    return Flow::kUncapped;
}

double RateClassSet::rate_at(double level) const {
    double rate = 0.0;
    for (const RateClass* open : open_) {
        if (!open->empty()) rate += open->weight() * std::min(open->top_speed(), level);
    }
    return rate;
}

std::pair<RateClass*, double> RateClassSet::next_to_finish() const {
    std::pair<RateClass*, double> next{nullptr, Flow::kUncapped};
    for (RateClass* open : open_) {
        const double time = open->time_to_next_tag();
        if (time < next.second) next = {open, time};
    }
    return next;
}

}  // namespace gallerysim::sim
