#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/compensated_sum.hpp"
#include "sim/monotone_queue.hpp"
#include "sim/shared_capacity_flow.hpp"

namespace gallerysim::sim {

/// The flows of a SharedCapacity that have one ratio q = cap / weight, and so get one rate per unit of
/// weight.
///
/// The class has a *virtual time* v, which is the work that a flow of weight 1 would have got since the class
/// was last empty: it runs at the class's *speed*, min(q, level). A flow that starts at v with demand d and
/// weight w is served when v reaches its finish tag v + d / w, whatever the speed does meanwhile. So the
/// order of completion within a class is fixed when a flow starts, and a change of speed touches no flow.
///
/// Inside, the unit of time is the nanosecond. Cancelled flows leave their tags behind, which are dropped
/// when v gets there, or in a sweep once they outnumber the live ones.
///
/// Cost: O(log n) amortised. Source: Parekh & Gallager, A generalized processor sharing approach to flow
/// control (1993); virtual finish times.
class RateClass {
public:
    using Slot = FlowTable::Slot;

    explicit RateClass(std::uint32_t number) : number_(number) {}

    /// Gives an empty class another ratio, in work units per second.
    void open(double ratio) {
        ratio_ = ratio;
        top_speed_ = ratio / kPerSecond;
        least_pace_ = kPerSecond / ratio;
    }

    [[nodiscard]] std::uint32_t number() const { return number_; }
    [[nodiscard]] double ratio() const { return ratio_; }
    /// The ratio per nanosecond.
    [[nodiscard]] double top_speed() const { return top_speed_; }
    [[nodiscard]] bool empty() const { return live_ == 0; }
    /// Of all flows together.
    [[nodiscard]] double weight() const {
        return common_weight_ > 0.0 ? common_weight_ * static_cast<double>(live_) : mixed_weight_.value();
    }
    [[nodiscard]] double speed() const { return speed_; }

    /// `inverse` is 1 / level, where the caller has it at hand.
    void set_level(double level, double inverse) {
        speed_ = std::min(top_speed_, level);
        pace_ = std::max(least_pace_, inverse);
    }
    void set_level(double level) { set_level(level, 1.0 / level); }

    /// Nanoseconds until the next tag is reached.
    [[nodiscard]] double time_to_next_tag() const {
        return next_tag_ <= virtual_time_ ? 0.0 : (next_tag_ - virtual_time_) * pace_;
    }
    void pass(double nanoseconds) { virtual_time_ += speed_ * nanoseconds; }

    /// Takes a new flow in; whether it is the one to be served next.
    bool add(FlowTable& flows, Slot slot, double demand) {
        FlowRecord& record = flows[slot];
        const double tag = virtual_time_ + (record.weight == 1.0 ? demand : demand / record.weight);
        record.finish = tag;
        record.rate_class = number_;
        tags_.push(key_of(tag), slot);
        if (record.weight != common_weight_) mix_weights(record.weight);
        ++live_;
        if (tag >= next_tag_) return false;
        next_tag_ = tag;
        next_slot_ = slot;
        return true;
    }

    /// Moves the virtual time to the next tag and takes everything off that ends there: `finish(slot)` for
    /// live flows, in the order in which they came.
    template <class Finish>
    void reach_next_tag(FlowTable& flows, Finish&& finish) {
        virtual_time_ = std::max(virtual_time_, next_tag_);
        const std::uint64_t reached = key_of(next_tag_);
        tags_.set_payloads(flows.data(), sizeof(FlowRecord));
        QueueEntry entry;
        while (tags_.pop(reached, entry)) {
            const Slot slot = entry.item();
            if (dead_ > 0 && flows[slot].done == nullptr) {
                flows.release(slot);
                --dead_;
            } else {
                forget_weight(flows, slot);
                finish(slot);
            }
            if (live_ == 0) {
                start_again(flows);
                return;
            }
            const QueueEntry next = tags_.first();
            next_tag_ = std::bit_cast<double>(next.key());
            if (next.key() != reached) {
                next_slot_ = next.item();
                return;
            }
        }
    }
    /// The flow that is likely to be served next: for prefetching what belongs to it.
    [[nodiscard]] Slot next_slot() const { return next_slot_; }

    /// What is left of a flow when the virtual time has gone on by `passed`.
    [[nodiscard]] double remaining(const FlowRecord& record, double passed = 0.0) const {
        return std::max(0.0, record.finish - (virtual_time_ + passed)) * record.weight;
    }

    /// Cancels a live flow; its record stays until its tag is dropped.
    void remove(FlowTable& flows, Slot slot);

private:
    static constexpr double kPerSecond = 1e9;
    static constexpr double kNoTag = std::numeric_limits<double>::infinity();
    static constexpr std::uint32_t kSweepAbove = 64;

    /// Doubles that are not negative sort as the integers of the same bits.
    static std::uint64_t key_of(double tag) { return std::bit_cast<std::uint64_t>(tag); }

    /// A look at the record here would make everything that follows wait for it to come from memory.
    void forget_weight(const FlowTable& flows, Slot slot) {
        if (common_weight_ <= 0.0) mixed_weight_.add(-flows[slot].weight);
        --live_;
    }
    void mix_weights(double weight);

    void start_again(FlowTable& flows);
    void sweep(FlowTable& flows);

    double virtual_time_ = 0.0;
    double next_tag_ = kNoTag;  ///< the first one in tags_, perhaps of a cancelled flow
    Slot next_slot_ = 0;
    double speed_ = 0.0;
    double pace_ = kNoTag;
    double common_weight_ = 0.0;   ///< of every flow; 0: there are different ones, and then:
    CompensatedSum mixed_weight_;  ///< their sum
    std::uint32_t live_ = 0;
    std::uint32_t dead_ = 0;  ///< cancelled flows in tags_
    double ratio_ = Flow::kUncapped;
    double top_speed_ = Flow::kUncapped;
    double least_pace_ = 0.0;  ///< 1 / top_speed_
    std::uint32_t number_;
    MonotoneQueue tags_;
};

}  // namespace gallerysim::sim
