#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/control_call.hpp"
#include "core/resource_buckets.hpp"
#include "sim/token_bucket.hpp"

namespace gallerysim::core {

/// A bucket that many resources share, and the limit that it stands for.
struct SharedLimit {
    template <class Refill>
    SharedLimit(sim::Simulation& simulation, const Refill& refill, Limit which)
        : bucket(simulation, refill), limit(which) {}

    sim::TokenBucket bucket;
    Limit limit;
};

/// The limits that one stage of the control plane asks together: either every one of them gives a token or
/// none does, so that a refused call costs nothing here. Up to two shared limits and one per resource; with
/// none, every call passes. The limits must outlive the stage. O(1).
class ThrottleStage {
public:
    /// REQUIRES: not yet two.
    void add(SharedLimit& limit) { shared_[shared_count_++] = &limit; }
    void add(ResourceBuckets& buckets) { per_resource_ = &buckets; }

    /// The limit that will give a token last; `none` when all have one.
    [[nodiscard]] Obstacle obstacle(std::uint64_t resource, sim::SimTime now) const {
        Obstacle worst;
        for (std::size_t i = 0; i < shared_count_; ++i) {
            worst = Obstacle::longer(worst, {shared_[i]->limit, shared_[i]->bucket.wait_for()});
        }
        if (per_resource_ != nullptr) {
            worst = Obstacle::longer(worst, {Limit::compute_resource, per_resource_->wait(resource, now)});
        }
        return worst;
    }

    /// Takes a token of every limit. REQUIRES: no obstacle.
    void take(std::uint64_t resource, sim::SimTime now) {
        for (std::size_t i = 0; i < shared_count_; ++i) {
            const bool taken = shared_[i]->bucket.try_take();
            GALLERYSIM_ASSERT(taken, "a token that is not there");
        }
        if (per_resource_ != nullptr) per_resource_->take(resource, now);
    }

private:
    std::array<SharedLimit*, 2> shared_{};
    std::size_t shared_count_ = 0;
    ResourceBuckets* per_resource_ = nullptr;
};

}  // namespace gallerysim::core
