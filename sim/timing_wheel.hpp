#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/queue_entry.hpp"

namespace gallerysim::sim {

/// A hierarchical timing wheel with 64 slots a level over 64-bit keys: the queue for many entries.
///
/// The *floor* is the key taken out last. An entry is filed under the highest base-64 digit in which its key differs
/// from the floor: level = that digit's position, slot = the digit. Entries of one key share a slot, in order of
/// insertion; the lowest occupied slot of the lowest occupied level holds the smallest keys. Taking the minimum out
/// moves the floor there and files the rest of its slot anew, each at least one level lower. So an entry moves at
/// most 11 times in its life, in practice about log64(entries) times, always from one sequential block to another,
/// and entries are never compared to keep an order.
///
/// Cost: push O(1); extract_min amortised O(log64 n). No allocation once the number of blocks has reached its peak.
/// Source: Varghese & Lauck, Hashed and hierarchical timing wheels (1987); Ahuja et al., radix heaps (1990).
class TimingWheel {
public:
    using Key = std::uint64_t;

    [[nodiscard]] bool empty() const { return levels_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    void set_floor_of_empty(Key floor) {
        floor_ = floor;
        forget_first();
    }

    /// Where the payload of item i stands: i times `stride` bytes behind `first`. Those of entries that come soon are
    /// then fetched from memory before they are needed: with a million of them that is what takes most of the time.
    void set_payloads(const void* first, std::size_t stride) {
        payloads_ = static_cast<const std::byte*>(first);
        stride_ = stride;
    }

    /// REQUIRES: entry.key() is not below the floor.
    void push(const QueueEntry& entry) {
        ++size_;
        if (entry.key() < first_.key()) {
            first_ = entry;
            knows_first_ = true;
        }
        file(entry);
    }

    /// The first entry, which stays where it is, as the floor does. Cost: a look through its slot, which the next
    /// extract_min() is spared. REQUIRES: !empty().
    [[nodiscard]] const QueueEntry& first() {
        if (!knows_first_) {
            const auto level = static_cast<unsigned>(std::countr_zero(levels_));
            const auto digit = static_cast<unsigned>(std::countr_zero(occupied_[level]));
            first_ = first_of(slots_[level * kSlots + digit]);
            knows_first_ = true;
        }
        return first_;
    }

    /// Takes every entry of the smallest key out, in order of insertion, and hands each to `sink`, unless that key is
    /// above `limit`. `sink` must not touch the wheel. REQUIRES: !empty().
    template <class Sink>
    void extract_min(Key limit, Sink&& sink) {
        if (first_.key() > limit) return;
        const Key smallest = first().key();
        if (smallest > limit) return;
        floor_ = smallest;
        knows_first_ = false;  // but nothing is below it
        const auto level = static_cast<unsigned>(std::countr_zero(levels_));
        const auto digit = static_cast<unsigned>(std::countr_zero(occupied_[level]));
        empty_slot(level, digit, [&](const QueueEntry& entry) {
            if (entry.key() == smallest) {
                --size_;
                sink(entry);
            } else {
                if (payloads_ != nullptr) __builtin_prefetch(payloads_ + entry.item() * stride_);
                file(entry);
            }
        });
    }

    /// Removes every entry for which `is_dead(entry)`, asked once for each. O(n).
    template <class Predicate>
    void remove_if(Predicate&& is_dead) {
        forget_first();
        for_each_slot([&](unsigned level, unsigned digit) {
            empty_slot(level, digit, [&](const QueueEntry& entry) {
                if (is_dead(entry)) {
                    --size_;
                } else {
                    file(entry);  // into the same slot
                }
            });
        });
    }

    /// Hands every entry to `sink`, those of one key in order of insertion, and empties the wheel.
    template <class Sink>
    void drain(Sink&& sink) {
        forget_first();
        for_each_slot([&](unsigned level, unsigned digit) { empty_slot(level, digit, sink); });
        size_ = 0;
    }

private:
    static constexpr unsigned kDigitBits = 6;
    static constexpr unsigned kSlots = 1U << kDigitBits;
    static constexpr unsigned kLevels = (64 + kDigitBits - 1) / kDigitBits;
    static constexpr std::uint32_t kBlockEntries = 15;
    static constexpr std::size_t kBlocksAtATime = 64;

    struct Block {
        std::uint32_t count;
        Block* next;
        std::array<QueueEntry, kBlockEntries> entries;
    };
    /// Valid only while its bit in occupied_ is set, so that nothing needs to be initialised.
    struct Slot {
        QueueEntry first;
        Block* rest;  ///< the others in order of insertion; nullptr: `first` is alone
        Block* last;
    };

    void file(const QueueEntry& entry) {
        const Key difference = entry.key() ^ floor_;
        const unsigned level = (static_cast<unsigned>(std::bit_width(difference | 1U)) - 1U) / kDigitBits;
        const auto digit = static_cast<unsigned>(entry.key() >> (level * kDigitBits)) & (kSlots - 1U);
        Slot& slot = slots_[level * kSlots + digit];
        const std::uint64_t bit = std::uint64_t{1} << digit;
        if ((occupied_[level] & bit) == 0) {
            occupied_[level] |= bit;
            levels_ |= 1U << level;
            slot.first = entry;
            slot.rest = nullptr;
            return;
        }
        if (slot.rest == nullptr) {
            slot.rest = slot.last = acquire();
        } else if (slot.last->count == kBlockEntries) {
            slot.last = slot.last->next = acquire();
        }
        slot.last->entries[slot.last->count++] = entry;
    }

    /// Calls `visit(level, digit)` for every slot that is occupied now.
    template <class Visit>
    void for_each_slot(Visit&& visit) {
        for (unsigned level = 0; level < kLevels; ++level) {
            for (std::uint64_t left = occupied_[level]; left != 0; left &= left - 1) {
                visit(level, static_cast<unsigned>(std::countr_zero(left)));
            }
        }
    }

    /// Takes all entries out of a slot and hands each to `sink`, which may file them again, even there.
    template <class Sink>
    void empty_slot(unsigned level, unsigned digit, Sink&& sink) {
        occupied_[level] &= ~(std::uint64_t{1} << digit);
        if (occupied_[level] == 0) levels_ &= ~(1U << level);
        const Slot slot = slots_[level * kSlots + digit];
        sink(slot.first);
        for (Block* block = slot.rest; block != nullptr; block = release(block)) {
            for (std::uint32_t i = 0; i < block->count; ++i) sink(block->entries[i]);
        }
    }

    void forget_first() {
        first_ = QueueEntry{floor_, 0, 0, 0};
        knows_first_ = false;
    }

    static QueueEntry first_of(const Slot& slot) {
        const QueueEntry* first = &slot.first;
        for (const Block* block = slot.rest; block != nullptr; block = block->next) {
            for (std::uint32_t i = 0; i < block->count; ++i) {
                first = block->entries[i].key() < first->key() ? &block->entries[i] : first;
            }
        }
        return *first;
    }

    Block* acquire() {
        if (free_ == nullptr) {
            pool_.push_back(std::make_unique_for_overwrite<Block[]>(kBlocksAtATime));
            for (std::size_t i = kBlocksAtATime; i-- > 0;) release(&pool_.back()[i]);
        }
        Block* block = free_;
        free_ = block->next;
        block->count = 0;
        block->next = nullptr;
        return block;
    }

    /// Gives the block back; returns the one after it.
    Block* release(Block* block) {
        Block* next = block->next;
        block->next = free_;
        free_ = block;
        return next;
    }

    Key floor_ = 0;
    QueueEntry first_{0, 0, 0, 0};  ///< no key is below its key: spares a look at entries that are above a limit anyway
    bool knows_first_ = false;      ///< and it is the first entry itself
    std::size_t size_ = 0;
    std::uint32_t levels_ = 0;  ///< bit l: level l has an occupied slot
    std::array<std::uint64_t, kLevels> occupied_{};
    std::unique_ptr<Slot[]> slots_ = std::make_unique_for_overwrite<Slot[]>(std::size_t{kLevels} * kSlots);
    Block* free_ = nullptr;
    std::vector<std::unique_ptr<Block[]>> pool_;
    const std::byte* payloads_ = nullptr;
    std::size_t stride_ = 0;
};

}  // namespace gallerysim::sim
