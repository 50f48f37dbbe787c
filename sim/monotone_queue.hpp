#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "sim/assert.hpp"
#include "sim/queue_entry.hpp"
#include "sim/small_heap.hpp"
#include "sim/timing_wheel.hpp"

namespace gallerysim::sim {

/// A priority queue for keys that never fall below the last one taken out, as times in a simulation and finish tags
/// in processor sharing do. The order is total: key, rank (0 first), insertion.
///
/// It is a SmallHeap while it is small and a TimingWheel while it is large: each is the faster one there. The change
/// costs a sort of a few hundred entries and has a wide hysteresis. In wheel mode the entries of the current key
/// stand in one list per rank, the *batch*, and the heap is empty.
///
/// Cost: push and pop amortised O(log n) with a small base-64 logarithm; remove_if O(n). No allocation once the queue
/// has seen its largest size. Not thread-safe.
class MonotoneQueue {
public:
    using Key = std::uint64_t;
    static constexpr unsigned kRanks = QueueEntry::kRanks;
    /// The largest key, and the limit that lets every entry pass.
    static constexpr Key kMaxKey = std::numeric_limits<Key>::max() - 1;

    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] std::size_t size() const {
        return batch_size_ + (wheel_mode_ ? wheel_->size() : heap_.size());
    }
    /// The key taken out last: nothing below it can come in.
    [[nodiscard]] Key floor() const { return floor_; }

    /// The first entry, left in place; unlike a pop this leaves the floor where it is, too. Cost: O(1), or a look through
    /// the wheel's first slot, which the next pop is spared. REQUIRES: !empty().
    [[nodiscard]] QueueEntry first() {
        if (!wheel_mode_) return heap_.top();
        return batch_size_ > 0 ? first_of_batch() : wheel_->first();
    }

    /// Where the payload of item i stands: i times `stride` bytes behind `first`. A hint, to be repeated when it changes;
    /// see TimingWheel.
    void set_payloads(const void* first, std::size_t stride) {
        if (wheel_mode_) wheel_->set_payloads(first, stride);
    }

    /// REQUIRES: floor() <= key <= kMaxKey; rank < kRanks; item <= QueueEntry::kMaxItem.
    void push(Key key, std::uint32_t item, unsigned rank = 0) {
        GALLERYSIM_ASSERT(key >= floor_, "a key below the queue's floor");
        if (heap_.size() >= heap_limit_ || sequence_ == QueueEntry::kSequences) [[unlikely]] {
            push_slowly(key, item, rank);
            return;
        }
        heap_.push(QueueEntry{key, rank, sequence_++, item});
    }

    /// Takes the first entry out unless the queue is empty or that entry's key is above `limit`; whether it did.
    /// REQUIRES: limit <= kMaxKey.
    [[nodiscard]] bool pop(Key limit, QueueEntry& out) {
        const QueueEntry top = heap_.top();
        if (top.key() > limit) return wheel_mode_ && pop_from_wheel(limit, out);  // an empty heap shows a sentinel
        heap_.pop();
        floor_ = top.key();
        out = top;
        return true;
    }

    /// Removes every entry for which `is_dead(item)`, asked once for each; the others keep their order. O(n).
    template <class Predicate>
    void remove_if(Predicate&& is_dead) {
        const auto is_dead_entry = [&](const QueueEntry& entry) { return is_dead(entry.item()); };
        if (!wheel_mode_) {
            collect();
            std::erase_if(scratch_, is_dead_entry);
            refill();
            return;
        }
        wheel_->remove_if(is_dead_entry);
        batch_size_ = 0;
        for (Batch& batch : batches_) {
            batch.entries.erase(batch.entries.begin(), batch.entries.begin() + batch.next);
            batch.next = 0;
            batch_size_ += batch.entries.size() - std::erase_if(batch.entries, is_dead_entry);
        }
    }

    /// Forgets all entries and lets keys begin at zero again; keeps the memory.
    void clear();

    /// Lets keys come in again down to `key`, if they could not. O(n log n).
    void lower_floor(Key key);

    /// For tests: as if this many entries had been pushed since the last renumbering.
    void set_sequence_for_test(std::uint64_t sequence) { sequence_ = sequence; }

private:
    /// Entries of one key and rank, in order of insertion.
    struct Batch {
        std::vector<QueueEntry> entries;
        std::ptrdiff_t next = 0;
    };

    /// The entry's address must not escape from the fast path above, or it would live in memory there.
    [[nodiscard]] bool pop_from_wheel(Key limit, QueueEntry& out) {
        QueueEntry entry;
        if (!take_from_wheel(limit, entry)) return false;
        out = entry;
        return true;
    }
    [[nodiscard]] bool take_from_wheel(Key limit, QueueEntry& out);
    [[nodiscard]] bool take_from_batch(QueueEntry& out);
    [[nodiscard]] QueueEntry first_of_batch() const;
    void push_slowly(Key key, std::uint32_t item, unsigned rank);
    void push_to_wheel(const QueueEntry& entry);
    void push_to_batch(const QueueEntry& entry);
    void collect();
    void refill();

    Key floor_ = 0;
    std::uint64_t sequence_ = 0;
    std::size_t heap_limit_ = SmallHeap::kCapacity;  ///< 0 in wheel mode: then push() always takes the slow way
    bool wheel_mode_ = false;
    std::size_t batch_size_ = 0;
    std::unique_ptr<TimingWheel> wheel_;  ///< made when it is first needed
    std::array<Batch, kRanks> batches_;
    std::vector<QueueEntry> scratch_;
    SmallHeap heap_;
};

}  // namespace gallerysim::sim
