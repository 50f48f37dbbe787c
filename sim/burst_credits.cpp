#include "sim/burst_credits.hpp"

#include <algorithm>
#include <cmath>

#include "sim/assert.hpp"

namespace gallerysim::sim {

namespace {
constexpr double kRounding = 1e-12;
}

BurstCredits::BurstCredits(Terms terms)
    : terms_(terms), bank_((terms.burst - terms.base) * terms.burst_time.seconds()), credits_(bank_) {
    GALLERYSIM_ASSERT(terms.base > 0.0 && terms.base <= terms.burst && terms.burst_time >= SimTime::zero(),
                      "a burst is above a positive base rate");
}

double BurstCredits::earning(double served_rate) const {
    const double earned = terms_.base - served_rate;
    return std::abs(earned) <= kRounding * terms_.base ? 0.0 : earned;
}

double BurstCredits::rate(double nominal, SimTime now, std::size_t) {
    if (credits_ <= 0.0) first_end_ = std::min(first_end_, now);
    return credits_ > 0.0 ? nominal * (terms_.burst / terms_.base) : nominal;
}

SimTime BurstCredits::next_change(SimTime now, double served_rate) {
    const double earned = earning(served_rate);
    if (credits_ <= 0.0 || earned >= 0.0) return SimTime::never();
    const SimTime lasts = SimTime::from_seconds_up(credits_ / -earned);
    return lasts < SimTime::never() - now ? now + lasts : SimTime::never();
}

void BurstCredits::elapsed(SimTime duration, double served_rate) {
    credits_ = std::clamp(credits_ + earning(served_rate) * duration.seconds(), 0.0, bank_);
    // What lasts for less than the clock can tell is nothing.
    if (credits_ <= kRounding * bank_) credits_ = 0.0;
}

}  // namespace gallerysim::sim
