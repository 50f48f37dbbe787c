#pragma once

#include <cstdint>
#include <utility>

#include "sim/intrusive_list.hpp"
#include "sim/simulation.hpp"
#include "sim/time_weighted.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// c identical servers with one queue before them: lower priority numbers first, first come first served within one.
///
/// An acquired server is given back by the destruction of its Hold. A server given back goes straight to the first in
/// the queue, so nobody overtakes. Cost: O(1), and for a priority that is not the last in the queue O(those that it
/// overtakes). Not thread-safe.
class Servers {
public:
    /// One acquired server; gives it back at its end. Empty when the wait for it was interrupted.
    class Hold {
    public:
        Hold() = default;
        Hold(Hold&& other) noexcept : servers_(std::exchange(other.servers_, nullptr)), simulation_(other.simulation_) {}
        Hold& operator=(Hold&& other) noexcept {
            if (this != &other) {
                release();
                servers_ = std::exchange(other.servers_, nullptr);
                simulation_ = other.simulation_;
            }
            return *this;
        }
        ~Hold() { release(); }

        [[nodiscard]] explicit operator bool() const { return servers_ != nullptr; }
        void release() {
            // A simulation that ends destroys frames when the servers may be gone already.
            if (servers_ != nullptr && !simulation_->is_ending()) servers_->give_back();
            servers_ = nullptr;
        }

    private:
        friend class Servers;
        Hold(Servers& servers, Simulation& simulation) : servers_(&servers), simulation_(&simulation) {}
        Servers* servers_ = nullptr;
        Simulation* simulation_ = nullptr;
    };

    class Acquire : private ListLink {
    public:
        Acquire(Servers& servers, std::int32_t priority) : servers_(&servers), priority_(priority) {}

        bool start(Simulation&, Completion& completion) {
            completion_ = &completion;
            return servers_->try_take_or_queue(*this);
        }
        void cancel() { servers_->leave_queue(*this); }
        [[nodiscard]] Hold result() { return Hold{*servers_, *servers_->simulation_}; }
        [[nodiscard]] Hold interrupted_result() { return Hold{}; }

    private:
        friend class Servers;
        Servers* servers_;
        Completion* completion_ = nullptr;
        std::int32_t priority_;
    };

    /// REQUIRES: count >= 1.
    Servers(Simulation& simulation, std::int64_t count)
        : simulation_(&simulation), count_(count), busy_(simulation.now()), queued_(simulation.now()) {
        GALLERYSIM_ASSERT(count >= 1, "servers need at least one server");
    }

    /// An operation that is done when a server is ours.
    [[nodiscard]] Acquire acquire(std::int32_t priority = 0) { return Acquire{*this, priority}; }

    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::int64_t in_use() const { return in_use_; }
    [[nodiscard]] std::size_t queue_length() const { return queue_.size(); }
    /// Busy servers and waiting requests over time.
    [[nodiscard]] const TimeWeighted& busy() const { return busy_; }
    [[nodiscard]] const TimeWeighted& queued() const { return queued_; }

private:
    bool try_take_or_queue(Acquire& request) {
        if (in_use_ < count_) {
            busy_.set(simulation_->now(), static_cast<double>(++in_use_));
            return true;
        }
        ListLink* position = queue_.last();
        while (position != nullptr && static_cast<Acquire&>(*position).priority_ > request.priority_) {
            position = position->previous;
        }
        queue_.insert_after(position, request);
        note_queue();
        return false;
    }

    void leave_queue(Acquire& request) {
        queue_.remove(request);
        note_queue();
    }

    void give_back() {
        if (queue_.empty()) {
            busy_.set(simulation_->now(), static_cast<double>(--in_use_));
            return;
        }
        auto& next = static_cast<Acquire&>(queue_.pop_front());
        note_queue();
        next.completion_->fire(Context::another_process);
    }

    void note_queue() { queued_.set(simulation_->now(), static_cast<double>(queue_.size())); }

    Simulation* simulation_;
    std::int64_t count_;
    std::int64_t in_use_ = 0;
    IntrusiveList queue_;
    TimeWeighted busy_;
    TimeWeighted queued_;
};

}  // namespace gallerysim::sim
