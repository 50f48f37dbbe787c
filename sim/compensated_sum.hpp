#pragma once

#include <cmath>

namespace gallerysim::sim {

/// A sum of floating-point numbers with what rounding took away kept beside it, so that numbers that come and
/// go leave nothing behind: after a million additions and subtractions of mixed magnitudes the sum is still
/// that of the numbers which are left. Source: Neumaier's variant of Kahan's summation (1974). O(1) per
/// number.
class CompensatedSum {
public:
    void add(double x) {
        const double sum = sum_ + x;
        lost_ += std::abs(sum_) >= std::abs(x) ? (sum_ - sum) + x : (x - sum) + sum_;
        sum_ = sum;
    }
    [[nodiscard]] double value() const { return sum_ + lost_; }

private:
    double sum_ = 0.0;
    double lost_ = 0.0;
};

}  // namespace gallerysim::sim
