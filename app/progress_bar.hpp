#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "analysis/experiment_runner.hpp"

namespace gallerysim::app {

/// "[#####-----] 52 %  1,240/2,400 runs  12/48 points  0:12, 0:11 left  98 runs/s", cut to `columns`. How
/// many runs it takes may still grow, and the time left with it.
[[nodiscard]] std::string progress_line(const analysis::ExperimentProgress& progress,
                                        std::chrono::duration<double> elapsed, std::size_t columns);

/// A line on stderr that shows how far an experiment is, drawn over itself at most ten times a second and
/// taken away at the end. Draws nothing unless stderr is a terminal. Not thread-safe: one call at a time.
class ProgressBar {
public:
    enum class Visibility { automatic, hidden };

    explicit ProgressBar(Visibility visibility);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void update(const analysis::ExperimentProgress& progress);

private:
    using Clock = std::chrono::steady_clock;

    bool visible_;
    bool drawn_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_;
};

}  // namespace gallerysim::app
