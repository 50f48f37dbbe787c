#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// One token bucket per resource, each with stepped refill: at every multiple of `period` it gains `refill`
/// tokens, up to `capacity`.
///
/// A full bucket is not kept: a resource that has not been called for capacity / refill periods is forgotten.
/// So memory follows the resources called lately, however many there have ever been (at most about eight
/// slots of 24 bytes for each that is not full, and never below 64 slots). A hash table with open addressing:
/// O(1) amortised. Not thread-safe.
class ResourceBuckets {
public:
    /// REQUIRES: capacity >= 1, refill >= 1, period > 0.
    ResourceBuckets(std::int64_t capacity, std::int64_t refill, sim::SimTime period);

    /// Tokens of a resource at `now`.
    [[nodiscard]] std::int64_t tokens(std::uint64_t resource, sim::SimTime now) const;
    /// How long until a token is there, if nobody takes one: zero when there is one.
    [[nodiscard]] sim::SimTime wait(std::uint64_t resource, sim::SimTime now) const;
    /// REQUIRES: wait(resource, now) is zero; `now` never falls from one call to the next.
    void take(std::uint64_t resource, sim::SimTime now);

    /// The fewest tokens that any resource has.
    [[nodiscard]] std::int64_t fewest_tokens(sim::SimTime now) const;
    [[nodiscard]] std::int64_t capacity() const { return capacity_; }
    /// Slots of the table, used or not.
    [[nodiscard]] std::size_t slots() const { return table_.size(); }

private:
    struct Bucket {
        std::uint64_t resource = 0;
        std::int64_t missing = 0;  ///< tokens below full after step `step`; 0: the slot is free
        std::int64_t step = 0;
    };

    [[nodiscard]] std::size_t slot_of(std::uint64_t resource) const;
    [[nodiscard]] std::int64_t missing_at(const Bucket& bucket, std::int64_t step) const;
    void forget_full_ones(std::int64_t step);
    void resize(std::size_t slots);

    std::int64_t capacity_;
    std::int64_t refill_;
    sim::SimTime period_;
    std::vector<Bucket> table_;  ///< a power of two of slots, at most half of them used
    int hash_shift_ = 0;
    std::size_t used_ = 0;
};

}  // namespace gallerysim::core
