#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analysis/point_result.hpp"
#include "analysis/run_store.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// How far an experiment has come.
struct ExperimentProgress {
    std::size_t points_done = 0;
    std::size_t points = 0;
    std::uint64_t runs_done = 0;
    std::uint64_t runs_planned = 0;  ///< so far: a point that is not precise enough asks for more
    /// The same in VMs, if known: a run of 1,000 takes longer than one of 20.
    double work_done = 0.0;
    double work_planned = 0.0;

    [[nodiscard]] double share_done() const {
        if (work_planned > 0.0) return work_done / work_planned;
        return runs_planned > 0 ? static_cast<double>(runs_done) / static_cast<double>(runs_planned) : 0.0;
    }
};

struct ExperimentOptions {
    unsigned threads = 0;  ///< 0: one per core
    /// Called from any of the threads, one call at a time, after every run. May be empty.
    std::function<void(const ExperimentProgress&)> on_progress;
    /// Keeps the runs, and knows those of an earlier experiment that was broken off. May be null. Not owned.
    RunStore* store = nullptr;
};

/// Runs each scenario as often as its Experiment asks for and sums its runs up.
///
/// Sequential stopping: after min_runs, and then after each further batch, a point stops when every metric of
/// precision_of is precise enough, undefined in all runs, or max_runs is reached. The size of the next batch follows
/// from the half-width (runs grow with its square). Run r of every point draws from the streams of run r, so points
/// are compared under common random numbers. Points that are expected to take longest begin first, so that no core waits
/// for the last of them at the end. Of a steady state the warm-up is found first (analysis/warm_up_pilot.hpp). Results depend on the scenarios alone: not on the number of threads, nor
/// on which run ended first.
///
/// Throws what a run throws; the other runs are then abandoned.
[[nodiscard]] std::vector<PointResult> run_experiment(std::span<const core::Scenario> points,
                                                      const ExperimentOptions& options = {});

}  // namespace gallerysim::analysis
