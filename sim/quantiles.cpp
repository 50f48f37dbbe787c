#include "sim/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/assert.hpp"

namespace gallerysim::sim {

namespace {

constexpr double kGrowth = (1.0 + Quantiles::kRelativeError) / (1.0 - Quantiles::kRelativeError);
const double kBucketsPerLog = 1.0 / std::log(kGrowth);

/// Bucket i holds the values in (growth^(i-1), growth^i].
std::int32_t bucket_of(double value) {
    return static_cast<std::int32_t>(std::ceil(std::log(value) * kBucketsPerLog));
}

/// The value that is equally far, relatively, from both bounds of the bucket.
double centre_of(std::int32_t bucket) { return std::pow(kGrowth, bucket) * 2.0 / (1.0 + kGrowth); }

}  // namespace

std::uint64_t Quantiles::nearest_rank(std::uint64_t n, double p) {
    GALLERYSIM_ASSERT(p >= 0.0 && p <= 1.0, "a quantile is asked for inside [0, 1]");
    constexpr double kRounding = 0x1p-51;  // of p, and of the product
    const double rank = std::ceil(static_cast<double>(n) * p * (1.0 - kRounding));
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, std::max<std::uint64_t>(n, 1));
}

void Quantiles::add(double value) {
    GALLERYSIM_ASSERT(value >= 0.0 && std::isfinite(value),
                      "quantiles are collected of finite values from 0 on");
    min_ = count_ == 0 ? value : std::min(min_, value);
    max_ = std::max(max_, value);
    ++count_;
    if (is_exact()) {
        values_.push_back(value);
        return;
    }
    leave_exact();
    count_in_bucket(value);
}

void Quantiles::merge(const Quantiles& other) {
    GALLERYSIM_ASSERT(exact_limit_ == other.exact_limit_, "only quantiles of one exact limit are merged");
    if (other.count_ == 0) return;
    min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
    count_ += other.count_;
    if (is_exact()) {
        values_.insert(values_.end(), other.values_.begin(), other.values_.end());
        return;
    }
    leave_exact();
    for (const double value : other.values_) count_in_bucket(value);
    zeros_ += other.zeros_;
    for (std::size_t i = 0; i < other.buckets_.size(); ++i) {
        if (other.buckets_[i] > 0) {
            add_to_bucket(other.first_bucket_ + static_cast<std::int32_t>(i), other.buckets_[i]);
        }
    }
}

void Quantiles::leave_exact() {
    if (values_.empty()) return;
    const std::vector<double> values = std::move(values_);
    values_ = {};
    for (const double value : values) count_in_bucket(value);
}

void Quantiles::count_in_bucket(double value) {
    if (value == 0.0) {
        ++zeros_;
    } else {
        add_to_bucket(bucket_of(value), 1);
    }
}

void Quantiles::add_to_bucket(std::int32_t index, std::uint64_t number) {
    if (buckets_.empty()) first_bucket_ = index;
    if (index < first_bucket_) {
        buckets_.insert(buckets_.begin(), static_cast<std::size_t>(first_bucket_ - index), 0);
        first_bucket_ = index;
    }
    const auto offset = static_cast<std::size_t>(index - first_bucket_);
    if (offset >= buckets_.size()) buckets_.resize(offset + 1, 0);
    buckets_[offset] += number;
}

double Quantiles::value_of_rank(std::uint64_t rank) const {
    if (rank == 1) return min_;
    if (rank == count_) return max_;
    if (rank <= zeros_) return 0.0;
    std::uint64_t passed = zeros_;
    std::size_t i = 0;
    while (passed + buckets_[i] < rank) passed += buckets_[i++];
    return std::clamp(centre_of(first_bucket_ + static_cast<std::int32_t>(i)), min_, max_);
}

double Quantiles::quantile(double p) const {
    if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
    const std::uint64_t rank = nearest_rank(count_, p);
    if (!is_exact()) return value_of_rank(rank);
    std::vector<double> values = values_;
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

std::vector<double> Quantiles::quantiles(std::span<const double> ps) const {
    std::vector<double> sorted = values_;
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> answers;
    answers.reserve(ps.size());
    for (const double p : ps) {
        answers.push_back(sorted.empty() ? quantile(p) : sorted[nearest_rank(count_, p) - 1]);
    }
    return answers;
}

}  // namespace gallerysim::sim
