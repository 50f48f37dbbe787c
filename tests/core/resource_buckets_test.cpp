#include "core/resource_buckets.hpp"

#include <algorithm>
#include <map>

#include "sim/random_stream.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::ResourceBuckets;
using sim::seconds;
using sim::SimTime;

TEST_CASE("A resource has its own tokens and gets new ones at each boundary up to the capacity") {
    ResourceBuckets buckets(12, 4, seconds(60));
    for (int i = 0; i < 12; ++i) buckets.take(7, seconds(10));
    CHECK(buckets.tokens(7, seconds(10)) == 0);
    CHECK(buckets.wait(7, seconds(10)) == seconds(50));
    CHECK(buckets.wait(8, seconds(10)) == SimTime::zero());
    CHECK(buckets.tokens(7, seconds(60)) == 4);
    CHECK(buckets.wait(7, seconds(60)) == SimTime::zero());
    CHECK(buckets.tokens(7, seconds(179)) == 8);
    CHECK(buckets.tokens(7, sim::hours(1000)) == 12);
    CHECK(buckets.fewest_tokens(seconds(120)) == 8);
}

TEST_CASE("A token that is not there cannot be taken from a resource") {
    CHECK(test::aborts([] {
        ResourceBuckets buckets(1, 1, seconds(60));
        buckets.take(1, seconds(0));
        buckets.take(1, seconds(59));
    }));
}

TEST_CASE("A million resources called once each are forgotten when their buckets are full again") {
    // 1,000 a second and full again at the next boundary: never more than a minute's 60,000 are worth
    // keeping.
    ResourceBuckets buckets(12, 4, seconds(60));
    std::size_t most = 0;
    for (std::uint64_t i = 0; i < 1'000'000; ++i) {
        buckets.take(i, sim::milliseconds(static_cast<std::int64_t>(i)));
        most = std::max(most, buckets.slots());
    }
    CHECK(most <= 262'144);
    CHECK(buckets.tokens(999'999, seconds(1000)) == 11);
}

TEST_CASE("Tokens of many resources agree with one plain bucket for each of them") {
    // The plain bucket is stepped from boundary to boundary.
    struct Plain {
        std::int64_t tokens = 5;
        std::int64_t step = 0;
    };
    std::map<std::uint64_t, Plain> plain;
    ResourceBuckets buckets(5, 2, seconds(10));
    sim::RandomStream random(sim::StreamId{.seed = 1});
    SimTime now;
    int refused = 0;
    for (int i = 0; i < 100'000; ++i) {
        now += sim::milliseconds(static_cast<std::int64_t>(random.below(20)));
        const std::uint64_t resource = random.below(100) << (20 * random.below(3));
        Plain& expected = plain[resource];
        for (; expected.step < now / seconds(10); ++expected.step) {
            expected.tokens = std::min<std::int64_t>(5, expected.tokens + 2);
        }
        REQUIRE(buckets.tokens(resource, now) == expected.tokens);
        if (buckets.wait(resource, now) == SimTime::zero()) {
            buckets.take(resource, now);
            --expected.tokens;
        } else {
            ++refused;
        }
    }
    CHECK(refused > 1'000);
}
