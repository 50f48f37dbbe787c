#include "sim/simulation.hpp"

#include <algorithm>
#include <utility>

#include "sim/process.hpp"
#include "sim/running_clock.hpp"

namespace gallerysim::sim {

Simulation::~Simulation() {
    ending_ = true;
    while (youngest_ != nullptr) youngest_->destroy_frame();
}

Process Simulation::spawn(Process process) {
    process.start(*this);
    if (running_clock() != &now_) rethrow_failure();
    return process;
}

void Simulation::run_until(SimTime horizon) {
    GALLERYSIM_ASSERT(horizon >= now_, "a horizon in the past");
    GALLERYSIM_ASSERT(running_clock() != &now_, "an event runs the simulation that runs it");
    const RunningClockScope clock{now_};
    const SimTime last = std::min(horizon, SimTime::never() - SimTime::from_nanoseconds(1));
    stopped_ = false;
    const std::uint64_t events_before = events_run_;
    Action action;
    while (!stopped_ && events_.take_next(last, now_, action)) {
        ++events_run_;
        action();
    }
    if (events_run_ > events_before) last_event_ = now_;
    rethrow_failure();
    if (!stopped_ && horizon < SimTime::never()) now_ = horizon;
    events_.rewind(now_);
}

/// An exception must not unwind a coroutine's resumption: what would be left of the frame is the compiler's guess. So
/// the process ends in order, and the exception goes on from the event loop.
void Simulation::fail(std::exception_ptr error) {
    if (!failure_) failure_ = std::move(error);
    stop();
}

void Simulation::rethrow_failure() {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

}  // namespace gallerysim::sim
