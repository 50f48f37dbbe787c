#include "sim/tally.hpp"

#include <cmath>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace {

using gallerysim::sim::RandomStream;
using gallerysim::sim::StreamId;
using gallerysim::sim::Tally;
using gallerysim::test::WithinRel;

Tally tally_of(const std::vector<double>& values) {
    Tally tally;
    for (const double value : values) tally.add(value);
    return tally;
}

}  // namespace

TEST_CASE("A tally gives count and sum and mean and variance and extremes") {
    const Tally tally = tally_of({2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0});
    CHECK(tally.count() == 8);
    CHECK(tally.sum() == 40.0);
    CHECK(tally.mean() == 5.0);
    CHECK_THAT(tally.variance(), WithinRel(32.0 / 7.0, 1e-15));
    CHECK_THAT(tally.standard_deviation(), WithinRel(std::sqrt(32.0 / 7.0), 1e-15));
    CHECK(tally.min() == 2.0);
    CHECK(tally.max() == 9.0);
}

TEST_CASE("What a tally cannot know is not a number") {
    const Tally nothing;
    CHECK(nothing.count() == 0);
    CHECK(nothing.sum() == 0.0);
    CHECK(std::isnan(nothing.mean()));
    CHECK(std::isnan(nothing.min()));
    CHECK(std::isnan(nothing.max()));
    const Tally one = tally_of({-3.0});
    CHECK(one.mean() == -3.0);
    CHECK(one.min() == -3.0);
    CHECK(one.max() == -3.0);
    CHECK(std::isnan(one.variance()));
    CHECK(std::isnan(one.standard_deviation()));
}

// The squares of these values need 60 bits: the sum of squares minus the square of the sum would leave
// nothing right.
TEST_CASE("A small spread around a large mean does not cancel away") {
    const Tally tally = tally_of({1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0});
    CHECK_THAT(tally.variance(), WithinRel(30.0, 1e-12));
}

TEST_CASE("Merged tallies know what one tally of all the numbers would know") {
    RandomStream stream(StreamId{.seed = 5});
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) values.push_back(100.0 + stream.uniform());
    const Tally whole = tally_of(values);
    Tally merged;
    merged.merge(Tally{});
    for (const std::size_t begin : {0U, 1U, 300U}) {
        const std::size_t end = begin == 0 ? 1 : (begin == 1 ? 300 : 1000);
        merged.merge(tally_of({values.begin() + static_cast<std::ptrdiff_t>(begin),
                               values.begin() + static_cast<std::ptrdiff_t>(end)}));
    }
    merged.merge(Tally{});
    CHECK(merged.count() == 1000);
    CHECK(merged.min() == whole.min());
    CHECK(merged.max() == whole.max());
    CHECK_THAT(merged.sum(), WithinRel(whole.sum(), 1e-14));
    CHECK_THAT(merged.mean(), WithinRel(whole.mean(), 1e-14));
    CHECK_THAT(merged.variance(), WithinRel(whole.variance(), 1e-12));
}
