#pragma once

#include <cstdint>
#include <string>

#include "core/curve.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// Runs first, first + 1, ...
struct RunRange {
    std::uint64_t first = 0;
    std::uint64_t count = 1;
};

/// The course of these runs over time as CSV, one row per step and series: `time_s`, `series`, and the mean
/// over the runs with its interval (Student's t, Wilson's for what is yes or no in each run; unbounded for one run). A run that is over counts with what it ended
/// with. docs/cli.md lists the series. REQUIRES: one run or more, step > 0.
[[nodiscard]] std::string curve_csv(const core::Scenario& scenario, RunRange runs, sim::SimTime step);

/// About a hundred steps for a run of this length: 1, 2 or 5 times a power of ten, in seconds.
[[nodiscard]] sim::SimTime curve_step(sim::SimTime length);

}  // namespace gallerysim::analysis
