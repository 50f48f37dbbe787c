#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sim/simulation.hpp"
#include "sim/tally.hpp"
#include "tests/support/catch.hpp"

/// Tests of models against closed forms. A model runs 40 times with independent streams; the mean of the runs must lie
/// within four of its standard errors of the exact value. Were the seed not fixed, a right program would fail such a
/// comparison with probability P(|t39| > 4) = 2.7e-4.
namespace gallerysim::test {

inline constexpr std::uint32_t kRuns = 40;

/// Calls `run_once(simulation)` for every run; it returns N numbers. Their tallies over the runs.
template <std::size_t N, class RunOnce>
[[nodiscard]] std::array<sim::Tally, N> over_runs(std::uint64_t seed, RunOnce run_once) {
    std::array<sim::Tally, N> tallies;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
        sim::Simulation simulation(seed, run);
        const std::array<double, N> results = run_once(simulation);
        for (std::size_t i = 0; i < N; ++i) tallies[i].add(results[i]);
    }
    return tallies;
}

/// `sharpness`: the relative standard error that the runs must reach, so that the test can tell right from wrong.
/// `bias`: a known error of the model itself, such as that of a limit.
inline void check_mean(const sim::Tally& runs, double exact, double sharpness = 0.02, double bias = 0.0) {
    const double standard_error = runs.standard_deviation() / std::sqrt(static_cast<double>(runs.count()));
    CHECK_THAT(runs.mean(), WithinAbs(exact, 4.0 * standard_error + bias));
    CHECK(standard_error < sharpness * std::abs(exact));
}

}  // namespace gallerysim::test
