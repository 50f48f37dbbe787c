#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "sim/sim_time.hpp"

namespace gallerysim::sim {

/// The bins of a time series of unknown length in bounded memory: equally wide, from `start` on. When one
/// more would be too many, the width doubles and neighbours are merged in pairs. So the resolution is always
/// between span / max_bins and 2 span / max_bins (once the first width is exceeded), and the total over the
/// bins never changes.
struct TimeSeriesShape {
    SimTime start = SimTime::zero();
    SimTime width = milliseconds(100);  ///< of a bin, to begin with
    std::size_t max_bins = 512;         ///< even
};

/// The course of a level that holds between changes (customers in the shop, loaves in the oven): per bin its
/// time-weighted mean and its maximum.
///
/// Areas are kept as level x nanoseconds: for whole levels they are exact below 2^53, and so the integral is
/// preserved exactly by every doubling. Time never goes back. One thread per object. set() is amortised O(1)
/// plus one step per bin passed.
class TimeSeries {
public:
    struct Point {
        SimTime begin;
        SimTime end;  ///< of the bin, or `now` in the last one
        double mean;  ///< the level itself when end = begin
        double max;   ///< counting levels that were set in the bin and held for no time
    };

    explicit TimeSeries(const TimeSeriesShape& shape = {}, double level = 0.0);

    /// The level is `level` from `now` on. REQUIRES: now is not before the last change.
    void set(SimTime now, double level);
    void add(SimTime now, double difference) { set(now, level_ + difference); }

    [[nodiscard]] double level() const { return level_; }
    [[nodiscard]] SimTime width() const { return width_; }
    /// One point per bin up to `now`. REQUIRES: now is not before the last change.
    [[nodiscard]] std::vector<Point> points(SimTime now) const;
    /// From the start to `now`, in level x seconds: the sum over the points of mean x (end - begin).
    [[nodiscard]] double integral(SimTime now) const;

private:
    struct Bin {
        double area;  // level x nanoseconds
        double max;
    };
    static constexpr Bin kNewBin{0.0, -std::numeric_limits<double>::infinity()};

    void advance(SimTime now);
    void hold_until(SimTime end_in_last_bin);
    void halve();
    [[nodiscard]] SimTime end_of_last_bin() const;

    SimTime start_;
    SimTime width_;
    std::size_t max_bins_;
    SimTime now_;
    double level_;
    std::vector<Bin> bins_;  // the last one holds now_; never empty
};

/// The course of a rate of events (arrivals, customers turned away): per bin the number of events, or the sum
/// of their weights. The same bins as TimeSeries; add() is amortised O(1). One thread per object.
class CountSeries {
public:
    struct Point {
        SimTime begin;
        SimTime end;  ///< of the bin, or `now` in the last one: equal to begin for events at just that time
        double count;
    };

    explicit CountSeries(const TimeSeriesShape& shape = {});

    /// REQUIRES: now is not before the last event.
    void add(SimTime now, double weight = 1.0);

    [[nodiscard]] SimTime width() const { return width_; }
    [[nodiscard]] double total() const;
    /// One point per bin up to `now`. REQUIRES: now is not before the last event.
    [[nodiscard]] std::vector<Point> points(SimTime now) const;

private:
    void advance(SimTime now);

    SimTime start_;
    SimTime width_;
    std::size_t max_bins_;
    SimTime now_;
    SimTime last_bin_end_;
    std::vector<double> counts_;  // never empty
};

}  // namespace gallerysim::sim
