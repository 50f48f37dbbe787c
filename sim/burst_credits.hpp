#pragma once

#include "sim/capacity_law.hpp"

namespace gallerysim::sim {

/// A disk that bursts: the rate is `burst` while there are credits and `base` when there are none.
///
/// Credits are work units. Serving above the base rate takes (served - base) of them per second, serving
/// below it earns (base - served), up to the bank with which the disk starts: enough to serve `burst` for
/// `burst_time` on end. The nominal rate of the capacity is meant to be `base`; another one (a slowed disk,
/// an outage) scales both rates and leaves the earning as it is.
///
/// With the credits at an end the served rate is at most the base rate, so that none are earned while the
/// disk is asked for more: the law does not flicker between its two rates.
class BurstCredits final : public CapacityLaw {
public:
    struct Terms {
        double base = 1.0;   ///< work units per second
        double burst = 1.0;  ///< work units per second
        SimTime burst_time;  ///< how long a full bank lasts at `burst`
    };
    /// REQUIRES: 0 < base <= burst, burst_time >= 0.
    explicit BurstCredits(Terms terms);

    [[nodiscard]] double rate(double nominal, SimTime now, std::size_t flows) override;
    [[nodiscard]] SimTime next_change(SimTime now, double served_rate) override;
    void elapsed(SimTime duration, double served_rate) override;

    /// Work units in the bank when the capacity last changed.
    [[nodiscard]] double credits() const { return credits_; }
    [[nodiscard]] double bank() const { return bank_; }
    /// When the bank was empty for the first time; never() while it has not been.
    [[nodiscard]] SimTime first_end() const { return first_end_; }

private:
    /// Credits earned per second; what is within rounding of the base rate earns and takes nothing.
    [[nodiscard]] double earning(double served_rate) const;

    Terms terms_;
    double bank_;
    double credits_;
    SimTime first_end_ = SimTime::never();
};

}  // namespace gallerysim::sim
