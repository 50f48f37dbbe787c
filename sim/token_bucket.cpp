#include "sim/token_bucket.hpp"

#include <algorithm>

namespace gallerysim::sim {

TokenBucket::TokenBucket(Simulation& simulation, Continuous refill)
    : simulation_(&simulation),
      capacity_(refill.capacity),
      refill_(0),
      interval_(refill.interval),
      full_at_(simulation.now()),
      level_(0) {
    GALLERYSIM_ASSERT(capacity_ >= 1 && interval_ > SimTime::zero(), "a bucket holds tokens and is refilled");
}

TokenBucket::TokenBucket(Simulation& simulation, Stepped refill)
    : simulation_(&simulation),
      capacity_(refill.capacity),
      refill_(refill.refill),
      interval_(refill.period),
      level_(refill.capacity),
      at_step_(simulation.now() / refill.period) {
    GALLERYSIM_ASSERT(capacity_ >= 1 && refill_ >= 1 && interval_ > SimTime::zero(),
                      "a bucket holds tokens and is refilled");
}

std::int64_t TokenBucket::tokens() const {
    const SimTime now = simulation_->now();
    if (!is_stepped()) {
        if (full_at_ <= now) return capacity_;
        const std::int64_t missing = (full_at_ - now + interval_ - SimTime::from_nanoseconds(1)) / interval_;
        return capacity_ - missing;
    }
    const std::int64_t steps = steps_until(now) - at_step_;
    if (steps > (capacity_ - level_) / refill_) return capacity_;
    return std::min(capacity_, level_ + steps * refill_);
}

SimTime TokenBucket::wait_for(std::int64_t cost) const {
    GALLERYSIM_ASSERT(cost >= 1 && cost <= capacity_, "a cost that the bucket can never hold");
    const SimTime now = simulation_->now();
    if (!is_stepped()) {
        // `cost` tokens are there as soon as no more than capacity - cost are missing.
        return std::max(SimTime::zero(), full_at_ - interval_ * (capacity_ - cost) - now);
    }
    const std::int64_t missing = cost - tokens();
    if (missing <= 0) return SimTime::zero();
    const std::int64_t steps = (missing + refill_ - 1) / refill_;
    return interval_ * (steps_until(now) + steps) - now;
}

bool TokenBucket::try_take(std::int64_t cost) {
    if (!queue_.empty() || wait_for(cost) > SimTime::zero()) return false;
    remove_tokens(cost);
    return true;
}

void TokenBucket::remove_tokens(std::int64_t cost) {
    taken_ += cost;
    const SimTime now = simulation_->now();
    if (is_stepped()) {
        level_ = tokens() - cost;
        at_step_ = steps_until(now);
    } else {
        full_at_ = std::max(full_at_, now) + interval_ * cost;
    }
}

bool TokenBucket::take_or_queue(Take& request) {
    if (try_take(request.cost_)) return true;
    queue_.push_back(request);
    if (queue_.size() == 1) schedule_head();
    return false;
}

void TokenBucket::leave_queue(Take& request) {
    const bool was_head = queue_.first() == &request;
    queue_.remove(request);
    if (!was_head) return;
    simulation_->cancel(next_service_);
    if (!queue_.empty()) schedule_head();
}

void TokenBucket::schedule_head() {
    simulation_->cancel(next_service_);
    const SimTime wait = wait_for(static_cast<Take&>(*queue_.first()).cost_);
    next_service_ = simulation_->after(wait, [this] { serve_queue(); });
}

void TokenBucket::serve_queue() {
    while (!queue_.empty()) {
        auto& head = static_cast<Take&>(*queue_.first());
        if (wait_for(head.cost_) > SimTime::zero()) {
            schedule_head();
            return;
        }
        queue_.remove(head);
        remove_tokens(head.cost_);
        head.completion_->fire(Context::another_process);
    }
}

}  // namespace gallerysim::sim
