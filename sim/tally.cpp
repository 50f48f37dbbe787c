#include "sim/tally.hpp"

#include <algorithm>
#include <cmath>

namespace gallerysim::sim {

void Tally::merge(const Tally& other) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
        *this = other;
        return;
    }
    const auto ours = static_cast<double>(count_);
    const auto theirs = static_cast<double>(other.count_);
    const double apart = other.mean_ - mean_;
    count_ += other.count_;
    sum_ += other.sum_;
    mean_ += apart * (theirs / (ours + theirs));
    squares_ += other.squares_ + apart * apart * (ours * (theirs / (ours + theirs)));
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
}

double Tally::standard_deviation() const { return std::sqrt(variance()); }

}  // namespace gallerysim::sim
