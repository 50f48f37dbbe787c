#include "sim/token_bucket.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/delay.hpp"
#include "sim/process.hpp"
#include "sim/random_stream.hpp"
#include "sim/tally.hpp"
#include "tests/support/aborts.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;
using gallerysim::test::WithinRel;
using gallerysim::test::aborts;

struct Request {
    SimTime arrival;
    std::int64_t cost = 1;
    SimTime taken = SimTime::never();
};

Process taker(Simulation& simulation, TokenBucket& bucket, Request& request) {
    co_await delay(request.arrival - simulation.now());
    const Outcome outcome = co_await bucket.take(request.cost);
    if (outcome == Outcome::done) request.taken = simulation.now();
}

void run(Simulation& simulation, TokenBucket& bucket, std::vector<Request>& requests) {
    for (Request& request : requests) simulation.spawn(taker(simulation, bucket, request));
    simulation.run();
}

/// Everybody at once at time zero, for one token each: when the last one gets it, and the mean wait in seconds.
struct Burst {
    SimTime last;
    double mean_wait_s;
};
Burst burst(TokenBucket::Continuous refill, std::size_t n) {
    Simulation simulation;
    TokenBucket bucket(simulation, refill);
    std::vector<Request> requests(n);
    run(simulation, bucket, requests);
    Tally waits;
    for (const Request& request : requests) waits.add(request.taken.seconds());
    return {requests.back().taken, waits.mean()};
}

std::vector<Request> random_requests(RandomStream& random, std::size_t n, std::int64_t capacity, SimTime mean_gap) {
    std::vector<Request> requests(n);
    SimTime arrival;
    for (Request& request : requests) {
        const auto twice = static_cast<std::uint64_t>(2 * mean_gap.nanoseconds());
        if (random.below(3) > 0) arrival += SimTime::from_nanoseconds(static_cast<std::int64_t>(random.below(twice)));
        request.arrival = arrival;
        request.cost = 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(capacity)));
    }
    return requests;
}

/// Tokens taken in the window that begins with request i and ends with request j, both in it.
template <class Bound>
void check_every_window(const std::vector<Request>& requests, Bound bound) {
    for (std::size_t i = 0; i < requests.size(); ++i) {
        std::int64_t taken = 0;
        for (std::size_t j = i; j < requests.size(); ++j) {
            taken += requests[j].cost;
            REQUIRE(taken <= bound(requests[i].taken, requests[j].taken));
        }
    }
}

}  // namespace

// System: depth B, rate r, N requests at t = 0. Closed form: the last is admitted at (N - B) / r.
TEST_CASE("A burst on a continuous bucket is admitted at the rate and the last one exactly on time") {
    const Burst arm = burst({.capacity = 200, .interval = milliseconds(100)}, 1000);
    CHECK(arm.last == seconds(80));
    CHECK_THAT(arm.mean_wait_s, WithinRel(32.04, 1e-12));
    const Burst slow = burst({.capacity = 20, .interval = seconds(2)}, 120);
    CHECK(slow.last == seconds(200));
    CHECK_THAT(slow.mean_wait_s, WithinRel(84.1666666666667, 1e-12));
}

// The worked example of the compute provider's documentation: refill 4 per minute, full 12.
TEST_CASE("A stepped bucket gives the tokens and refusals of the worked example") {
    Simulation simulation;
    TokenBucket bucket(simulation, TokenBucket::Stepped{.capacity = 12, .refill = 4, .period = minutes(1)});
    std::vector<std::int64_t> tokens;
    std::vector<std::int64_t> throttled;
    std::int64_t minute = 0;
    for (const int requests : {0, 8, 0, 13, 5, 0}) {
        simulation.run_until(minutes(minute));
        tokens.push_back(bucket.tokens());
        simulation.run_until(minutes(minute) + seconds(30));
        int refused = 0;
        for (int i = 0; i < requests; ++i) refused += bucket.try_take() ? 0 : 1;
        throttled.push_back(refused);
        ++minute;
    }
    CHECK(tokens == std::vector<std::int64_t>{12, 12, 8, 12, 4, 4});
    CHECK(throttled == std::vector<std::int64_t>{0, 0, 0, 1, 1, 0});
    CHECK(bucket.taken() == 8 + 12 + 4);
}

TEST_CASE("A continuous bucket fills up token by token and no further than its capacity") {
    Simulation simulation;
    TokenBucket bucket(simulation, TokenBucket::Continuous{.capacity = 3, .interval = seconds(2)});
    CHECK(bucket.capacity() == 3);
    CHECK(bucket.tokens() == 3);
    CHECK(bucket.try_take(3));
    CHECK(bucket.tokens() == 0);
    CHECK_FALSE(bucket.try_take());
    CHECK(bucket.wait_for(1) == seconds(2));
    CHECK(bucket.wait_for(3) == seconds(6));
    simulation.run_until(seconds(2) - SimTime::from_nanoseconds(1));
    CHECK(bucket.tokens() == 0);
    CHECK(bucket.wait_for(1) == SimTime::from_nanoseconds(1));
    simulation.run_until(seconds(2));
    CHECK(bucket.tokens() == 1);
    CHECK(bucket.wait_for(1) == SimTime::zero());
    simulation.run_until(hours(1));
    CHECK(bucket.tokens() == 3);
}

TEST_CASE("A stepped bucket is refilled at the multiples of its period whenever it was made") {
    Simulation simulation;
    simulation.run_until(seconds(50));
    TokenBucket bucket(simulation, TokenBucket::Stepped{.capacity = 10, .refill = 4, .period = minutes(1)});
    CHECK(bucket.try_take(10));
    CHECK(bucket.wait_for(1) == seconds(10));
    CHECK(bucket.wait_for(4) == seconds(10));
    CHECK(bucket.wait_for(5) == seconds(70));
    simulation.run_until(minutes(1));
    CHECK(bucket.tokens() == 4);
    simulation.run_until(minutes(3));
    CHECK(bucket.tokens() == 10);
    simulation.run_until(hours(1'000'000));
    CHECK(bucket.tokens() == 10);
}

TEST_CASE("Who asks without waiting does not overtake who waits") {
    Simulation simulation;
    TokenBucket bucket(simulation, TokenBucket::Continuous{.capacity = 5, .interval = seconds(1)});
    REQUIRE(bucket.try_take(4));
    Request large{.arrival = SimTime::zero(), .cost = 5};
    simulation.spawn(taker(simulation, bucket, large));
    simulation.run_until(SimTime::zero());
    CHECK(bucket.waiting() == 1);
    CHECK_FALSE(bucket.try_take(1));  // a token is there, but it is spoken for
    simulation.run();
    CHECK(large.taken == seconds(4));
}

TEST_CASE("An interrupted request takes no token and the next one moves up at once") {
    Simulation simulation;
    TokenBucket bucket(simulation, TokenBucket::Continuous{.capacity = 5, .interval = seconds(1)});
    REQUIRE(bucket.try_take(5));
    std::vector<Request> requests{{.arrival = SimTime::zero(), .cost = 5},
                                  {.arrival = SimTime::zero(), .cost = 1},
                                  {.arrival = SimTime::zero(), .cost = 1}};
    Process first = simulation.spawn(taker(simulation, bucket, requests[0]));
    simulation.spawn(taker(simulation, bucket, requests[1]));
    simulation.spawn(taker(simulation, bucket, requests[2]));
    simulation.run_until(milliseconds(2500));
    CHECK(bucket.waiting() == 3);
    CHECK(first.interrupt());
    simulation.run();
    CHECK(requests[0].taken == SimTime::never());
    CHECK(requests[1].taken == milliseconds(2500));
    CHECK(requests[2].taken == milliseconds(2500));
    CHECK(bucket.taken() == 7);
    CHECK(simulation.pending_events() == 0);
}

// Oracle: the level in token-nanoseconds, request after request. Equal to the nanosecond for every request, and in any
// window of length t no more than capacity + t / interval tokens are taken.
TEST_CASE("A continuous bucket admits every request at the time that arithmetic gives") {
    RandomStream random(StreamId{.seed = 8});
    for (int round = 0; round < 20; ++round) {
        const auto capacity = static_cast<std::int64_t>(1 + random.below(20));
        const auto interval = SimTime::from_nanoseconds(static_cast<std::int64_t>(1 + random.below(1'000'000)));
        const SimTime mean_gap = interval * std::max<std::int64_t>(1, capacity / 2);
        std::vector<Request> requests = random_requests(random, 200, capacity, mean_gap);
        Simulation simulation;
        TokenBucket bucket(simulation, TokenBucket::Continuous{.capacity = capacity, .interval = interval});
        run(simulation, bucket, requests);
        const std::int64_t full = capacity * interval.nanoseconds();
        std::int64_t level = full;
        SimTime now;
        for (const Request& request : requests) {
            const SimTime turn = std::max(now, request.arrival);
            level = std::min(full, level + (turn - now).nanoseconds());
            const std::int64_t needed = request.cost * interval.nanoseconds();
            const std::int64_t wait = std::max<std::int64_t>(0, needed - level);
            now = turn + SimTime::from_nanoseconds(wait);
            level += wait - needed;
            REQUIRE(request.taken == now);
        }
        check_every_window(requests, [&](SimTime from, SimTime to) { return capacity + (to - from) / interval; });
    }
}

// The same for steps: in any window no more than capacity + refill for each step in it.
TEST_CASE("A stepped bucket admits every request at the time that arithmetic gives") {
    RandomStream random(StreamId{.seed = 9});
    for (int round = 0; round < 20; ++round) {
        const auto capacity = static_cast<std::int64_t>(1 + random.below(20));
        const auto refill = static_cast<std::int64_t>(1 + random.below(static_cast<std::uint64_t>(capacity)));
        const SimTime period = seconds(60);
        std::vector<Request> requests = random_requests(random, 200, capacity, seconds(40));
        Simulation simulation;
        TokenBucket bucket(simulation,
                           TokenBucket::Stepped{.capacity = capacity, .refill = refill, .period = period});
        run(simulation, bucket, requests);
        std::int64_t level = capacity;
        SimTime now;
        for (const Request& request : requests) {
            const SimTime turn = std::max(now, request.arrival);
            for (std::int64_t step = now / period; step < turn / period; ++step) {
                level = std::min(capacity, level + refill);
            }
            now = turn;
            while (level < request.cost) {
                now = period * (now / period + 1);
                level = std::min(capacity, level + refill);
            }
            level -= request.cost;
            REQUIRE(request.taken == now);
        }
        check_every_window(requests, [&](SimTime from, SimTime to) {
            return capacity + refill * (to / period - from / period);
        });
    }
}

TEST_CASE("A request for more than a bucket can hold is a bug") {
    Simulation simulation;
    TokenBucket bucket(simulation, TokenBucket::Continuous{.capacity = 5, .interval = seconds(1)});
    CHECK(aborts([&] { static_cast<void>(bucket.try_take(6)); }));
    CHECK(aborts([&] { static_cast<void>(bucket.try_take(0)); }));
    CHECK(aborts([&] { TokenBucket(simulation, TokenBucket::Continuous{.capacity = 0, .interval = seconds(1)}); }));
    CHECK(aborts([&] {
        TokenBucket(simulation, TokenBucket::Stepped{.capacity = 1, .refill = 0, .period = seconds(1)});
    }));
}
