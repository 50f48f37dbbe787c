#include "core/retry_policy.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

using namespace gallerysim;
using core::RetryAfter;
using sim::seconds;
using sim::SimTime;
using test::WithinAbs;

namespace {
sim::RandomStream stream_of(std::uint64_t entity) {
    return sim::RandomStream(sim::StreamId{.seed = 42, .entity = entity});
}
}  // namespace

TEST_CASE("A client that honours Retry-After never comes earlier and at most the backoff later") {
    const core::RetryPolicy policy = core::default_retry_policy();
    sim::RandomStream stream = stream_of(1);
    for (std::uint32_t refusals = 1; refusals <= 40; ++refusals) {
        const SimTime ceiling =
            seconds(refusals < 7 ? std::int64_t{1} << (refusals - 1) : 60);  // 1, 2, 4, ... 60 s
        SimTime longest;
        for (int i = 0; i < 100; ++i) {
            const SimTime wait = policy.wait_before(refusals, seconds(17), stream);
            CHECK(wait >= seconds(17));
            CHECK(wait <= seconds(17) + ceiling);
            longest = std::max(longest, wait - seconds(17));
        }
        // The longest of 100 stays below half of the ceiling in one of 2^100 cases.
        CHECK(longest * 2 > ceiling);
    }
}

TEST_CASE("A client that ignores Retry-After waits for the backoff alone") {
    core::RetryPolicy policy = core::default_retry_policy();
    policy.retry_after.value = RetryAfter::ignore;
    sim::RandomStream stream = stream_of(1);
    for (int i = 0; i < 100; ++i) CHECK(policy.wait_before(3, seconds(300), stream) <= seconds(4));
}

TEST_CASE("The jitter is uniform between nothing and the backoff") {
    // Mean 30 s; the mean of 10,000 draws has a standard deviation of 60 / sqrt(12 x 10,000) = 0.173 s; four
    // of them are exceeded by one seed in 16,000.
    const core::RetryPolicy policy = core::default_retry_policy();
    sim::RandomStream stream = stream_of(2);
    double sum_s = 0.0;
    for (int i = 0; i < 10'000; ++i) sum_s += policy.wait_before(20, SimTime::zero(), stream).seconds();
    CHECK_THAT(sum_s / 10'000, WithinAbs(30.0, 0.693));
}

TEST_CASE("The waits of a client depend on its own stream alone") {
    const core::RetryPolicy policy = core::default_retry_policy();
    sim::RandomStream a = stream_of(3), same = stream_of(3), other = stream_of(4);
    const SimTime wait = policy.wait_before(5, seconds(1), a);
    CHECK(wait == policy.wait_before(5, seconds(1), same));
    CHECK(wait != policy.wait_before(5, seconds(1), other));
}

TEST_CASE("A backoff that does not grow and one beyond its cap are as they are set") {
    core::RetryPolicy policy = core::default_retry_policy();
    policy.factor.value = 1.0;
    policy.base.value = seconds(90);
    sim::RandomStream stream = stream_of(5);
    constexpr std::uint32_t kMany = 4'000'000'000U;
    for (int i = 0; i < 100; ++i) CHECK(policy.wait_before(kMany, SimTime::zero(), stream) <= seconds(60));
    policy.base.value = seconds(2);
    for (int i = 0; i < 100; ++i) CHECK(policy.wait_before(kMany, SimTime::zero(), stream) <= seconds(2));
}
