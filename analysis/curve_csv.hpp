#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/point_result.hpp"
#include "core/curve.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// Runs first, first + 1, ...
struct RunRange {
    std::uint64_t first = 0;
    std::uint64_t count = 1;
};

/// What a series is at the end of one step, over the runs.
struct CurveRow {
    std::string series;
    sim::SimTime time;
    Interval mean;
};

/// The course of these runs over time as CSV, one row per step and series: `time_s`, `series`, and the mean
/// over the runs with its interval (Student's t, Wilson's for what is yes or no in each run; unbounded for one run). A run that is over counts with what it ended
/// with. docs/cli.md lists the series. REQUIRES: one run or more, step > 0.
[[nodiscard]] std::string curve_csv(const core::Scenario& scenario, RunRange runs, sim::SimTime step);

/// The same as rows, by series and then by time.
[[nodiscard]] std::vector<CurveRow> curve_rows(const core::Scenario& scenario, RunRange runs, sim::SimTime step);

/// So many runs are enough for an interval; every one is held in memory.
inline constexpr std::uint64_t kMostCurveRuns = 20;

/// About a hundred steps for the runs of a result.
[[nodiscard]] sim::SimTime curve_step(const PointResult& result);
/// About a hundred steps for a run of this length: 1, 2 or 5 times a power of ten, in seconds.
[[nodiscard]] sim::SimTime curve_step(sim::SimTime length);

}  // namespace gallerysim::analysis
