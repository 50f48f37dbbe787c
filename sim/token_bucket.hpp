#pragma once

#include <cstdint>

#include "sim/intrusive_list.hpp"
#include "sim/simulation.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// A token bucket: full at the start, at most `capacity` tokens, some taken by each request.
///
/// Continuous refill: one token every `interval`. Stepped refill: `refill` tokens at every multiple of `period`.
/// All arithmetic is on integers (the continuous bucket keeps the instant at which it will be full, as the generic
/// cell rate algorithm does), so admissions fall on exact times and no rounding lets one token too many through:
/// in any window of length t at most capacity + t / interval (or refill x steps) tokens are taken.
///
/// try_take() asks and is refused at once; take() waits, first come first served. Not thread-safe.
class TokenBucket {
public:
    struct Continuous {
        std::int64_t capacity;
        SimTime interval;  ///< between two tokens: 1 / rate
    };
    struct Stepped {
        std::int64_t capacity;
        std::int64_t refill;
        SimTime period;
    };

    class Take : private ListLink {
    public:
        Take(TokenBucket& bucket, std::int64_t cost) : bucket_(&bucket), cost_(cost) {}

        bool start(Simulation&, Completion& completion) {
            completion_ = &completion;
            return bucket_->take_or_queue(*this);
        }
        void cancel() { bucket_->leave_queue(*this); }
        [[nodiscard]] Outcome result() const { return Outcome::done; }
        [[nodiscard]] Outcome interrupted_result() const { return Outcome::interrupted; }

    private:
        friend class TokenBucket;
        TokenBucket* bucket_;
        Completion* completion_ = nullptr;
        std::int64_t cost_;
    };

    /// REQUIRES: capacity >= 1, interval > 0.
    TokenBucket(Simulation& simulation, Continuous refill);
    /// REQUIRES: capacity >= 1, refill >= 1, period > 0.
    TokenBucket(Simulation& simulation, Stepped refill);

    /// Takes `cost` tokens now if they are there and nobody waits; whether it did. REQUIRES: 1 <= cost <= capacity.
    bool try_take(std::int64_t cost = 1);
    /// An operation that is done when `cost` tokens have been taken, after those who wait already.
    [[nodiscard]] Take take(std::int64_t cost = 1) { return Take{*this, cost}; }

    /// Whole tokens in the bucket now.
    [[nodiscard]] std::int64_t tokens() const;
    /// How long until `cost` tokens are there, if nobody takes any: zero when they are. REQUIRES: cost <= capacity.
    [[nodiscard]] SimTime wait_for(std::int64_t cost = 1) const;

    [[nodiscard]] std::int64_t capacity() const { return capacity_; }
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
    /// Tokens taken since the start.
    [[nodiscard]] std::int64_t taken() const { return taken_; }

private:
    [[nodiscard]] bool is_stepped() const { return refill_ > 0; }
    [[nodiscard]] std::int64_t steps_until(SimTime time) const { return time / interval_; }
    void remove_tokens(std::int64_t cost);
    bool take_or_queue(Take& request);
    void leave_queue(Take& request);
    void serve_queue();
    void schedule_head();

    Simulation* simulation_;
    std::int64_t capacity_;
    std::int64_t refill_;  ///< tokens per step; 0: continuous
    SimTime interval_;     ///< between tokens, or between steps
    SimTime full_at_;      ///< continuous: when the bucket is full again
    std::int64_t level_;   ///< stepped: tokens after the step `at_step_`
    std::int64_t at_step_ = 0;
    std::int64_t taken_ = 0;
    IntrusiveList queue_;
    EventHandle next_service_;
};

}  // namespace gallerysim::sim
