#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "sim/queue_entry.hpp"

namespace gallerysim::sim {

/// At most kCapacity entries: the first one stands alone in front of a 4-ary heap of the others. The fastest queue there
/// is while it is small.
///
/// pop() leaves the front vacant, and the next push(), which in a simulation mostly follows at once, fills it: with the
/// new entry or with the heap's root, into whose place the new entry then goes. One way down instead of two, and with
/// two entries none. Places past the end hold sentinels, so the way down needs no bounds.
/// Cost: O(log4 n). Not thread-safe.
class SmallHeap {
public:
    static constexpr std::size_t kCapacity = 256;

    SmallHeap() { std::fill_n(nodes_.data(), kNodes, QueueEntry::sentinel()); }

    [[nodiscard]] bool empty() const { return front_vacant_ && size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_ + (front_vacant_ ? 0U : 1U); }

    /// REQUIRES: size() < kCapacity.
    void push(QueueEntry entry) {
        if (!front_vacant_) {
            push_behind_front(entry);
            return;
        }
        front_vacant_ = false;
        if (entry < node(0)) {  // also when the heap is empty: its root is a sentinel
            front() = entry;
        } else {
            front() = node(0);
            sift_down(entry);
        }
    }

    /// The first entry; the sentinel when there is none.
    [[nodiscard]] QueueEntry top() const { return nodes_[kRoot - (front_vacant_ ? 0U : 1U)]; }

    /// Takes top() out. REQUIRES: !empty().
    void pop() {
        if (front_vacant_) remove_root();
        front_vacant_ = true;
    }

    /// Hands every entry to `sink` in no particular order and empties the heap.
    template <class Sink>
    void drain(Sink&& sink) {
        if (!front_vacant_) sink(front());
        for (std::size_t i = 0; i < size_; ++i) sink(node(i));
        std::fill_n(&node(0), size_, QueueEntry::sentinel());
        size_ = 0;
        front_vacant_ = true;
    }

private:
    static constexpr std::size_t kArity = 4;
    /// Children of i are 4i+1 .. 4i+4: a root at 3 puts each group of four on one cache line. The front is before it.
    static constexpr std::size_t kRoot = kArity - 1;
    static constexpr std::size_t kNodes = kRoot + kCapacity + kArity + 1;

    [[nodiscard]] QueueEntry& node(std::size_t i) { return nodes_[kRoot + i]; }
    [[nodiscard]] QueueEntry& front() { return nodes_[kRoot - 1]; }

    void remove_root() {
        const QueueEntry last = node(--size_);
        node(size_) = QueueEntry::sentinel();
        if (size_ > 0) sift_down(last);
    }

    void push_behind_front(QueueEntry entry) {
        if (entry < front()) std::swap(entry, front());
        sift_up(size_++, entry);
    }

    void sift_up(std::size_t i, const QueueEntry& entry) {
        while (i > 0) {
            const std::size_t parent = (i - 1) / kArity;
            if (!(entry < node(parent))) break;
            node(i) = node(parent);
            i = parent;
        }
        node(i) = entry;
    }

    /// Puts `entry` in at the root, whose own entry has been taken out. The least of four children is found by
    /// arithmetic on indices: which one it is is a coin toss, and a mispredicted branch costs more than all the rest.
    void sift_down(const QueueEntry& entry) {
        const std::size_t size = size_;
        std::size_t i = 0;
        for (std::size_t child = 1; child < size; child = kArity * i + 1) {
            const std::size_t left = child + static_cast<std::size_t>(node(child + 1) < node(child));
            const std::size_t right = child + 2 + static_cast<std::size_t>(node(child + 3) < node(child + 2));
            const auto right_is_less = static_cast<std::size_t>(node(right) < node(left));
            const std::size_t least = left ^ ((left ^ right) & (std::size_t{0} - right_is_less));
            if (!(node(least) < entry)) break;
            node(i) = node(least);
            i = least;
        }
        node(i) = entry;
    }

    alignas(64) std::array<QueueEntry, kNodes> nodes_;
    std::size_t size_ = 0;      ///< of the heap, the front not counted
    bool front_vacant_ = true;  ///< then the heap's root is the first entry
};

}  // namespace gallerysim::sim
