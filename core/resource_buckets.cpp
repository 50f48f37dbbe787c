#include "core/resource_buckets.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "sim/assert.hpp"

namespace gallerysim::core {

namespace {
constexpr std::size_t kFewestSlots = 64;
}

ResourceBuckets::ResourceBuckets(std::int64_t capacity, std::int64_t refill, sim::SimTime period)
    : capacity_(capacity), refill_(refill), period_(period) {
    GALLERYSIM_ASSERT(capacity >= 1 && refill >= 1 && period > sim::SimTime::zero(),
                      "a bucket holds tokens and is refilled");
    resize(kFewestSlots);
}

std::int64_t ResourceBuckets::tokens(std::uint64_t resource, sim::SimTime now) const {
    return capacity_ - missing_at(table_[slot_of(resource)], now / period_);
}

sim::SimTime ResourceBuckets::wait(std::uint64_t resource, sim::SimTime now) const {
    const Bucket& bucket = table_[slot_of(resource)];
    if (bucket.missing == 0) return sim::SimTime::zero();
    const std::int64_t step = now / period_;
    if (missing_at(bucket, step) < capacity_) return sim::SimTime::zero();
    return period_ * (step + 1) - now;
}

void ResourceBuckets::take(std::uint64_t resource, sim::SimTime now) {
    const std::int64_t step = now / period_;
    if (2 * (used_ + 1) > table_.size()) forget_full_ones(step);
    Bucket& bucket = table_[slot_of(resource)];
    if (bucket.missing == 0) ++used_;
    const std::int64_t missing = missing_at(bucket, step) + 1;
    GALLERYSIM_ASSERT(missing <= capacity_, "a token that is not there");
    bucket = {.resource = resource, .missing = missing, .step = step};
}

std::int64_t ResourceBuckets::fewest_tokens(sim::SimTime now) const {
    const std::int64_t step = now / period_;
    std::int64_t most_missing = 0;
    for (const Bucket& bucket : table_) most_missing = std::max(most_missing, missing_at(bucket, step));
    return capacity_ - most_missing;
}

/// Where the resource stands, or the free slot where it would stand. Linear probing from a Fibonacci hash
/// (Knuth, The Art of Computer Programming 3, 6.4), which spreads numbers that follow each other.
std::size_t ResourceBuckets::slot_of(std::uint64_t resource) const {
    const std::size_t mask = table_.size() - 1;
    auto slot =
        static_cast<std::size_t>((resource * 0x9E3779B97F4A7C15U) >> static_cast<unsigned>(hash_shift_));
    while (table_[slot].missing != 0 && table_[slot].resource != resource) slot = (slot + 1) & mask;
    return slot;
}

std::int64_t ResourceBuckets::missing_at(const Bucket& bucket, std::int64_t step) const {
    const std::int64_t steps = step - bucket.step;
    if (steps > bucket.missing / refill_) return 0;  // and so the product below cannot overflow
    return std::max<std::int64_t>(0, bucket.missing - steps * refill_);
}

void ResourceBuckets::forget_full_ones(std::int64_t step) {
    std::vector<Bucket> kept = std::move(table_);
    std::erase_if(kept, [&](const Bucket& bucket) { return missing_at(bucket, step) == 0; });
    resize(std::max(kFewestSlots, std::bit_ceil(4 * kept.size())));
    for (const Bucket& bucket : kept) table_[slot_of(bucket.resource)] = bucket;
    used_ = kept.size();
}

void ResourceBuckets::resize(std::size_t slots) {
    table_.assign(slots, Bucket{});
    hash_shift_ = 64 - std::countr_zero(slots);
    used_ = 0;
}

}  // namespace gallerysim::core
