#pragma once

#include "sim/intrusive_list.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// Something that processes wait for and that happens to all of them at once. Whoever begins to wait later waits for
/// the next time. Not thread-safe.
class Signal {
public:
    class Arrival : private ListLink {
    public:
        explicit Arrival(Signal& signal) : signal_(&signal) {}

        bool start(Simulation&, Completion& completion) {
            completion_ = &completion;
            signal_->waiting_.push_back(*this);
            return false;
        }
        void cancel() { signal_->waiting_.remove(*this); }
        [[nodiscard]] Outcome result() const { return Outcome::done; }
        [[nodiscard]] Outcome interrupted_result() const { return Outcome::interrupted; }

    private:
        friend class Signal;
        Signal* signal_;
        Completion* completion_ = nullptr;
    };

    /// An operation that is done at the next notify().
    [[nodiscard]] Arrival wait() { return Arrival{*this}; }

    /// Resumes everyone who waits now, in the order in which they began to wait.
    void notify() {
        for (std::size_t left = waiting_.size(); left > 0 && !waiting_.empty(); --left) {
            static_cast<Arrival&>(waiting_.pop_front()).completion_->fire(Context::another_process);
        }
    }

    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    IntrusiveList waiting_;
};

}  // namespace gallerysim::sim
