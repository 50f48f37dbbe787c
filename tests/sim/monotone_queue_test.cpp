#include "sim/monotone_queue.hpp"

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::aborts;

constexpr std::uint64_t kNoLimit = MonotoneQueue::kMaxKey;

/// The same queue as an ordered map, and every answer compared.
class Checked {
public:
    void push(std::uint64_t key, unsigned rank) {
        const auto item = static_cast<std::uint32_t>(pushed_);
        queue.push(key, item, rank);
        expected_.emplace(std::tuple{key, rank, pushed_++}, item);
    }
    void pop(std::uint64_t limit) {
        QueueEntry entry = QueueEntry::sentinel();
        const bool expects_one = !expected_.empty() && std::get<0>(expected_.begin()->first) <= limit;
        REQUIRE(queue.pop(limit, entry) == expects_one);
        if (!expects_one) return;
        const auto& [order, item] = *expected_.begin();
        REQUIRE(entry.key() == std::get<0>(order));
        REQUIRE(entry.rank() == std::get<1>(order));
        REQUIRE(entry.item() == item);
        floor = entry.key();
        expected_.erase(expected_.begin());
    }
    template <class Predicate>
    void remove_if(Predicate is_dead) {
        std::size_t asked = 0;
        const std::size_t had = queue.size();
        queue.remove_if([&](std::uint32_t item) {
            ++asked;
            return is_dead(item);
        });
        CHECK(asked == had);
        std::erase_if(expected_, [&](const auto& pair) { return is_dead(pair.second); });
    }
    void clear() {
        queue.clear();
        expected_.clear();
        floor = 0;
    }
    void check_size() const {
        REQUIRE(queue.size() == expected_.size());
        REQUIRE(queue.empty() == expected_.empty());
        REQUIRE(queue.floor() == floor);
    }
    [[nodiscard]] std::size_t size() const { return expected_.size(); }

    MonotoneQueue queue;
    std::uint64_t floor = 0;

private:
    std::map<std::tuple<std::uint64_t, unsigned, std::uint64_t>, std::uint32_t> expected_;
    std::uint64_t pushed_ = 0;
};

/// How a round of the differential test behaves.
struct Habits {
    std::uint64_t target_size;  ///< pushes prevail below, pops above
    std::uint64_t gap_bits;     ///< keys lie up to 2^gap_bits above the floor
};

void work(Checked& checked, RandomStream& random, const Habits& habits, int steps) {
    for (int step = 0; step < steps; ++step) {
        const std::uint64_t choice = random.below(1'000);
        const bool grow = checked.size() < habits.target_size;
        if (choice < 2) {
            const std::uint64_t modulus = 2 + random.below(5);
            checked.remove_if([&](std::uint32_t item) { return item % modulus != 0; });
        } else if (choice < (grow ? 650U : 350U)) {
            // A fifth at the floor itself; the others close, far, and in between.
            const std::uint64_t bits = random.below(habits.gap_bits + 1);
            const std::uint64_t gap = random.below(5) == 0 ? 0 : random.below(std::uint64_t{1} << bits);
            checked.push(checked.floor + gap, static_cast<unsigned>(random.below(MonotoneQueue::kRanks)));
        } else {
            checked.pop(random.below(4) == 0 ? checked.floor + random.below(16) : kNoLimit);
        }
        checked.check_size();
    }
}

}  // namespace

// Against an ordered map: keys, ranks, ties, limits, removals and changes between heap and wheel in either direction.
TEST_CASE("A monotone queue does what an ordered map does whatever its size") {
    for (const Habits habits : {Habits{8, 4}, Habits{200, 10}, Habits{300, 3}, Habits{2'000, 40}}) {
        RandomStream random(StreamId{.seed = 4, .entity = habits.target_size});
        Checked checked;
        for (int round = 0; round < 10; ++round) {
            work(checked, random, habits, 3'000);
            while (checked.size() > random.below(40)) checked.pop(kNoLimit);  // below the size of heap mode
            work(checked, random, {20, habits.gap_bits}, 500);
            if (round % 4 == 3) checked.clear();
        }
        while (checked.size() > 0) checked.pop(kNoLimit);
        checked.check_size();
    }
}

TEST_CASE("Entries keep their order when the sequence numbers of a monotone queue are used up") {
    RandomStream random(StreamId{.seed = 5});
    for (const std::uint64_t entries : {std::uint64_t{1}, std::uint64_t{100}, std::uint64_t{255}, std::uint64_t{256}}) {
        Checked checked;
        checked.queue.set_sequence_for_test(QueueEntry::kSequences - entries);
        for (std::uint64_t i = 0; i < entries; ++i) checked.push(random.below(5), 0);
        for (int i = 0; i < 300; ++i) {
            checked.pop(kNoLimit);
            checked.push(checked.floor + random.below(5), 0);
        }
        while (checked.size() > 0) checked.pop(kNoLimit);
    }
}

TEST_CASE("The entry that makes a monotone queue change to the wheel keeps its place among ties") {
    Checked checked;
    for (std::size_t i = 0; i <= SmallHeap::kCapacity; ++i) checked.push(7, i % 2 == 0 ? 1 : 0);
    while (checked.size() > 0) checked.pop(kNoLimit);
}

// More than the heap holds must be left over, so that it is the wheel from which is removed.
TEST_CASE("Removing from a large monotone queue leaves the others in order") {
    Checked checked;
    for (std::uint64_t i = 0; i < 3'000; ++i) checked.push(i * 37 % 1'000, static_cast<unsigned>(i % 4));
    for (int i = 0; i < 100; ++i) checked.pop(kNoLimit);
    checked.remove_if([](std::uint32_t item) { return item % 3 == 0; });
    checked.check_size();
    CHECK(checked.size() > SmallHeap::kCapacity);
    while (checked.size() > 0) checked.pop(kNoLimit);
}

TEST_CASE("A lowered floor lets lower keys into a monotone queue of any size") {
    for (const std::uint64_t entries : {10U, 1'000U}) {
        Checked checked;
        for (std::uint64_t i = 0; i < entries; ++i) checked.push(500 + i / 2, static_cast<unsigned>(i % 2));
        checked.pop(kNoLimit);
        checked.queue.lower_floor(600);
        checked.check_size();
        checked.queue.lower_floor(100);
        checked.floor = 100;
        checked.check_size();
        checked.push(100, 0);
        checked.push(300, 0);
        while (checked.size() > 0) checked.pop(kNoLimit);
    }
}

TEST_CASE("A key below the floor of a monotone queue is a bug") {
    MonotoneQueue queue;
    QueueEntry entry = QueueEntry::sentinel();
    queue.push(5, 0);
    REQUIRE(queue.pop(kNoLimit, entry));
    queue.push(5, 1);
    CHECK(aborts([&] { queue.push(4, 2); }));
}
