#include "sim/time_weighted.hpp"

#include <cstdint>

#include "sim/random_stream.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::RandomStream;
using gallerysim::sim::seconds;
using gallerysim::sim::SimTime;
using gallerysim::sim::StreamId;
using gallerysim::sim::TimeWeighted;
using gallerysim::test::aborts;

}  // namespace

TEST_CASE("A level is averaged over the time for which it held") {
    TimeWeighted level(seconds(10), 2.0);
    level.set(seconds(14), 5.0);
    level.add(seconds(16), -4.0);
    CHECK(level.level() == 1.0);
    CHECK(level.start() == seconds(10));
    CHECK(level.integral(seconds(20)) == 4 * 2.0 + 2 * 5.0 + 4 * 1.0);
    CHECK(level.average(seconds(20)) == 2.2);
    CHECK(level.min() == 1.0);
    CHECK(level.max() == 5.0);
}

TEST_CASE("The average over no time is the level") {
    TimeWeighted level(seconds(3), 7.0);
    CHECK(level.average(seconds(3)) == 7.0);
    level.set(seconds(3), 8.0);
    CHECK(level.average(seconds(3)) == 8.0);
    CHECK(level.integral(seconds(3)) == 0.0);
}

TEST_CASE("Of several changes at one instant the last one holds and the extremes see all") {
    TimeWeighted level;
    level.set(seconds(1), 9.0);
    level.set(seconds(1), -9.0);
    level.set(seconds(1), 3.0);
    CHECK(level.integral(seconds(2)) == 3.0);
    CHECK(level.max() == 9.0);
    CHECK(level.min() == -9.0);
}

TEST_CASE("A reset forgets the past and keeps the level") {
    TimeWeighted level;
    level.set(seconds(1), 100.0);
    level.set(seconds(2), 4.0);
    level.reset(seconds(5));
    CHECK(level.start() == seconds(5));
    CHECK(level.average(seconds(5)) == 4.0);
    CHECK(level.max() == 4.0);
    CHECK(level.min() == 4.0);
    level.set(seconds(6), 6.0);
    CHECK(level.average(seconds(7)) == 5.0);
}

TEST_CASE("The integral of whole levels is exact over many changes") {
    RandomStream stream(StreamId{.seed = 8});
    TimeWeighted level;
    SimTime now;
    std::int64_t exact = 0;
    std::int64_t height = 0;
    for (int i = 0; i < 100'000; ++i) {
        const auto step = static_cast<std::int64_t>(stream.below(1'000'000));
        now += SimTime::from_nanoseconds(step);
        exact += height * step;
        height = static_cast<std::int64_t>(stream.below(1000));
        level.set(now, static_cast<double>(height));
    }
    CHECK(level.integral(now) == static_cast<double>(exact) / 1e9);
}

TEST_CASE("A level asserts that time does not go back") {
    TimeWeighted level(seconds(5));
    CHECK(aborts([&] { level.set(seconds(4), 1.0); }));
    CHECK(aborts([&] { (void)level.average(seconds(4)); }));
    CHECK(aborts([&] { level.reset(seconds(4)); }));
}
