#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gallerysim::sim {

/// Quantiles of a multiset of non-negative numbers, in bounded memory.
///
/// Definition: the nearest rank. quantile(p) is the value of rank ceil(n p) among the n sorted ones (rank 1
/// for p = 0): always a value that occurred, never an interpolation.
///
/// Exact up to `exact_limit` values. Beyond, values are counted in buckets whose bounds grow by (1 + e) / (1
/// - e), and a quantile is the bucket's centre, at most the fraction e off the true value (the idea of
/// DDSketch: Masson, Rim, Lee, VLDB 2019); zeros are counted apart and exact, and so are the minimum and the
/// maximum. Whether it is exact depends on the number of values alone, and so does every answer on the values
/// alone: their order, and how they were split over merged collectors, make no difference.
///
/// One thread per object while it is filled; const members only read. add() is O(1); memory is 8 bytes per
/// value while exact, and 8 bytes per bucket between the least and the greatest value beyond (some 230
/// buckets a decade).
class Quantiles {
public:
    static constexpr std::size_t kDefaultExactLimit = 10'000;
    /// The bound e on the relative error in the histogram.
    static constexpr double kRelativeError = 0.005;

    explicit Quantiles(std::size_t exact_limit = kDefaultExactLimit) : exact_limit_(exact_limit) {}

    /// REQUIRES: value is finite and not negative.
    void add(double value);
    /// As if every value of `other` had been added. REQUIRES: the same exact_limit.
    void merge(const Quantiles& other);

    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] bool is_exact() const { return count_ <= exact_limit_; }
    /// NaN when there are no values. REQUIRES: 0 <= p <= 1. O(n) while exact.
    [[nodiscard]] double quantile(double p) const;
    /// The same for several p at once, sorting only once.
    [[nodiscard]] std::vector<double> quantiles(std::span<const double> ps) const;

    /// The rank ceil(n p), at least 1, with n p taken for whole when it is so but for rounding (100 x 0.07 is
    /// 7).
    [[nodiscard]] static std::uint64_t nearest_rank(std::uint64_t n, double p);

private:
    void count_in_bucket(double value);
    void add_to_bucket(std::int32_t index, std::uint64_t number);
    void leave_exact();
    [[nodiscard]] double value_of_rank(std::uint64_t rank) const;

    std::size_t exact_limit_;
    std::uint64_t count_ = 0;
    std::vector<double> values_;  // while exact; empty beyond

    // Beyond: zeros, and buckets first_bucket_, first_bucket_ + 1, ...
    std::uint64_t zeros_ = 0;
    std::int32_t first_bucket_ = 0;
    std::vector<std::uint64_t> buckets_;
    double min_ = 0.0;
    double max_ = 0.0;
};

}  // namespace gallerysim::sim
