#include "analysis/sequential_test.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

// The larger the cap, the faster the wealth grows while all goes well, and the more one bad observation costs.
// `below` is proven by rare bad observations staying away, `above` by good ones that outweigh many bad ones.
constexpr double kMostStakeBelow = 0.95;
constexpr double kMostStakeAbove = 0.5;

}  // namespace

BettingTest::BettingTest(double threshold, Claim claim)
    : threshold_(threshold),
      claim_(claim),
      // A prior on the claimed side, so that the first observation is betted on.
      mean_(claim == Claim::below ? 0.5 * threshold : std::min(2.0 * threshold, 0.5 * (1.0 + threshold))),
      squares_(0.25 * threshold) {
    GALLERYSIM_ASSERT(threshold > 0.0 && threshold < 1.0, "a mean in [0, 1] is tested against a threshold inside");
}

double BettingTest::bet() const {
    const double gap = claim_ == Claim::below ? threshold_ - mean_ : mean_ - threshold_;
    if (gap <= 0.0) return 0.0;
    const double best = gap / (squares_ / weight_ + gap * gap);
    const double most = claim_ == Claim::below ? kMostStakeBelow / (1.0 - threshold_) : kMostStakeAbove / threshold_;
    return std::min(best, most);
}

void BettingTest::add(double x) {
    GALLERYSIM_ASSERT(x >= 0.0 && x <= 1.0, "an observation lies in [0, 1]");
    const double win = claim_ == Claim::below ? threshold_ - x : x - threshold_;
    log_wealth_ += std::log1p(bet() * win);
    most_ = std::max(most_, log_wealth_);
    weight_ += 1.0;
    const double away = x - mean_;
    mean_ += away / weight_;
    squares_ += away * (x - mean_);
}

bool BettingTest::is_proven(double alpha) const { return most_ >= -std::log(alpha); }

double BettingTest::progress(double alpha) const { return log_wealth_ / -std::log(alpha); }

double BettingTest::least_observations(double alpha) const {
    const double most_gain = claim_ == Claim::below
                                 ? std::log1p(kMostStakeBelow * threshold_ / (1.0 - threshold_))
                                 : std::log1p(kMostStakeAbove * (1.0 - threshold_) / threshold_);
    return std::ceil(-std::log(alpha) / most_gain);
}

SequentialTTest::SequentialTTest(double threshold, Claim claim) : threshold_(threshold), claim_(claim) {}

void SequentialTTest::add(double x) {
    GALLERYSIM_ASSERT(std::isfinite(x), "an observation is finite");
    ++count_;
    const double away = x - mean_;
    const auto n = static_cast<double>(count_);
    mean_ += away / n;
    squares_ += away * (x - mean_);
    if (count_ != next_look_) return;
    const double error = std::sqrt(squares_ / (n - 1.0) / n);
    const double gap = claim_ == Claim::below ? threshold_ - mean_ : mean_ - threshold_;
    double p = gap > 0.0 ? 0.0 : 1.0;
    if (error > 0.0) p = boost::math::cdf(boost::math::complement(boost::math::students_t(n - 1.0), gap / error));
    least_alpha_ = std::min(least_alpha_, p / share_);
    next_look_ *= 2;
    share_ /= 2.0;
}

}  // namespace gallerysim::analysis
