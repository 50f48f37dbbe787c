#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/run_result.hpp"
#include "core/run_statistics.hpp"

namespace gallerysim::analysis {

/// What becomes of a point after a batch of its runs.
enum class AfterBatch { more_runs, finished };

/// Where an experiment keeps its runs as they end, so that one that was broken off can go on: it asks for each run
/// before it simulates it. A run that is found must be, bit by bit, the one that was taken in.
///
/// All members are called from any of the threads, also at the same time. What they throw ends the experiment.
class RunStore {
public:
    virtual ~RunStore() = default;

    /// The run, if an earlier experiment has kept it; without its records.
    [[nodiscard]] virtual std::optional<core::RunResult> find(std::size_t point, std::uint64_t run) = 0;
    /// Takes in a run that has just ended, with its records if keep_records() says so.
    virtual void take(std::size_t point, std::uint64_t run, const core::RunResult& result) = 0;
    /// All runs that the point has asked for so far have been found or taken in.
    virtual void end_batch(std::size_t point, AfterBatch after) = 0;
    [[nodiscard]] virtual core::KeepRecords keep_records() const = 0;
};

}  // namespace gallerysim::analysis
