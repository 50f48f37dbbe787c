#pragma once

#include <coroutine>

#include "sim/intrusive_list.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::sim {

/// The wait that a process stands in, as an interrupt sees it.
struct PendingWait {
    using Cancel = void (*)(PendingWait&);
    explicit PendingWait(Cancel cancel_wait) : cancel(cancel_wait) {}
    Cancel cancel;
};

/// What the engine keeps of a process, inside its frame.
struct ProcessState {
    Simulation* simulation = nullptr;
    PendingWait* wait = nullptr;           ///< nullptr: running, about to run, or finished
    std::coroutine_handle<> resume_point;  ///< the innermost coroutine of the process, when it waits
    std::coroutine_handle<> frame;         ///< the outermost one
    ProcessState* older = nullptr;         ///< list of the simulation's unfinished processes
    ProcessState* younger = nullptr;
    IntrusiveList joiners;
    bool interrupted = false;  ///< and the process has not seen it yet
    bool started = false;
    bool finished = false;
    bool is_kept = false;  ///< a Process object refers to it, so the frame outlives its end

    void enlist() {
        started = true;
        older = simulation->youngest_;
        if (older != nullptr) older->younger = this;
        simulation->youngest_ = this;
    }

    void unregister() {
        (younger != nullptr ? younger->older : simulation->youngest_) = older;
        if (older != nullptr) older->younger = younger;
    }

    /// Ends the wait by an interrupt; false when the process is in none.
    bool interrupt() {
        if (wait == nullptr) return false;
        wait->cancel(*wait);
        wait = nullptr;
        interrupted = true;
        resume_by_event();
        return true;
    }

    bool take_interrupt() {
        const bool was = interrupted;
        interrupted = false;
        return was;
    }

    /// Steps never nest: the process goes on in an event of its own, at this time, after what is already due.
    void resume_by_event() {
        simulation->at(simulation->now(), [this] { resume_point.resume(); });
    }

    /// For a simulation that ends: the process does not run on. A kept frame stays until its Process object, which may
    /// stand in another frame, lets go of it.
    void destroy_frame() {
        unregister();
        finished = true;
        if (!is_kept) frame.destroy();
    }
};

}  // namespace gallerysim::sim
