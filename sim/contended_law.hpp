#pragma once

#include <memory>
#include <utility>

#include "sim/capacity_law.hpp"

namespace gallerysim::sim {

/// Another law under contention: the total rate is what the other law gives, times the efficiency of the
/// universal scalability law (UslLaw).
///
/// What contention takes away is not idle time: a capacity that is asked for all it has works at the full
/// rate of the other law and loses a part of it. So the other law is told the rate before the loss, served /
/// efficiency: credits drain (BurstCredits) as fast as without contention, and none are earned by being
/// slowed down.
class ContendedLaw final : public CapacityLaw {
public:
    /// REQUIRES: neither coefficient is negative; a law.
    ContendedLaw(std::unique_ptr<CapacityLaw> law, UslLaw::Coefficients coefficients)
        : law_(std::move(law)), usl_(coefficients) {}

    [[nodiscard]] double rate(double nominal, SimTime now, std::size_t flows) override {
        efficiency_ = usl_.efficiency(flows);
        return law_->rate(nominal, now, flows) * efficiency_;
    }
    [[nodiscard]] SimTime next_change(SimTime now, double served_rate) override {
        return law_->next_change(now, served_rate / efficiency_);
    }
    void elapsed(SimTime duration, double served_rate) override {
        law_->elapsed(duration, served_rate / efficiency_);
    }

private:
    std::unique_ptr<CapacityLaw> law_;
    UslLaw usl_;
    double efficiency_ = 1.0;  ///< since rate() was asked last
};

}  // namespace gallerysim::sim
