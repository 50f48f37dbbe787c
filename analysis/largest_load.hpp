#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// One run at a load (VMs created at once, or whatever grows worse as it grows). Must depend on nothing else.
using LoadTrial = std::function<core::RunResult(std::int64_t load, std::uint32_t run)>;

struct LargestLoadTerms {
    std::int64_t limit = 1;        ///< no load above it is looked at
    std::int64_t first_guess = 1;  ///< where to begin, such as a closed form
    double confidence = 0.95;
    /// The answer is sought to within this share of the load, and never finer than 1.
    double resolution = 0.02;
    /// VMs (units of load) that one test may cost before it counts as undecided.
    double test_budget = 400'000.0;
    double pilot_budget = 40'000.0;
};

/// holds <= (largest load that meets the objectives) < misses.
struct LargestLoad {
    std::int64_t holds = 0;   ///< the largest load shown to meet the objectives; 0: none was
    std::int64_t misses = 0;  ///< the smallest load shown to miss one; limit + 1: none was
    std::uint64_t runs = 0;   ///< simulated for it
    std::uint64_t vms = 0;

    [[nodiscard]] bool is_capped(std::int64_t limit) const { return holds == limit; }
};

/// Searches the largest load that meets all objectives. Either end of the answer is wrong with a probability of
/// at most 1 - confidence, if a load that meets the objectives does so at every smaller load.
///
/// 1. A pilot of few runs looks for the place by point estimates: outwards from the guess, then by bisection.
/// 2. `holds`: loads in ascending order, from one that the pilot finds safe, each tested at 1 - confidence on
///    runs that the pilot has not seen, until the first that is not shown to meet the objectives. Only the first
///    load in that order that does miss can be mistaken, so the error is not multiplied by the number of tests
///    (a fixed-sequence procedure). Nine tenths of the error are for this; if not even the first load is
///    shown, further tries begin lower down, each with half of the rest.
/// 3. `misses`: the same in descending order.
///
/// The same run number at different loads draws the same random numbers, so the answer is steady.
[[nodiscard]] LargestLoad find_largest_load(const LoadTrial& trial, std::span<const core::Objective> objectives,
                                            const LargestLoadTerms& terms);

}  // namespace gallerysim::analysis
