#pragma once

#include <cstdint>
#include <limits>

namespace gallerysim::sim {

/// Count, sum, mean, variance and extremes of a sequence of numbers, in constant memory.
///
/// Mean and variance by Welford's recursion, merged by the formula of Chan, Golub and LeVeque, so that a
/// small spread around a large mean does not cancel away. What is undefined (the mean of nothing, the
/// variance of one) reads NaN. The result of a merge depends on its order in the last bits: merge in a fixed
/// order. One thread per object; O(1).
class Tally {
public:
    void add(double x) {
        ++count_;
        sum_ += x;
        const double from_mean = x - mean_;
        mean_ += from_mean / static_cast<double>(count_);
        squares_ += from_mean * (x - mean_);
        if (x < min_) min_ = x;
        if (x > max_) max_ = x;
    }

    /// As if every number of `other` had been added.
    void merge(const Tally& other);

    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] double sum() const { return sum_; }
    [[nodiscard]] double mean() const { return count_ > 0 ? mean_ : kUndefined; }
    /// Unbiased: divided by count - 1.
    [[nodiscard]] double variance() const {
        return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : kUndefined;
    }
    [[nodiscard]] double standard_deviation() const;
    [[nodiscard]] double min() const { return count_ > 0 ? min_ : kUndefined; }
    [[nodiscard]] double max() const { return count_ > 0 ? max_ : kUndefined; }

private:
    static constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

    std::uint64_t count_ = 0;
    double sum_ = 0.0;
    double mean_ = 0.0;
    double squares_ = 0.0;  // of the distances from the mean, summed
    double min_ = std::numeric_limits<double>::infinity();
    double max_ = -std::numeric_limits<double>::infinity();
};

}  // namespace gallerysim::sim
