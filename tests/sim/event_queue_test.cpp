#include "sim/event_queue.hpp"

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace gallerysim::sim;

constexpr SimTime ns(std::int64_t n) { return SimTime::from_nanoseconds(n); }

/// Runs all events up to `limit` and says when each one was due.
std::vector<SimTime> run_all(EventQueue& events, SimTime limit = SimTime::never()) {
    std::vector<SimTime> times;
    SimTime at;
    Action action;
    while (events.take_next(limit, at, action)) {
        times.push_back(at);
        action();
    }
    return times;
}

struct Note {
    std::vector<int>* notes;
    int what;
    void operator()() const { notes->push_back(what); }
};

}  // namespace

TEST_CASE("Events run by time and then by priority and then in order of insertion") {
    EventQueue events;
    std::vector<int> order;
    events.schedule(ns(2), Note{&order, 5}, Priority::normal);
    events.schedule(ns(1), Note{&order, 4}, Priority::last);
    events.schedule(ns(1), Note{&order, 1}, Priority::normal);
    events.schedule(ns(1), Note{&order, 3}, Priority::late);
    events.schedule(ns(1), Note{&order, 2}, Priority::normal);
    events.schedule(ns(1), Note{&order, 0}, Priority::early);
    CHECK(run_all(events) == std::vector<SimTime>{ns(1), ns(1), ns(1), ns(1), ns(1), ns(2)});
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5});
}

TEST_CASE("An action keeps up to two words by value") {
    EventQueue events;
    std::int64_t sum = 0;
    struct Pair {
        std::int32_t a, b;
    };
    const auto pair = Pair{30, 4};
    events.schedule(ns(1), [&sum, pair] { sum += pair.a + pair.b; });
    events.schedule(ns(2), [&sum, hundred = std::int64_t{100}] { sum += hundred; });
    events.schedule(ns(3), [] {});
    run_all(events);
    CHECK(sum == 134);
}

TEST_CASE("Cancelling says whether it did something and is idempotent") {
    EventQueue events;
    std::vector<int> order;
    const EventHandle first = events.schedule(ns(1), Note{&order, 1});
    const EventHandle second = events.schedule(ns(2), Note{&order, 2});
    CHECK(events.size() == 2);
    CHECK(events.is_pending(first));
    CHECK(events.cancel(first));
    CHECK_FALSE(events.is_pending(first));
    CHECK_FALSE(events.cancel(first));
    CHECK(events.size() == 1);
    run_all(events);
    CHECK(order == std::vector<int>{2});
    CHECK_FALSE(events.is_pending(second));
    CHECK_FALSE(events.cancel(second));
    CHECK(events.size() == 0);
}

TEST_CASE("A handle that names nothing cancels nothing") {
    EventQueue events;
    CHECK_FALSE(events.is_pending(EventHandle{}));
    CHECK_FALSE(events.cancel(EventHandle{}));
    events.schedule(ns(1), [] {});
    CHECK_FALSE(events.cancel(EventHandle{}));
    CHECK(events.size() == 1);
}

TEST_CASE("A stale handle does not touch the event that has taken its slot") {
    EventQueue events;
    std::vector<int> order;
    const EventHandle ran = events.schedule(ns(1), Note{&order, 1});
    run_all(events);
    const EventHandle cancelled = events.schedule(ns(2), Note{&order, 2});
    CHECK_FALSE(events.cancel(ran));
    CHECK(events.cancel(cancelled));
    run_all(events);
    for (int i = 0; i < 5; ++i) events.schedule(ns(3), Note{&order, 3 + i});
    CHECK_FALSE(events.cancel(ran));
    CHECK_FALSE(events.cancel(cancelled));
    run_all(events);
    CHECK(order == std::vector<int>{1, 3, 4, 5, 6, 7});
}

TEST_CASE("An event that cancels itself while it runs finds nothing to cancel") {
    EventQueue events;
    struct Self {
        EventQueue* events;
        EventHandle handle;
        bool cancelled = true;
    } self{&events, {}};
    self.handle = events.schedule(ns(1), [&self] { self.cancelled = self.events->cancel(self.handle); });
    run_all(events);
    CHECK_FALSE(self.cancelled);
}

TEST_CASE("Events beyond the limit stay") {
    EventQueue events;
    std::vector<int> order;
    for (int i = 1; i <= 5; ++i) events.schedule(ns(10 * i), Note{&order, i});
    CHECK(run_all(events, ns(9)).empty());
    CHECK(run_all(events, ns(30)).size() == 3);
    events.schedule(ns(35), Note{&order, 9});  // before what is pending
    CHECK(run_all(events, ns(39)).size() == 1);
    run_all(events);
    CHECK(order == std::vector<int>{1, 2, 3, 9, 4, 5});
}

TEST_CASE("Cancelled events beyond the limit are not counted and do not run") {
    EventQueue events;
    std::vector<int> order;
    const EventHandle handle = events.schedule(ns(10), Note{&order, 1});
    events.schedule(ns(20), Note{&order, 2});
    events.cancel(handle);
    CHECK(run_all(events, ns(15)).empty());
    CHECK(events.size() == 1);
    run_all(events);
    CHECK(order == std::vector<int>{2});
}

TEST_CASE("Dropped events bar nobody from being scheduled before them") {
    for (const int pending : {1, 1'000}) {
        EventQueue events;
        std::vector<int> order;
        SimTime now;
        Action action;
        std::vector<EventHandle> handles;
        for (int i = 0; i < pending; ++i) handles.push_back(events.schedule(ns(1'000 + i), Note{&order, 1}));
        for (int i = 0; i < 40; ++i) events.schedule(ns(1'000'000 + i), Note{&order, 9});
        events.schedule(ns(500), Note{&order, 0});
        for (const EventHandle handle : handles) events.cancel(handle);
        REQUIRE(events.take_next(ns(5'000), now, action));
        CHECK(now == ns(500));
        CHECK_FALSE(events.take_next(ns(5'000), now, action));
        events.rewind(now);
        events.schedule(ns(600), Note{&order, 2});
        CHECK(run_all(events, ns(700)) == std::vector<SimTime>{ns(600)});
        CHECK(order == std::vector<int>{2});
        CHECK(run_all(events).size() == 40);
    }
}

// A timeout that is almost always cancelled must not pile up: the sweep keeps the queue at twice its live events.
TEST_CASE("A million cancelled events leave room for the living ones") {
    EventQueue events;
    std::int64_t ran = 0;
    for (int i = 0; i < 100; ++i) events.schedule(ns(2'000'000 + i), [&ran] { ++ran; });
    for (std::int64_t i = 0; i < 1'000'000; ++i) {
        events.cancel(events.schedule(ns(1'000'000 + i), [&ran] { ran += 1'000; }));
        if (i % 100'000 == 0) REQUIRE(events.size() == 100);
    }
    CHECK(run_all(events).size() == 100);
    CHECK(ran == 100);
}

// Against an ordered map of what is pending: random schedules, priorities, cancellations by fresh and stale handles,
// and limits, small enough for the heap and large enough for the wheel.
TEST_CASE("An event queue does what an ordered map of its events does") {
    for (const std::size_t target : {20U, 200U, 400U, 3'000U}) {
        RandomStream random(StreamId{.seed = 6, .entity = target});
        EventQueue events;
        using Order = std::tuple<SimTime, Priority, std::uint64_t>;
        std::map<Order, std::uint64_t> pending;
        std::vector<std::pair<EventHandle, Order>> handles;
        std::uint64_t scheduled = 0;
        std::uint64_t last_run = 0;
        SimTime now;
        for (int step = 0; step < 20'000; ++step) {
            const std::uint64_t choice = random.below(100);
            if (choice < (pending.size() < target ? 55U : 35U)) {
                const SimTime at = now + ns(static_cast<std::int64_t>(random.below(4) * random.below(1'000)));
                const auto priority = static_cast<Priority>(random.below(4));
                const std::uint64_t name = scheduled++;
                const Order order{at, priority, name};
                struct Run {
                    std::uint64_t* last;
                    std::uint64_t name;
                    void operator()() const { *last = name; }
                };
                handles.emplace_back(events.schedule(at, Run{&last_run, name}, priority), order);
                pending.emplace(order, name);
            } else if (choice < 75 && !handles.empty()) {
                const auto& [handle, order] = handles[random.below(handles.size())];
                const bool was_pending = pending.erase(order) > 0;
                REQUIRE(events.is_pending(handle) == was_pending);
                REQUIRE(events.cancel(handle) == was_pending);
            } else {
                const SimTime limit = random.below(3) == 0 ? now + ns(static_cast<std::int64_t>(random.below(200)))
                                                           : SimTime::never();
                const bool expects_one = !pending.empty() && std::get<0>(pending.begin()->first) <= limit;
                Action action;
                REQUIRE(events.take_next(limit, now, action) == expects_one);
                if (!expects_one) {
                    events.rewind(now);
                } else {
                    action();
                    REQUIRE(now == std::get<0>(pending.begin()->first));
                    REQUIRE(last_run == pending.begin()->second);
                    pending.erase(pending.begin());
                }
            }
            REQUIRE(events.size() == pending.size());
        }
    }
}
