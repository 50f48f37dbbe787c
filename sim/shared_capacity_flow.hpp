#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/assert.hpp"
#include "sim/queue_entry.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// What one flow asks of a SharedCapacity.
struct Flow {
    static constexpr double kUncapped = std::numeric_limits<double>::infinity();

    double demand = 0.0;     ///< work units; finite, not negative
    double cap = kUncapped;  ///< work units per second that the flow can take at most; positive
    double weight = 1.0;     ///< its share beside other flows; finite, positive
};

/// Names one flow for ever: the id of a flow that has completed or was cancelled names nothing, and no later
/// flow takes its place (until one slot has been used 2^32 times).
class FlowId {
public:
    FlowId() = default;

private:
    friend class FlowTable;
    FlowId(std::uint32_t slot, std::uint32_t generation) : slot_(slot), generation_(generation) {}
    std::uint32_t slot_ = 0;
    std::uint32_t generation_ = 0;
};

/// What the engine keeps of a flow: half a cache line.
struct FlowRecord {
    Completion* done;          ///< nullptr: cancelled
    double finish;             ///< the class's virtual time at which the flow is served
    double weight;             ///< see Flow
    std::uint32_t generation;  ///< of the id that names the flow; others name nothing
    std::uint32_t rate_class;  ///< number of its class; kFinished: served, but nobody has been told yet
};

/// The flows of one SharedCapacity in slots, which are used again. Cost: O(1); no allocation once the table
/// has seen its largest size.
class FlowTable {
public:
    using Slot = std::uint32_t;
    static constexpr std::uint32_t kFinished = 0xffffffffU;

    [[nodiscard]] FlowRecord& operator[](Slot slot) { return records_[slot]; }
    [[nodiscard]] const FlowRecord& operator[](Slot slot) const { return records_[slot]; }

    [[nodiscard]] const FlowRecord* data() const { return records_.data(); }
    /// Slots made so far; in those without a flow `done` is nullptr, and in those of cancelled flows too.
    [[nodiscard]] std::size_t size() const { return records_.size(); }

    [[nodiscard]] Slot acquire() {
        if (first_free_ == kNone) [[unlikely]]
            add_slot();
        const Slot slot = first_free_;
        first_free_ = records_[slot].rate_class;
        return slot;
    }

    /// The slot released last is used first: it is still in the cache.
    void release(Slot slot) {
        records_[slot].done = nullptr;
        records_[slot].rate_class = first_free_;
        first_free_ = slot;
    }

    /// From now on no id names the flow in this slot.
    void retire_id(Slot slot) { ++records_[slot].generation; }

    [[nodiscard]] FlowId id_of(Slot slot) const { return {slot, records_[slot].generation}; }
    /// REQUIRES: names(id).
    [[nodiscard]] static Slot slot_of(FlowId id) { return id.slot_; }
    [[nodiscard]] bool names(FlowId id) const {
        return id.slot_ < records_.size() && records_[id.slot_].generation == id.generation_;
    }

private:
    static constexpr Slot kNone = 0xffffffffU;

    void add_slot() {
        GALLERYSIM_ASSERT(records_.size() < QueueEntry::kMaxItem, "too many flows");
        records_.push_back(
            FlowRecord{.done = nullptr, .finish = 0.0, .weight = 0.0, .generation = 1, .rate_class = 0});
        release(static_cast<Slot>(records_.size() - 1));
    }

    std::vector<FlowRecord> records_;
    Slot first_free_ = kNone;
};

}  // namespace gallerysim::sim
