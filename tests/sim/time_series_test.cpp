#include "sim/time_series.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/random_stream.hpp"
#include "sim/time_weighted.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::CountSeries;
using gallerysim::sim::hours;
using gallerysim::sim::milliseconds;
using gallerysim::sim::RandomStream;
using gallerysim::sim::seconds;
using gallerysim::sim::SimTime;
using gallerysim::sim::StreamId;
using gallerysim::sim::TimeSeries;
using gallerysim::sim::TimeSeriesShape;
using gallerysim::sim::TimeWeighted;
using gallerysim::test::aborts;

constexpr TimeSeriesShape kFourSeconds{.start = SimTime::zero(), .width = seconds(1), .max_bins = 4};

}  // namespace

TEST_CASE("A time series gives mean and maximum per bin") {
    TimeSeries series(kFourSeconds, 2.0);
    series.set(milliseconds(500), 6.0);
    series.set(milliseconds(1500), 3.0);
    series.add(milliseconds(1500), 1.0);
    CHECK(series.level() == 4.0);
    const auto points = series.points(milliseconds(2500));
    REQUIRE(points.size() == 3);
    CHECK(points[0].begin == SimTime::zero());
    CHECK(points[0].end == seconds(1));
    CHECK(points[0].mean == 4.0);
    CHECK(points[0].max == 6.0);
    CHECK(points[1].mean == 5.0);
    CHECK(points[1].max == 6.0);
    CHECK(points[2].begin == seconds(2));
    CHECK(points[2].end == milliseconds(2500));
    CHECK(points[2].mean == 4.0);
    CHECK(points[2].max == 4.0);
    CHECK(series.integral(milliseconds(2500)) == 11.0);
}

TEST_CASE("A change at the border of two bins belongs to the later one") {
    TimeSeries series(kFourSeconds, 5.0);
    series.set(seconds(1), 9.0);
    series.set(seconds(1), 2.0);
    const auto points = series.points(seconds(2));
    REQUIRE(points.size() == 2);
    CHECK(points[0].max == 5.0);
    CHECK(points[1].max == 9.0);
    CHECK(points[1].mean == 2.0);
}

TEST_CASE("A level that ended at the border does not count in the later bin") {
    TimeSeries series(kFourSeconds, 5.0);
    series.set(seconds(1), 2.0);
    const auto points = series.points(seconds(2));
    REQUIRE(points.size() == 2);
    CHECK(points[1].max == 2.0);
}

TEST_CASE("The bin that has only just begun is left out unless a level was set in it") {
    TimeSeries series(kFourSeconds, 5.0);
    CHECK(series.points(seconds(2)).size() == 2);
    series.set(seconds(2), 7.0);
    const auto points = series.points(seconds(2));
    REQUIRE(points.size() == 3);
    CHECK(points[2].begin == seconds(2));
    CHECK(points[2].end == seconds(2));
    CHECK(points[2].mean == 7.0);
    CHECK(points[2].max == 7.0);
}

TEST_CASE("When the bins are used up their width doubles") {
    TimeSeries series(kFourSeconds);
    series.set(milliseconds(500), 1.0);
    series.set(seconds(3), 8.0);
    CHECK(series.width() == seconds(1));
    series.set(seconds(4), 2.0);
    CHECK(series.width() == seconds(2));
    const auto points = series.points(seconds(6));
    REQUIRE(points.size() == 3);
    CHECK(points[0].mean == 0.75);
    CHECK(points[0].max == 1.0);
    CHECK(points[1].mean == 4.5);
    CHECK(points[1].max == 8.0);
    CHECK(points[2].begin == seconds(4));
    CHECK(points[2].mean == 2.0);
    CHECK(points[2].max == 2.0);
}

TEST_CASE("A long silence doubles the width as often as needed") {
    TimeSeries series(kFourSeconds, 3.0);
    const auto points = series.points(seconds(1000));
    REQUIRE(points.size() == 4);
    CHECK(points[0].end == seconds(256));
    CHECK(points[3].begin == seconds(768));
    CHECK(points[3].end == seconds(1000));
    for (const auto& point : points) {
        CHECK(point.mean == 3.0);
        CHECK(point.max == 3.0);
    }
    CHECK(series.width() == seconds(1));  // reading changes nothing
}

TEST_CASE("Integral and maximum of whole levels survive every doubling exactly") {
    RandomStream stream(StreamId{.seed = 6});
    TimeSeries series({.start = seconds(2), .width = milliseconds(1), .max_bins = 32});
    TimeWeighted reference(seconds(2));
    SimTime now = seconds(2);
    for (int i = 0; i < 20'000; ++i) {
        now += SimTime::from_nanoseconds(static_cast<std::int64_t>(stream.below(3'000'000)));
        const auto level = static_cast<double>(stream.below(1000));
        series.set(now, level);
        reference.set(now, level);
        if (i % 500 != 0) continue;
        REQUIRE(series.integral(now) == reference.integral(now));
        const auto points = series.points(now);
        REQUIRE(points.size() <= 32);
        REQUIRE(points.front().begin == seconds(2));
        REQUIRE(points.back().end == now);
        double sum = 0.0, max = 0.0;
        for (const auto& point : points) {
            sum += point.mean * (point.end - point.begin).seconds();
            max = std::max(max, point.max);
            REQUIRE(point.mean <= point.max);
        }
        REQUIRE(std::abs(sum - reference.integral(now)) <= 1e-12 * sum);
        REQUIRE(max == reference.max());
    }
    CHECK(series.width() > milliseconds(500));
}

TEST_CASE("Bins that were doubled equal bins that were wide from the start") {
    RandomStream stream(StreamId{.seed = 7});
    TimeSeries narrow({.start = SimTime::zero(), .width = milliseconds(250), .max_bins = 8});
    TimeSeries wide({.start = SimTime::zero(), .width = seconds(4), .max_bins = 8});
    SimTime now;
    while (now < seconds(30)) {
        now += milliseconds(static_cast<std::int64_t>(stream.below(1000)));
        const auto level = static_cast<double>(stream.below(100));
        narrow.set(now, level);
        wide.set(now, level);
    }
    REQUIRE(narrow.width() == wide.width());
    const auto left = narrow.points(now);
    const auto right = wide.points(now);
    REQUIRE(left.size() == right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        CHECK(left[i].mean == right[i].mean);
        CHECK(left[i].max == right[i].max);
    }
}

TEST_CASE("A count series counts events per bin") {
    CountSeries series(kFourSeconds);
    series.add(SimTime::zero());
    series.add(milliseconds(999));
    series.add(seconds(1), 5.0);
    series.add(milliseconds(3500));
    const auto points = series.points(milliseconds(3500));
    REQUIRE(points.size() == 4);
    CHECK(points[0].count == 2.0);
    CHECK(points[1].count == 5.0);
    CHECK(points[2].count == 0.0);
    CHECK(points[3].count == 1.0);
    CHECK(points[3].begin == seconds(3));
    CHECK(points[3].end == milliseconds(3500));
    CHECK(series.total() == 8.0);
}

TEST_CASE("A count series keeps its total over every doubling") {
    RandomStream stream(StreamId{.seed = 9});
    CountSeries series({.start = SimTime::zero(), .width = milliseconds(1), .max_bins = 16});
    SimTime now;
    for (int i = 1; i <= 5000; ++i) {
        now += SimTime::from_nanoseconds(static_cast<std::int64_t>(stream.below(50'000'000)));
        series.add(now);
        REQUIRE(series.total() == i);
    }
    const auto points = series.points(now + seconds(1));
    CHECK(points.size() <= 16);
    double sum = 0.0;
    for (const auto& point : points) sum += point.count;
    CHECK(sum == 5000.0);
    CHECK(series.width() >= seconds(8));
}

TEST_CASE("A time series spans a century and no more than its range") {
    TimeSeries series({.start = SimTime::zero(), .width = milliseconds(100), .max_bins = 512}, 1.0);
    const SimTime century = hours(876'000);
    CHECK(series.points(century).size() <= 512);
    CHECK(aborts([&] { (void)series.points(SimTime::never()); }));
}

TEST_CASE("A time series asserts its shape and the order of time") {
    CHECK(aborts([] { TimeSeries({.start = SimTime::zero(), .width = SimTime::zero(), .max_bins = 4}); }));
    CHECK(aborts([] { TimeSeries({.start = SimTime::zero(), .width = seconds(1), .max_bins = 5}); }));
    CHECK(aborts([] { TimeSeries({.start = seconds(2)}).set(seconds(1), 1.0); }));
    CHECK(aborts([] { CountSeries({.start = seconds(2)}).add(seconds(1)); }));
}
