#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <utility>
#include <vector>

#include "tests/bench/support/fast_random.hpp"

/// The floors of processor sharing: virtual time and a heap of the standard library in a bare loop. One
/// class, no caps, no weights, nothing can be cancelled, no statistics, no engine, time in floating point.
namespace gallerysim::bench {

/// Jobs in processor sharing by their finish tags, at a total rate of 1.
class BareSharing {
public:
    [[nodiscard]] bool empty() const { return tags_.empty(); }
    [[nodiscard]] double now() const { return now_; }
    void start(double demand, std::uint32_t job) { tags_.emplace(virtual_time_ + demand, job); }
    /// When the next job will be done. REQUIRES: !empty().
    [[nodiscard]] double next() const { return now_ + (tags_.top().first - virtual_time_) * flows(); }
    void run_until(double time) {
        if (!empty()) virtual_time_ += (time - now_) / flows();
        now_ = time;
    }
    /// Goes to the end of the next job and returns it. REQUIRES: !empty().
    std::uint32_t finish_next() {
        now_ = next();
        virtual_time_ = tags_.top().first;
        const std::uint32_t job = tags_.top().second;
        tags_.pop();
        if (empty()) virtual_time_ = 0.0;
        return job;
    }

private:
    using Entry = std::pair<double, std::uint32_t>;
    [[nodiscard]] double flows() const { return static_cast<double>(tags_.size()); }

    double now_ = 0.0;
    double virtual_time_ = 0.0;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> tags_;
};

/// n jobs; each starts anew when it is done.
class ClosedSharingFloor {
public:
    explicit ClosedSharingFloor(std::int64_t flows) {
        for (std::int64_t i = 0; i < flows; ++i) start(static_cast<std::uint32_t>(i));
        run(2 * flows);
    }
    void run(std::int64_t jobs) {
        for (std::int64_t i = 0; i < jobs; ++i) start(sharing_.finish_next());
    }

private:
    void start(std::uint32_t job) { sharing_.start(random_.exponential(), job); }
    BareSharing sharing_;
    FastRandom random_{1};
};

/// Poisson arrivals at a load of 0.9; the mean time in the system.
class OpenSharingFloor {
public:
    void run(std::int64_t jobs) {
        while (jobs > 0) {
            if (sharing_.empty() || next_arrival_ < sharing_.next()) {
                sharing_.run_until(next_arrival_);
                sharing_.start(0.9 * random_.exponential(), acquire());
                next_arrival_ += random_.exponential();
            } else {
                const std::uint32_t job = sharing_.finish_next();
                sum_ += sharing_.now() - arrived_[job];
                free_.push_back(job);
                --jobs;
            }
        }
    }
    [[nodiscard]] double total_sojourn() const { return sum_; }

private:
    [[nodiscard]] std::uint32_t acquire() {
        if (free_.empty()) {
            free_.push_back(static_cast<std::uint32_t>(arrived_.size()));
            arrived_.emplace_back();
        }
        const std::uint32_t job = free_.back();
        free_.pop_back();
        arrived_[job] = sharing_.now();
        return job;
    }
    BareSharing sharing_;
    FastRandom random_{1};
    std::vector<double> arrived_;
    std::vector<std::uint32_t> free_;
    double next_arrival_ = 0.0;
    double sum_ = 0.0;
};

/// All jobs start at once.
[[nodiscard]] inline double batch_sharing_floor(std::int64_t jobs) {
    BareSharing sharing;
    FastRandom random{1};
    for (std::int64_t i = 0; i < jobs; ++i)
        sharing.start(random.exponential(), static_cast<std::uint32_t>(i));
    while (!sharing.empty()) sharing.finish_next();
    return sharing.now();
}

}  // namespace gallerysim::bench
