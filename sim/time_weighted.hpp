#pragma once

#include "sim/sim_time.hpp"

namespace gallerysim::sim {

/// A level that holds between changes (a queue's length, a server's load): its average over time, integral
/// and extremes.
///
/// The integral is kept as level x nanoseconds, hence exact for whole levels as long as it stays below 2^53
/// (104 days at level 1), and correct to rounding beyond. Time never goes back; several changes at one
/// instant are fine: the last one holds, and the extremes see them all. One thread per object; O(1).
class TimeWeighted {
public:
    explicit TimeWeighted(SimTime start = SimTime::zero(), double level = 0.0);

    /// The level is `level` from `now` on. REQUIRES: now is not before the last change.
    void set(SimTime now, double level);
    /// The level changes by `difference` at `now`.
    void add(SimTime now, double difference) { set(now, level_ + difference); }
    /// Forgets the past and keeps the level: for the end of a warm-up.
    void reset(SimTime now);

    [[nodiscard]] double level() const { return level_; }
    [[nodiscard]] SimTime start() const { return start_; }
    /// From start to `now`, in level x seconds. REQUIRES: now is not before the last change.
    [[nodiscard]] double integral(SimTime now) const;
    /// The integral over the time since start; the level itself when no time has passed.
    [[nodiscard]] double average(SimTime now) const;
    [[nodiscard]] double min() const { return min_; }
    [[nodiscard]] double max() const { return max_; }

private:
    [[nodiscard]] double area(SimTime now) const;

    SimTime start_;
    SimTime changed_;
    double level_;
    double area_ = 0.0;  // level x nanoseconds, up to the last change
    double min_;
    double max_;
};

}  // namespace gallerysim::sim
