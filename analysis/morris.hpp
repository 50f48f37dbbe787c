#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/bootstrap.hpp"
#include "analysis/design_responses.hpp"
#include "analysis/intervals.hpp"

namespace gallerysim::analysis {

// Morris' screening (Technometrics 33, 1991) with the measure mu* (Campolongo, Cariboni, Saltelli, Environmental
// Modelling & Software 22, 2007). Factors are scaled to [0, 1]; one with m choices takes (c + 1/2) / m.
//
// A trajectory begins at a random point of the grid {0, 1/3, 2/3, 1} and changes one factor after the other, in random
// order, by 2/3 up or down: k + 1 points tell one elementary effect of each of the k factors,
//     EE = (y(x with the factor raised) - y(x)) / (2/3),
// in the response's unit per full range. A factor with choices goes from one to another, both drawn; its effect is the
// change itself, whose sign means nothing.

struct MorrisDesign {
    struct Step {
        std::size_t factor = 0;
        double change = 0.0;  ///< by what the change of the response is divided: +-2/3; of choices 1
    };
    std::size_t factors = 0;
    std::size_t trajectories = 0;
    std::vector<std::vector<double>> points;  ///< factors + 1 of each trajectory after each other
    std::vector<Step> steps;                  ///< `factors` of each trajectory
    std::vector<bool> has_choices;            ///< by factor
};

/// `choices` has the number of choices of each factor, 0 for a continuous one. Trajectory t depends on (seed, t) alone,
/// so a larger design begins with the points of a smaller one. REQUIRES: no factor with one choice.
[[nodiscard]] MorrisDesign morris_design(std::span<const std::size_t> choices, std::size_t trajectories,
                                         std::uint64_t seed);

/// One factor's elementary effects over the trajectories.
///
/// The runs of a trajectory's points share their random numbers, so an effect is a mean of paired differences; those of
/// different trajectories do not, so resampling the trajectories (bootstrap) covers chance in the runs too.
struct MorrisEffect {
    Interval mu;       ///< mean: which way the response goes; NaN for choices
    Interval mu_star;  ///< mean of the sizes: how much the factor matters
    Interval sigma;    ///< standard deviation: interaction with others, or no straight line; chance is taken out
    double noise = 0.0;           ///< mu* that chance alone would make of a factor without effect; 0 with one run
    std::size_t effects = 0;      ///< trajectories in which the effect is defined
    std::size_t undefined = 0;    ///< and in which it is not

    /// Does it matter more than by chance?
    [[nodiscard]] bool is_above_noise() const { return mu_star.low > noise; }
};

/// REQUIRES: responses at the points of the design.
[[nodiscard]] std::vector<MorrisEffect> morris_effects(const MorrisDesign& design, const DesignResponses& responses,
                                                       const BootstrapTerms& terms);

}  // namespace gallerysim::analysis
