#pragma once

#include <cstdint>

namespace gallerysim::analysis {

/// Which side of a threshold a mean is claimed to lie on.
enum class Claim { below, above };

/// Evidence that the mean of a variable in [0, 1] lies below (above) a threshold, looked at after every
/// observation.
///
/// A bettor starts with a wealth of 1 and stakes on each observation x before it is seen; `below` wins bet
/// (threshold - x) times the wealth, `above` the opposite. If the claim is false the wealth is a
/// supermartingale whatever the law of x, so by Ville's inequality it ever reaches 1 / alpha with a probability
/// of at most alpha: stopping as soon as it does keeps the error, however often one looks. No assumption is made
/// but that the observations are independent (or have the mean given the past) and lie in [0, 1]. The bet
/// maximises the growth for the mean and the variance seen so far and is capped so that the wealth never
/// reaches 0 (Waudby-Smith and Ramdas, JRSS B 86, 2024).
///
/// From observations that are all 0 no valid test can claim "below t" before (1 - t)^n <= alpha: 299 of them
/// for 1 % at 95 %. This one needs some 5 % more.
class BettingTest {
public:
    /// REQUIRES: 0 < threshold < 1.
    BettingTest(double threshold, Claim claim);

    /// REQUIRES: 0 <= x <= 1.
    void add(double x);
    /// The wealth has reached 1 / alpha at some time.
    [[nodiscard]] bool is_proven(double alpha) const;
    /// Logarithm of the wealth over that of 1 / alpha: about 1 is where a proof is. For guesses on whether to go on.
    [[nodiscard]] double progress(double alpha) const;
    /// So many observations it takes at least: all of them at the good end of [0, 1].
    [[nodiscard]] double least_observations(double alpha) const;

private:
    [[nodiscard]] double bet() const;

    double threshold_;
    Claim claim_;
    double weight_ = 1.0;  ///< observations, and one for the prior
    double mean_;
    double squares_;  ///< sum of squared deviations, the prior's included
    double log_wealth_ = 0.0;
    double most_ = 0.0;
};

/// The same for the mean of a variable without bounds: one-sided t tests after 10, 20, 40, ... observations,
/// the k-th at the level alpha / 2^k, which add up to less than alpha. Right for observations whose mean of 10
/// is nearly normal; between the looks nothing is claimed.
class SequentialTTest {
public:
    SequentialTTest(double threshold, Claim claim);

    /// REQUIRES: x is finite.
    void add(double x);
    [[nodiscard]] bool is_proven(double alpha) const { return least_alpha_ <= alpha; }
    [[nodiscard]] double progress(double alpha) const { return is_proven(alpha) ? 1.0 : 0.0; }
    [[nodiscard]] double least_observations(double) const { return static_cast<double>(kFirstLook); }

private:
    static constexpr std::uint64_t kFirstLook = 10;

    double threshold_;
    Claim claim_;
    std::uint64_t count_ = 0;
    double mean_ = 0.0;
    double squares_ = 0.0;
    std::uint64_t next_look_ = kFirstLook;
    double share_ = 0.5;         ///< of alpha, at the next look
    double least_alpha_ = 2.0;  ///< the least alpha at which some look was significant
};

}  // namespace gallerysim::analysis
