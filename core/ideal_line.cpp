#include "core/ideal_line.hpp"

#include <algorithm>

namespace gallerysim::core {

Limit IdealLine::try_pass(const Call& call) {
    serve_those_due();
    const Obstacle obstacle = limits_->obstacle(call);
    if (obstacle.limit != Limit::none) return obstacle.limit;
    if (waiting_ > 0) {
        const Queue& queue = queue_of(call);
        if (!queue.calls.empty()) return limits_->obstacle(queue.head().call_).limit;
    }
    limits_->call(call);
    return Limit::none;
}

bool IdealLine::pass_or_queue(Pass& pass) {
    const Limit limit = try_pass(pass.call_);
    if (limit == Limit::none) return true;
    limits_->note_foreseen_refusal(limit);
    pass.held_up_by_ = limit;
    Queue& queue = queue_of(pass.call_);
    pass.ticket_ = tickets_++;
    queue.calls.push_back(pass);
    ++waiting_;
    if (queue.calls.size() == 1) {
        queue.held_up_by = limit;
        wake_at(std::min(wakes_at_, simulation_->now() + limits_->obstacle(pass.call_).wait));
    }
    return false;
}

void IdealLine::leave(Pass& pass) {
    Queue& queue = queue_of(pass.call_);
    const bool was_head = &queue.head() == &pass;
    queue.calls.remove(pass);
    --waiting_;
    // The next one may be free to go, if its own resource is not what held the head up.
    if (was_head && !queue.calls.empty()) wake_at(simulation_->now());
}

IdealLine::Queue& IdealLine::queue_of(const Call& call) {
    for (const auto& queue : queues_) {
        if (queue->principal == call.principal && queue->operation == call.operation) return *queue;
    }
    queues_.push_back(std::make_unique<Queue>());
    queues_.back()->principal = call.principal;
    queues_.back()->operation = call.operation;
    return *queues_.back();
}

void IdealLine::serve_those_due() {
    if (wakes_at_ <= simulation_->now()) serve();
}

/// Lets pass whichever waiting calls can, the oldest first, and sleeps until the next one can.
void IdealLine::serve() {
    for (;;) {
        Queue* oldest = nullptr;
        sim::SimTime shortest_wait = sim::SimTime::never();
        for (const auto& queue : queues_) {
            if (queue->calls.empty()) continue;
            const Obstacle obstacle = limits_->obstacle(queue->head().call_);
            if (obstacle.limit != Limit::none) {
                shortest_wait = std::min(shortest_wait, obstacle.wait);
                if (queue->held_up_by != obstacle.limit) limits_->note_foreseen_refusal(obstacle.limit);
                queue->held_up_by = obstacle.limit;
            } else if (oldest == nullptr || queue->head().ticket_ < oldest->head().ticket_) {
                oldest = queue.get();
            }
        }
        if (oldest == nullptr) {
            wake_at(waiting_ == 0 ? sim::SimTime::never() : simulation_->now() + shortest_wait);
            return;
        }
        auto& pass = static_cast<Pass&>(oldest->calls.pop_front());
        --waiting_;
        pass.held_up_by_ = oldest->held_up_by;
        limits_->call(pass.call_);
        pass.completion_->fire(sim::Context::another_process);
    }
}

void IdealLine::wake_at(sim::SimTime time) {
    if (time == wakes_at_ && simulation_->is_pending(wake_)) return;
    simulation_->cancel(wake_);
    wakes_at_ = time;
    if (time != sim::SimTime::never()) wake_ = simulation_->at(time, [this] { serve(); });
}

}  // namespace gallerysim::core
