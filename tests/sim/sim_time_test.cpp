#include "sim/sim_time.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

constexpr SimTime in_ns(std::int64_t n) { return SimTime::from_nanoseconds(n); }

}  // namespace

TEST_CASE("Seconds are rounded to the nearest nanosecond") {
    CHECK(SimTime::from_seconds(1.0) == seconds(1));
    CHECK(SimTime::from_seconds(0.1 + 0.2) == milliseconds(300));
    CHECK(SimTime::from_seconds(1.4e-9) == in_ns(1));
    CHECK(SimTime::from_seconds(1.6e-9) == in_ns(2));
    CHECK(SimTime::from_seconds(-1.6e-9) == in_ns(-2));
    CHECK(SimTime::from_seconds(0.0) == SimTime::zero());
}

TEST_CASE("Seconds can be rounded up so that nothing comes too early") {
    CHECK(SimTime::from_seconds_up(1.0) == seconds(1));
    CHECK(SimTime::from_seconds_up(1.1e-9) == in_ns(2));
    CHECK(SimTime::from_seconds_up(-1.1e-9) == in_ns(-1));
}

TEST_CASE("What a time cannot hold becomes never") {
    CHECK(SimTime::from_seconds(1e10) == SimTime::never());
    CHECK(SimTime::from_seconds(std::numeric_limits<double>::infinity()) == SimTime::never());
    CHECK(SimTime::from_seconds(std::nan("")) == SimTime::never());
    CHECK(SimTime::from_seconds_up(1e10) == SimTime::never());
    CHECK(SimTime::from_seconds(-1e10) < seconds(-9'000'000'000));
    CHECK(SimTime::from_seconds(9e9) < SimTime::never());
}

TEST_CASE("Times add and subtract and scale exactly") {
    CHECK(minutes(1) + seconds(1) == milliseconds(61'000));
    CHECK(hours(1) - minutes(60) == SimTime::zero());
    CHECK(seconds(3) * 4 == seconds(12));
    CHECK(minutes(2) / seconds(7) == 17);
    CHECK(seconds(1).seconds() == 1.0);
    CHECK(in_ns(7).nanoseconds() == 7);
    CHECK(seconds(1) < milliseconds(1001));
}
