#pragma once

#include <cstddef>

#include "sim/sim_time.hpp"

namespace gallerysim::sim {

/// How a SharedCapacity's total rate depends on its load, on the clock or on its past. The capacity asks for
/// the rate whenever something changes (a flow comes or goes, the nominal rate is set) and at next_change();
/// in between the rate holds. A law belongs to one capacity.
class CapacityLaw {
public:
    CapacityLaw() = default;
    CapacityLaw(const CapacityLaw&) = delete;
    CapacityLaw& operator=(const CapacityLaw&) = delete;
    virtual ~CapacityLaw() = default;

    /// The total rate from `now` on, in work units per second, of a capacity of this nominal rate that has
    /// `flows` flows in it. Finite, not negative, and 0 when the nominal rate is (an outage).
    [[nodiscard]] virtual double rate(double nominal, SimTime now, std::size_t flows) = 0;

    /// When rate() changes next by itself if `served_rate` work units per second go on being served: after
    /// `now`, or never(). It may be too early, which costs an event, but must not be too late. Not asked
    /// while there are no flows.
    [[nodiscard]] virtual SimTime next_change(SimTime now, double served_rate) {
        static_cast<void>(now);
        static_cast<void>(served_rate);
        return SimTime::never();
    }

    /// `duration` has passed, during which `served_rate` work units per second were served. Called before
    /// rate() and next_change().
    virtual void elapsed(SimTime duration, double served_rate) {
        static_cast<void>(duration);
        static_cast<void>(served_rate);
    }
};

/// The universal scalability law (Gunther): flows wait for each other (contention, sigma) and keep each other
/// informed (coherency, kappa), so the total rate falls with the number of flows n:
///
///     C(n) = C / (1 + sigma (n - 1) + kappa n (n - 1))
///
/// C is the nominal rate, what a single flow gets. In Gunther's terms C(n) / C is the efficiency X(n) / (n
/// X(1)).
class UslLaw final : public CapacityLaw {
public:
    struct Coefficients {
        double sigma = 0.0;
        double kappa = 0.0;
    };
    /// REQUIRES: neither coefficient is negative.
    explicit UslLaw(Coefficients coefficients);

    [[nodiscard]] double rate(double nominal, SimTime now, std::size_t flows) override;

    /// C(n) / C for n flows; 1 for none.
    [[nodiscard]] double efficiency(std::size_t flows) const;

private:
    Coefficients coefficients_;
};

}  // namespace gallerysim::sim
