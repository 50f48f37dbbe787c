#pragma once

#include "sim/sim_time.hpp"

namespace gallerysim::sim {

/// The clock of the simulation that this thread is running now, or nullptr: read only to print the time of a failed
/// assertion. The model never asks it for the time; that is what Simulation::now() is for.
inline const SimTime*& running_clock() noexcept {
    thread_local const SimTime* clock = nullptr;
    return clock;
}

/// Names `clock` as the thread's running clock while it lives, and restores the one before.
class RunningClockScope {
public:
    explicit RunningClockScope(const SimTime& clock) noexcept : previous_(running_clock()) { running_clock() = &clock; }
    ~RunningClockScope() { running_clock() = previous_; }
    RunningClockScope(const RunningClockScope&) = delete;
    RunningClockScope& operator=(const RunningClockScope&) = delete;

private:
    const SimTime* previous_;
};

}  // namespace gallerysim::sim
