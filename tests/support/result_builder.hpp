#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "core/run_result.hpp"

namespace gallerysim::test {

/// A run with these outcomes and no metrics.
inline core::RunResult run_with(std::uint64_t running, std::uint64_t timed_out) {
    core::RunResult run;
    run.requested = running + timed_out;
    run.outcomes[static_cast<std::size_t>(core::VmOutcome::running)] = running;
    run.outcomes[static_cast<std::size_t>(core::VmOutcome::provisioning_timed_out)] = timed_out;
    const auto requested = static_cast<double>(run.requested);
    run[core::Metric::failed_fraction][core::Statistic::mean] = static_cast<double>(timed_out) / requested;
    run[core::Metric::throttled_fraction][core::Statistic::mean] = 0.0;
    return run;
}

/// Runs of 10 running VMs, with these values of one metric and statistic.
inline std::vector<core::RunResult> runs_with(core::Metric metric, core::Statistic statistic,
                                              std::initializer_list<double> values) {
    std::vector<core::RunResult> runs;
    for (const double value : values) {
        runs.push_back(run_with(10, 0));
        runs.back()[metric][statistic] = value;
    }
    return runs;
}

}  // namespace gallerysim::test
