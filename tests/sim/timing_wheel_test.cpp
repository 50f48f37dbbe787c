#include "sim/timing_wheel.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

constexpr std::uint64_t kNoTimeLimit = std::numeric_limits<std::uint64_t>::max() - 1;

QueueEntry entry_of(std::uint64_t key, std::uint32_t item) { return QueueEntry{key, 0, 0, item}; }

/// Items of the smallest key up to `limit`, in the order in which they come out.
std::vector<std::uint32_t> extract(TimingWheel& wheel, std::uint64_t limit = kNoTimeLimit) {
    std::vector<std::uint32_t> items;
    wheel.extract_min(limit, [&](const QueueEntry& entry) { items.push_back(entry.item()); });
    return items;
}

/// Gaps of every size that matters to base-64 digits, ties among them.
std::uint64_t gap(RandomStream& random) { return random.next_u64() >> (1 + random.below(63)); }

}  // namespace

TEST_CASE("A timing wheel hands out whole keys in order and each in order of insertion") {
    RandomStream random(StreamId{.seed = 2});
    for (int round = 0; round < 30; ++round) {
        TimingWheel wheel;
        std::map<std::uint64_t, std::vector<std::uint32_t>> expected;
        std::uint64_t floor = random.below(1'000'000);
        wheel.set_floor_of_empty(floor);
        std::uint32_t item = 0;
        for (int step = 0; step < 3'000; ++step) {
            const std::uint64_t key = floor + 1 + gap(random) / 64;
            if (key > floor && random.below(5) < 3) {
                const auto copies = static_cast<std::uint32_t>(1 + random.below(40) / 39 * 30);
                for (std::uint32_t i = 0; i < copies; ++i) {
                    wheel.push(entry_of(key, item));
                    expected[key].push_back(item++);
                }
            } else if (!expected.empty()) {
                const auto first = expected.begin();
                REQUIRE(extract(wheel, first->first - 1).empty());
                REQUIRE(extract(wheel) == first->second);
                floor = first->first;
                expected.erase(first);
            }
            REQUIRE(wheel.empty() == expected.empty());
        }
        std::size_t left = 0;
        for (const auto& [key, items] : expected) left += items.size();
        CHECK(wheel.size() == left);
    }
}

TEST_CASE("A limit below the smallest key leaves a timing wheel as it was even for keys that come in later") {
    TimingWheel wheel;
    wheel.set_floor_of_empty(0);
    wheel.push(entry_of(5'000, 1));
    wheel.push(entry_of(7'000, 2));
    CHECK(extract(wheel, 4'000).empty());
    wheel.push(entry_of(3'000, 3));
    CHECK(extract(wheel, 2'999).empty());
    CHECK(extract(wheel, 4'000) == std::vector<std::uint32_t>{3});
    CHECK(extract(wheel, 4'999).empty());
    CHECK(extract(wheel, 5'000) == std::vector<std::uint32_t>{1});
    CHECK(extract(wheel) == std::vector<std::uint32_t>{2});
    CHECK(wheel.empty());
}

TEST_CASE("Removal from a timing wheel asks for every entry once and keeps the order of the others") {
    RandomStream random(StreamId{.seed = 3});
    TimingWheel wheel;
    wheel.set_floor_of_empty(0);
    std::map<std::uint64_t, std::vector<std::uint32_t>> expected;
    constexpr std::uint32_t kItems = 5'000;
    for (std::uint32_t item = 0; item < kItems; ++item) {
        const std::uint64_t key = 1 + random.below(200) * random.below(100'000);
        wheel.push(entry_of(key, item));
        if (item % 3 == 0) expected[key].push_back(item);
    }
    std::vector<int> asked(kItems);
    wheel.remove_if([&](const QueueEntry& entry) {
        ++asked[entry.item()];
        return entry.item() % 3 != 0;
    });
    CHECK(asked == std::vector<int>(kItems, 1));
    for (const auto& [key, items] : expected) REQUIRE(extract(wheel) == items);
    CHECK(wheel.empty());
    CHECK(wheel.size() == 0);
}

TEST_CASE("A drained timing wheel has handed out every key in order of insertion and works on") {
    TimingWheel wheel;
    wheel.set_floor_of_empty(100);
    std::map<std::uint64_t, std::vector<std::uint32_t>> expected;
    for (std::uint32_t item = 0; item < 200; ++item) {
        const std::uint64_t key = 101 + item % 7 * 1'000;
        wheel.push(entry_of(key, item));
        expected[key].push_back(item);
    }
    std::map<std::uint64_t, std::vector<std::uint32_t>> drained;
    wheel.drain([&](const QueueEntry& entry) { drained[entry.key()].push_back(entry.item()); });
    CHECK(drained == expected);
    CHECK(wheel.empty());
    wheel.set_floor_of_empty(50);
    wheel.push(entry_of(60, 1));
    CHECK(extract(wheel) == std::vector<std::uint32_t>{1});
}

TEST_CASE("A timing wheel holds the largest keys") {
    TimingWheel wheel;
    wheel.set_floor_of_empty(0);
    wheel.push(entry_of(kNoTimeLimit, 1));
    wheel.push(entry_of(kNoTimeLimit - 1, 2));
    wheel.push(entry_of(1, 3));
    CHECK(extract(wheel) == std::vector<std::uint32_t>{3});
    CHECK(extract(wheel) == std::vector<std::uint32_t>{2});
    CHECK(extract(wheel) == std::vector<std::uint32_t>{1});
    CHECK(wheel.empty());
}
