#include "sim/time_series.hpp"

#include <algorithm>
#include <cstdint>

#include "sim/assert.hpp"

namespace gallerysim::sim {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;

double nanoseconds_in(SimTime span) { return static_cast<double>(span.nanoseconds()); }

void check_shape(const TimeSeriesShape& shape) {
    GALLERYSIM_ASSERT(shape.width > SimTime::zero(), "the bins of a time series have a width");
    GALLERYSIM_ASSERT(shape.max_bins >= 2 && shape.max_bins % 2 == 0,
                      "a time series has an even number of bins");
}

/// Twice the width, unless the last of so many bins would then end beyond the range of time.
SimTime doubled(SimTime width, std::size_t max_bins) {
    GALLERYSIM_ASSERT(SimTime::never() / width > static_cast<std::int64_t>(4 * max_bins),
                      "a time series is longer than the range of time");
    return width + width;
}

/// The begin of bin `index`.
SimTime edge(SimTime start, SimTime width, std::size_t index) {
    return start + width * static_cast<std::int64_t>(index);
}

}  // namespace

TimeSeries::TimeSeries(const TimeSeriesShape& shape, double level)
    : start_(shape.start),
      width_(shape.width),
      max_bins_(shape.max_bins),
      now_(shape.start),
      level_(level),
      bins_{Bin{.area = 0.0, .max = level}} {
    check_shape(shape);
}

SimTime TimeSeries::end_of_last_bin() const { return edge(start_, width_, bins_.size()); }

void TimeSeries::halve() {
    std::vector<Bin> merged;
    merged.reserve(max_bins_);
    for (std::size_t i = 0; i < bins_.size(); i += 2) {
        Bin bin = bins_[i];
        if (i + 1 < bins_.size()) {
            bin.area += bins_[i + 1].area;
            bin.max = std::max(bin.max, bins_[i + 1].max);
        }
        merged.push_back(bin);
    }
    bins_ = std::move(merged);
    width_ = doubled(width_, max_bins_);
}

/// Holds the level up to `now`. A bin is [begin, end): at its end the next one begins.
void TimeSeries::advance(SimTime now) {
    GALLERYSIM_ASSERT(now >= now_, "a time series is written and read in the order of time");
    for (SimTime end = end_of_last_bin(); now >= end; end = end_of_last_bin()) {
        if (bins_.size() == max_bins_) {
            halve();
            continue;
        }
        hold_until(end);
        bins_.push_back(kNewBin);
    }
    hold_until(now);
}

void TimeSeries::hold_until(SimTime end_in_last_bin) {
    if (end_in_last_bin == now_) return;
    Bin& bin = bins_.back();
    bin.area += level_ * nanoseconds_in(end_in_last_bin - now_);
    bin.max = std::max(bin.max, level_);
    now_ = end_in_last_bin;
}

void TimeSeries::set(SimTime now, double level) {
    advance(now);
    level_ = level;
    bins_.back().max = std::max(bins_.back().max, level);
}

std::vector<TimeSeries::Point> TimeSeries::points(SimTime now) const {
    TimeSeries copy = *this;
    copy.advance(now);
    std::vector<Point> points;
    points.reserve(copy.bins_.size());
    for (std::size_t i = 0; i < copy.bins_.size(); ++i) {
        const Bin& bin = copy.bins_[i];
        if (bin.max == kNewBin.max) break;  // the last bin begins now, and nothing has happened in it
        const SimTime begin = edge(start_, copy.width_, i);
        const SimTime end = std::min(edge(start_, copy.width_, i + 1), now);
        points.push_back(
            {begin, end, end > begin ? bin.area / nanoseconds_in(end - begin) : level_, bin.max});
    }
    return points;
}

double TimeSeries::integral(SimTime now) const {
    TimeSeries copy = *this;
    copy.advance(now);
    double area = 0.0;
    for (const Bin& bin : copy.bins_) area += bin.area;
    return area / kNanosecondsPerSecond;
}

CountSeries::CountSeries(const TimeSeriesShape& shape)
    : start_(shape.start),
      width_(shape.width),
      max_bins_(shape.max_bins),
      now_(shape.start),
      last_bin_end_(shape.start + shape.width),
      counts_{0.0} {
    check_shape(shape);
}

void CountSeries::advance(SimTime now) {
    GALLERYSIM_ASSERT(now >= now_, "a time series is written and read in the order of time");
    now_ = now;
    while (now >= last_bin_end_) {
        if (counts_.size() == max_bins_) {
            for (std::size_t i = 0; i < max_bins_ / 2; ++i) counts_[i] = counts_[2 * i] + counts_[2 * i + 1];
            counts_.resize(max_bins_ / 2);
            width_ = doubled(width_, max_bins_);
        } else {
            counts_.push_back(0.0);
        }
        last_bin_end_ = edge(start_, width_, counts_.size());
    }
}

void CountSeries::add(SimTime now, double weight) {
    advance(now);
    counts_.back() += weight;
}

double CountSeries::total() const {
    double sum = 0.0;
    for (const double count : counts_) sum += count;
    return sum;
}

std::vector<CountSeries::Point> CountSeries::points(SimTime now) const {
    CountSeries copy = *this;
    copy.advance(now);
    std::vector<Point> points;
    points.reserve(copy.counts_.size());
    for (std::size_t i = 0; i < copy.counts_.size(); ++i) {
        const SimTime begin = edge(start_, copy.width_, i);
        points.push_back({begin, std::min(edge(start_, copy.width_, i + 1), now), copy.counts_[i]});
    }
    return points;
}

}  // namespace gallerysim::sim
