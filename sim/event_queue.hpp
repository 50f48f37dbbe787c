#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <vector>

#include "sim/assert.hpp"
#include "sim/monotone_queue.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::sim {

/// Which of the events of one instant come first.
enum class Priority : std::uint8_t { early, normal, late, last };

/// Names one scheduled event for ever: a handle whose event has run or was cancelled names nothing, and no later event
/// takes its place.
class EventHandle {
public:
    EventHandle() = default;

private:
    friend class EventQueue;
    EventHandle(std::uint64_t id, std::uint32_t slot) : id_(id), slot_(slot) {}
    std::uint64_t id_ = 0;
    std::uint32_t slot_ = 0;
};

/// What an event does: a trivially copyable callable of at most two words, kept by value. The words are handed over in
/// registers, so that running an action reads its slot once and writes nothing.
class Action {
public:
    static constexpr std::size_t kSize = 16;

    Action() = default;
    template <class F>
    explicit Action(const F& f) : invoke_(&invoke<F>) {
        static_assert(sizeof(F) <= kSize && alignof(F) <= alignof(std::uint64_t), "capture at most two words");
        static_assert(std::is_trivially_copyable_v<F> && std::is_trivially_destructible_v<F>);
        std::uint64_t words[2] = {0, 0};
        std::memcpy(words, static_cast<const void*>(&f), sizeof(F));
        first_ = words[0];
        second_ = words[1];
    }
    void operator()() const { invoke_(first_, second_); }

private:
    template <class F>
    static void invoke(std::uint64_t first, std::uint64_t second) {
        const std::uint64_t words[2] = {first, second};
        alignas(std::uint64_t) std::byte storage[sizeof(F)];
        std::memcpy(storage, words, sizeof(F));
        (*std::launder(reinterpret_cast<F*>(storage)))();
    }

    void (*invoke_)(std::uint64_t, std::uint64_t) = nullptr;
    std::uint64_t first_ = 0;
    std::uint64_t second_ = 0;
};

/// The pending events in their total order: time, priority, insertion. Two events never compare equal, so a run is
/// the same on every machine.
///
/// Payloads stand in slots outside the queue that sorts them. Cancelling marks the slot, idempotent and O(1); the dead
/// entry is dropped when its time comes, or in a sweep once dead entries outnumber the live (amortised O(log n)). No
/// allocation once the queue has seen its largest size. Not thread-safe.
class EventQueue {
public:
    /// REQUIRES: at is not negative, not before the event taken out last and, after take_next() found none, not before
    /// its limit or what rewind() has set; fewer than 2^31 pending events.
    template <class F>
    EventHandle schedule(SimTime at, F action, Priority priority = Priority::normal) {
        if (first_free_ == kNone) [[unlikely]] add_slot();
        const std::uint32_t index = first_free_;
        Slot& slot = slots_[index];
        first_free_ = static_cast<std::uint32_t>(slot.id);
        slot.action = Action{action};
        slot.id = ++last_id_;
        queue_.push(static_cast<std::uint64_t>(at.nanoseconds()), index, static_cast<unsigned>(priority));
        return {slot.id, index};
    }

    /// Whether the event was pending and now is not.
    bool cancel(EventHandle handle) {
        if (!is_pending(handle)) return false;
        slots_[handle.slot_].id = kDead;
        if (++dead_ > kSweepAbove && dead_ > queue_.size() / 2) sweep();
        return true;
    }

    [[nodiscard]] bool is_pending(EventHandle handle) const {
        return handle.id_ != 0 && slots_[handle.slot_].id == handle.id_;
    }
    /// Pending events, cancelled ones not counted.
    [[nodiscard]] std::size_t size() const { return queue_.size() - dead_; }

    /// Takes the next event out unless there is none up to `limit`; whether it did.
    [[nodiscard]] bool take_next(SimTime limit, SimTime& at, Action& action) {
        QueueEntry entry;
        while (queue_.pop(static_cast<std::uint64_t>(limit.nanoseconds()), entry)) {
            Slot& slot = slots_[entry.item()];
            const bool live = slot.id != kDead;
            action = slot.action;
            release_slot(entry.item());
            if (live) {
                at = SimTime::from_nanoseconds(static_cast<std::int64_t>(entry.key()));
                return true;
            }
            --dead_;
        }
        return false;
    }

    /// After take_next() found none: lets events be scheduled from `now` on, however late the cancelled ones were that it
    /// dropped. O(1) when they were not after `now`.
    void rewind(SimTime now) { queue_.lower_floor(static_cast<std::uint64_t>(now.nanoseconds())); }

private:
    static constexpr std::uint64_t kDead = 0;
    static constexpr std::uint64_t kFree = std::uint64_t{1} << 63;
    static constexpr std::uint32_t kNone = 0xffffffffU;
    static constexpr std::size_t kSweepAbove = 64;

    struct Slot {
        Action action;
        std::uint64_t id;  ///< of the event that holds the slot; kDead: cancelled; kFree | the next free slot
    };

    void add_slot();
    void sweep();

    /// The slot released last is used first: it is still in the cache.
    void release_slot(std::uint32_t index) {
        slots_[index].id = kFree | first_free_;
        first_free_ = index;
    }

    MonotoneQueue queue_;
    std::vector<Slot> slots_;
    std::uint32_t first_free_ = kNone;
    std::size_t dead_ = 0;  ///< cancelled events still in queue_
    std::uint64_t last_id_ = 0;
};

}  // namespace gallerysim::sim
