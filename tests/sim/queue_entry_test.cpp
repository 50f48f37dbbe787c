#include "sim/queue_entry.hpp"

#include <cstdint>
#include <limits>

#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::QueueEntry;

}  // namespace

TEST_CASE("A queue entry gives back its key and rank and item") {
    const std::uint64_t key = 0x123456789abcdef0U;
    const QueueEntry entry{key, 3, QueueEntry::kSequences - 1, QueueEntry::kMaxItem};
    CHECK(entry.key() == key);
    CHECK(entry.rank() == 3);
    CHECK(entry.item() == QueueEntry::kMaxItem);
    const QueueEntry zero{0, 0, 0, 0};
    CHECK(zero.key() == 0);
    CHECK(zero.rank() == 0);
    CHECK(zero.item() == 0);
}

TEST_CASE("Queue entries are ordered by key and then rank and then sequence") {
    const std::uint64_t largest = std::numeric_limits<std::uint64_t>::max() - 1;
    CHECK(QueueEntry{1, 3, 9, 9} < QueueEntry{2, 0, 0, 0});
    CHECK(QueueEntry{2, 0, 9, 9} < QueueEntry{2, 1, 0, 0});
    CHECK(QueueEntry{2, 1, 0, 9} < QueueEntry{2, 1, 1, 0});
    CHECK_FALSE(QueueEntry{2, 1, 1, 0} < QueueEntry{2, 1, 0, 9});
    CHECK(QueueEntry{largest, 3, QueueEntry::kSequences - 1, QueueEntry::kMaxItem} < QueueEntry::sentinel());
}
