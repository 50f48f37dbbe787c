#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <queue>
#include <vector>

#include "tests/bench/support/fast_random.hpp"
#include "tests/bench/support/ring.hpp"

/// The floors: what a simulation costs when it is nothing but its loop. No engine, no cancelling, no priorities, one number
/// for the statistics. Ours are measured against them, in the same run on the same
/// machine and with the same draws, because only ratios travel from machine to machine.
namespace gallerysim::bench {

inline constexpr double kNanoseconds = 1e9;  ///< per second

/// An M/M/1 queue, and what every floor returns: the mean time in the system.
struct MM1 {
    double mean_between_arrivals = 1.0;
    double mean_service = 0.9;
    std::int64_t customers = 1'000'000;
};

/// W(n+1) = max(0, W(n) + S(n) - A(n+1)): no events at all.
[[nodiscard]] inline double lindley_recursion(const MM1& model, FastRandom& random) {
    double wait = 0.0;
    double sum = 0.0;
    for (std::int64_t i = 0; i < model.customers; ++i) {
        const double service = model.mean_service * random.exponential();
        sum += wait + service;
        wait = std::max(0.0, wait + service - model.mean_between_arrivals * random.exponential());
    }
    return sum / static_cast<double>(model.customers);
}

/// The two events of the model in two variables: no event list.
[[nodiscard]] inline double two_timers(const MM1& model, FastRandom& random) {
    constexpr double kNever = std::numeric_limits<double>::infinity();
    Ring<double> in_system;
    double arrival = model.mean_between_arrivals * random.exponential();
    double departure = kNever;
    double sum = 0.0;
    std::int64_t arrived = 0;
    for (std::int64_t departed = 0; departed < model.customers;) {
        if (arrival < departure) {
            if (in_system.empty()) departure = arrival + model.mean_service * random.exponential();
            in_system.push(arrival);
            arrival = ++arrived < model.customers
                          ? arrival + model.mean_between_arrivals * random.exponential()
                          : kNever;
        } else {
            sum += departure - in_system.front();
            in_system.pop();
            ++departed;
            departure = in_system.empty() ? kNever : departure + model.mean_service * random.exponential();
        }
    }
    return sum / static_cast<double>(model.customers);
}

/// An event of the two loops below: when, in whole nanoseconds; the order of insertion for ties; and which of the two.
/// The order is total and exact, as the engine's is: that much belongs to the job.
struct BareEvent {
    std::int64_t time;
    std::uint64_t sequence;
    int kind;
    friend bool operator>(const BareEvent& a, const BareEvent& b) {
        return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
    }
};

/// A 4-ary heap as in a textbook.
class BareHeap {
public:
    [[nodiscard]] bool empty() const { return events_.empty(); }
    void push(BareEvent event) {
        std::size_t i = events_.size();
        events_.push_back(event);
        while (i > 0 && events_[(i - 1) / 4] > event) {
            events_[i] = events_[(i - 1) / 4];
            i = (i - 1) / 4;
        }
        events_[i] = event;
    }
    [[nodiscard]] BareEvent pop() {
        const BareEvent first = events_.front();
        const BareEvent last = events_.back();
        events_.pop_back();
        const std::size_t size = events_.size();
        if (size == 0) return first;
        std::size_t i = 0;
        for (std::size_t child = 1; child < size; child = 4 * i + 1) {
            std::size_t least = child;
            for (std::size_t k = child + 1; k < std::min(child + 4, size); ++k) {
                if (events_[least] > events_[k]) least = k;
            }
            if (!(last > events_[least])) break;
            events_[i] = events_[least];
            i = least;
        }
        events_[i] = last;
        return first;
    }

private:
    std::vector<BareEvent> events_;
};

/// The same by the standard library.
class BarePriorityQueue {
public:
    [[nodiscard]] bool empty() const { return events_.empty(); }
    void push(BareEvent event) { events_.push(event); }
    [[nodiscard]] BareEvent pop() {
        const BareEvent first = events_.top();
        events_.pop();
        return first;
    }

private:
    std::priority_queue<BareEvent, std::vector<BareEvent>, std::greater<>> events_;
};

/// The event loop that an engine replaces: take the first event out, look which it is, do it.
template <class EventList>
[[nodiscard]] double event_list_loop(const MM1& model, FastRandom& random) {
    constexpr int kArrival = 0;
    constexpr int kDeparture = 1;
    EventList events;
    Ring<std::int64_t> in_system;
    std::uint64_t sequence = 0;
    std::int64_t sum = 0;
    std::int64_t arrived = 0;
    const auto schedule = [&](std::int64_t now, double mean, int kind) {
        const auto delay = std::llrint(mean * random.exponential() * kNanoseconds);
        events.push({now + delay, sequence++, kind});
    };
    schedule(0, model.mean_between_arrivals, kArrival);
    while (!events.empty()) {
        const BareEvent event = events.pop();
        if (event.kind == kArrival) {
            if (in_system.empty()) schedule(event.time, model.mean_service, kDeparture);
            in_system.push(event.time);
            if (++arrived < model.customers) schedule(event.time, model.mean_between_arrivals, kArrival);
        } else {
            sum += event.time - in_system.front();
            in_system.pop();
            if (!in_system.empty()) schedule(event.time, model.mean_service, kDeparture);
        }
    }
    return static_cast<double>(sum) / kNanoseconds / static_cast<double>(model.customers);
}

/// The floor of the hold model: a 4-ary heap of 128-bit keys (time, sequence) whose top is replaced in place, with no
/// branch in the choice of the least child. Nothing is attached to an event.
class HoldHeap {
public:
    void push(std::uint64_t time) {
        const Key key = make_key(time);
        std::size_t i = keys_.size();
        keys_.push_back(key);
        while (i > 0 && key < keys_[(i - 1) / 4]) {
            keys_[i] = keys_[(i - 1) / 4];
            i = (i - 1) / 4;
        }
        keys_[i] = key;
    }
    [[nodiscard]] std::uint64_t top() const { return static_cast<std::uint64_t>(keys_.front() >> 64U); }
    void replace_top(std::uint64_t time) {
        const Key key = make_key(time);
        const std::size_t size = keys_.size();
        std::size_t i = 0;
        for (std::size_t child = 1; child < size; child = 4 * i + 1) {
            const std::size_t least = child + 4 <= size ? least_of_four(child) : least_of_last(child);
            if (!(keys_[least] < key)) break;
            keys_[i] = keys_[least];
            i = least;
        }
        keys_[i] = key;
    }

private:
    __extension__ using Key = unsigned __int128;

    [[nodiscard]] Key make_key(std::uint64_t time) { return static_cast<Key>(time) << 64U | sequence_++; }
    [[nodiscard]] std::size_t least_of_four(std::size_t child) const {
        const std::size_t left = child + static_cast<std::size_t>(keys_[child + 1] < keys_[child]);
        const std::size_t right = child + 2 + static_cast<std::size_t>(keys_[child + 3] < keys_[child + 2]);
        return left + (right - left) * static_cast<std::size_t>(keys_[right] < keys_[left]);
    }
    [[nodiscard]] std::size_t least_of_last(std::size_t child) const {
        const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(child);
        return static_cast<std::size_t>(std::min_element(first, keys_.end()) - keys_.begin());
    }

    std::vector<Key> keys_;
    std::uint64_t sequence_ = 0;
};

}  // namespace gallerysim::bench
