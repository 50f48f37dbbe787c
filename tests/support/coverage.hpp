#pragma once

#include <cstdint>

namespace gallerysim::test {

// Sanitizers look for other mistakes: there it is a tenth of the experiments, held to a band as unlikely to be left.
#ifdef __SANITIZE_ADDRESS__
inline constexpr std::uint32_t kExperiments = 200;
inline constexpr double kBand = 0.063;
#else
inline constexpr std::uint32_t kExperiments = 2000;
inline constexpr double kBand = 0.02;
#endif
inline constexpr double kLevel = 0.95;

/// The share of experiments whose interval contains the truth. `interval_of` takes the number of the experiment.
template <class IntervalOf>
[[nodiscard]] double coverage(double truth, IntervalOf interval_of) {
    int covered = 0;
    for (std::uint32_t experiment = 0; experiment < kExperiments; ++experiment) {
        covered += interval_of(experiment).contains(truth) ? 1 : 0;
    }
    return static_cast<double>(covered) / kExperiments;
}

/// What an interval of level kLevel is held to.
[[nodiscard]] inline bool keeps_its_promise(double covered) { return covered > kLevel - kBand && covered < kLevel + kBand; }

}  // namespace gallerysim::test
