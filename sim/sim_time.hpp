#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>

namespace gallerysim::sim {

/// A point in simulated time or a span of it, in integer nanoseconds: sums are exact and ties are real ties.
/// The range is ±292 years. `never()` is later than every event; it is only ever compared, not added to.
class SimTime {
public:
    constexpr SimTime() = default;

    [[nodiscard]] static constexpr SimTime from_nanoseconds(std::int64_t ns) { return SimTime{ns}; }
    /// Rounds to the nearest nanosecond; what does not fit becomes never() (or its negative).
    [[nodiscard]] static SimTime from_seconds(double s) { return rounded(s * kPerSecond); }
    /// Rounds up to the next nanosecond: for "not before" times that were computed in floating point.
    [[nodiscard]] static SimTime from_seconds_up(double s) { return rounded(std::ceil(s * kPerSecond)); }
    [[nodiscard]] static constexpr SimTime zero() { return SimTime{}; }
    [[nodiscard]] static constexpr SimTime never() { return SimTime{std::numeric_limits<std::int64_t>::max()}; }

    [[nodiscard]] constexpr std::int64_t nanoseconds() const { return ns_; }
    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns_) / kPerSecond; }

    constexpr auto operator<=>(const SimTime&) const = default;

    constexpr SimTime& operator+=(SimTime other) {
        ns_ += other.ns_;
        return *this;
    }
    constexpr SimTime& operator-=(SimTime other) {
        ns_ -= other.ns_;
        return *this;
    }
    friend constexpr SimTime operator+(SimTime a, SimTime b) { return a += b; }
    friend constexpr SimTime operator-(SimTime a, SimTime b) { return a -= b; }
    friend constexpr SimTime operator*(SimTime a, std::int64_t n) { return SimTime{a.ns_ * n}; }
    /// Whole times that b goes into a.
    friend constexpr std::int64_t operator/(SimTime a, SimTime b) { return a.ns_ / b.ns_; }

private:
    static constexpr double kPerSecond = 1e9;
    static constexpr double kLimit = 9.2e18;

    constexpr explicit SimTime(std::int64_t ns) : ns_(ns) {}

    [[nodiscard]] static SimTime rounded(double ns) {
        if (!(ns < kLimit)) return never();
        if (ns < -kLimit) return SimTime{-std::numeric_limits<std::int64_t>::max()};
        return SimTime{std::llrint(ns)};  // one instruction, where errno is not asked for
    }

    std::int64_t ns_ = 0;
};

/// Spans written in code: seconds(90), minutes(40), hours(6).
[[nodiscard]] constexpr SimTime milliseconds(std::int64_t n) { return SimTime::from_nanoseconds(n * 1'000'000); }
[[nodiscard]] constexpr SimTime seconds(std::int64_t n) { return milliseconds(n * 1'000); }
[[nodiscard]] constexpr SimTime minutes(std::int64_t n) { return seconds(n * 60); }
[[nodiscard]] constexpr SimTime hours(std::int64_t n) { return minutes(n * 60); }

}  // namespace gallerysim::sim
