#pragma once

#include <cstdint>

namespace gallerysim::sim {

/// What the queues sort: a 64-bit key, then a rank, then the order of insertion; with a 31-bit item number to carry.
/// All of it is one 128-bit number (key 64, rank 2, sequence 31, item 31), so that two entries are compared without a
/// branch and four siblings of a heap fill a cache line.
class QueueEntry {
public:
    static constexpr unsigned kItemBits = 31;
    static constexpr unsigned kSequenceBits = 31;
    static constexpr std::uint32_t kMaxItem = (1U << kItemBits) - 1U;
    static constexpr std::uint64_t kSequences = std::uint64_t{1} << kSequenceBits;
    static constexpr unsigned kRanks = 4;

    QueueEntry() = default;  ///< indeterminate, so that arrays of entries cost nothing
    // Copied as the number that it is: a 16-byte vector load would stall on the two 8-byte stores before it.
    constexpr QueueEntry(const QueueEntry& other) : value_(other.value_) {}
    constexpr QueueEntry& operator=(const QueueEntry& other) {
        value_ = other.value_;
        return *this;
    }
    constexpr QueueEntry(std::uint64_t key, unsigned rank, std::uint64_t sequence, std::uint32_t item)
        : value_(static_cast<Wide>(key) << 64 | std::uint64_t{rank} << (kSequenceBits + kItemBits) |
                 sequence << kItemBits | item) {}

    /// Later than every real entry.
    [[nodiscard]] static constexpr QueueEntry sentinel() {
        QueueEntry entry{0, 0, 0, 0};
        entry.value_ = ~Wide{0};
        return entry;
    }

    [[nodiscard]] constexpr std::uint64_t key() const { return static_cast<std::uint64_t>(value_ >> 64); }
    [[nodiscard]] constexpr unsigned rank() const {
        return static_cast<unsigned>(static_cast<std::uint64_t>(value_) >> (kSequenceBits + kItemBits));
    }
    [[nodiscard]] constexpr std::uint32_t item() const { return static_cast<std::uint32_t>(value_) & kMaxItem; }

    friend constexpr bool operator<(const QueueEntry& a, const QueueEntry& b) { return a.value_ < b.value_; }

private:
    __extension__ using Wide = unsigned __int128;
    Wide value_;
};

}  // namespace gallerysim::sim
