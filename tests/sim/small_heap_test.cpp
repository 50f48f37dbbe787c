#include "sim/small_heap.hpp"

#include <cstdint>
#include <set>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

using Entry = std::pair<std::uint64_t, std::uint32_t>;  // key and item

Entry as_pair(const QueueEntry& entry) { return {entry.key(), entry.item()}; }

}  // namespace

// An ordered set does the same in the same order. Pops without pushes and pushes without pops are frequent enough to
// meet the heap empty, full, and with its front vacant and taken.
TEST_CASE("A small heap hands out what an ordered set would") {
    RandomStream random(StreamId{.seed = 1});
    for (int round = 0; round < 50; ++round) {
        SmallHeap heap;
        std::set<Entry> expected;
        const std::uint64_t pushes_in_ten = 3 + random.below(5);
        for (std::uint32_t step = 0; step < 2'000; ++step) {
            if (expected.size() < SmallHeap::kCapacity && random.below(10) < pushes_in_ten) {
                const std::uint64_t key = random.below(1'000);
                heap.push(QueueEntry{key, 0, step, step});
                expected.emplace(key, step);
            } else if (!expected.empty()) {
                REQUIRE(as_pair(heap.top()) == *expected.begin());
                heap.pop();
                expected.erase(expected.begin());
            }
            REQUIRE(heap.size() == expected.size());
            REQUIRE(heap.empty() == expected.empty());
        }
    }
}

TEST_CASE("A small heap filled to its capacity hands everything out in order") {
    SmallHeap heap;
    const auto count = static_cast<std::uint32_t>(SmallHeap::kCapacity);
    for (std::uint32_t i = 0; i < count; ++i) heap.push(QueueEntry{count - i, 0, i, i});
    CHECK(heap.size() == SmallHeap::kCapacity);
    for (std::uint32_t i = 0; i < count; ++i) {
        REQUIRE(heap.top().key() == i + 1);
        heap.pop();
    }
    CHECK(heap.empty());
}

TEST_CASE("An empty small heap shows the sentinel") {
    SmallHeap heap;
    CHECK_FALSE(heap.top() < QueueEntry::sentinel());
    heap.push(QueueEntry{7, 0, 0, 0});
    heap.pop();
    CHECK_FALSE(heap.top() < QueueEntry::sentinel());
}

TEST_CASE("A drained small heap has handed everything out and works on") {
    for (const bool front_vacant : {false, true}) {
        SmallHeap heap;
        for (std::uint32_t i = 0; i < 20; ++i) heap.push(QueueEntry{i, 0, i, i});
        if (front_vacant) heap.pop();
        std::set<std::uint64_t> keys;
        heap.drain([&](const QueueEntry& entry) { keys.insert(entry.key()); });
        CHECK(keys.size() == (front_vacant ? 19U : 20U));
        CHECK(heap.empty());
        heap.push(QueueEntry{5, 0, 1, 1});
        heap.push(QueueEntry{4, 0, 2, 2});
        CHECK(heap.top().key() == 4);
        heap.pop();
        CHECK(heap.top().key() == 5);
    }
}
