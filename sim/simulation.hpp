#pragma once

#include <cstdint>
#include <exception>

#include "sim/assert.hpp"
#include "sim/event_queue.hpp"
#include "sim/frame_pool.hpp"
#include "sim/random_stream.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::sim {

class Process;
struct ProcessState;

/// One run of a model: its clock, its pending events, its processes and the root of its random streams.
///
/// An object like any other: simulations share nothing, so as many run side by side as there are threads; one
/// simulation belongs to one thread at a time. What a model's processes and events refer to must live until the
/// simulation has been destroyed or has no more to do with it; waiting processes are destroyed with the simulation,
/// the youngest first, without running on.
class Simulation {
public:
    /// `seed` and `run` choose the random streams; runs of one seed are independent of each other.
    explicit Simulation(std::uint64_t seed = 0, std::uint32_t run = 0) : seed_(seed), run_(run) {}
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    [[nodiscard]] SimTime now() const { return now_; }

    /// Calls `action` at time `at`; an event at never() stays pending for ever. REQUIRES: at >= now(); see Action for
    /// what can be an action.
    template <class F>
    EventHandle at(SimTime at, F action, Priority priority = Priority::normal) {
        GALLERYSIM_ASSERT(at >= now_, "an event in the past");
        return events_.schedule(at, action, priority);
    }
    /// Calls `action` when `delay` has passed. REQUIRES: delay >= 0.
    template <class F>
    EventHandle after(SimTime delay, F action, Priority priority = Priority::normal) {
        GALLERYSIM_ASSERT(delay >= SimTime::zero(), "an event in the past");
        const bool is_in_range = delay < SimTime::never() - now_;
        return events_.schedule(is_in_range ? now_ + delay : SimTime::never(), action, priority);
    }
    /// Whether the event was pending and now is not. Idempotent.
    bool cancel(EventHandle handle) { return events_.cancel(handle); }
    [[nodiscard]] bool is_pending(EventHandle handle) const { return events_.is_pending(handle); }
    [[nodiscard]] std::size_t pending_events() const { return events_.size(); }

    /// Starts a process: it runs at once, up to its first wait. Let the result go, or keep it to join or interrupt.
    /// REQUIRES: the process was made for this simulation and has not been started.
    Process spawn(Process process);

    /// Runs until nothing is pending or stop() is called. What leaves an event or a process as an exception leaves this
    /// function; the simulation can be run on, without that event or process. REQUIRES: not called by an event.
    void run() { run_until(SimTime::never()); }
    /// Runs every event up to and at `horizon`; the clock then stands at the horizon, unless stop() was called. Otherwise
    /// as run().
    void run_until(SimTime horizon);
    /// Ends run() after the event that is running now.
    void stop() { stopped_ = true; }

    [[nodiscard]] std::uint64_t events_run() const { return events_run_; }
    /// When the last event of the last run() ran; with a horizon now() may be later.
    [[nodiscard]] SimTime last_event() const { return last_event_; }

    /// The stream of draws for one purpose of one entity; the same in every scenario that has that entity.
    [[nodiscard]] RandomStream stream(std::uint16_t purpose, std::uint64_t entity) const {
        return RandomStream{StreamId{.seed = seed_, .run = run_, .purpose = purpose, .entity = entity}};
    }

    /// Where the frames of this simulation's coroutines live.
    [[nodiscard]] FramePool& frames() { return frames_; }
    /// Whether the simulation is being destroyed: guards in frames then have nothing left to give back to.
    [[nodiscard]] bool is_ending() const { return ending_; }

private:
    friend class Process;
    friend struct ProcessState;

    void fail(std::exception_ptr error);
    void rethrow_failure();

    SimTime now_;
    EventQueue events_;
    FramePool frames_;
    ProcessState* youngest_ = nullptr;  ///< head of the list of unfinished processes
    std::uint64_t seed_;
    std::uint32_t run_;
    std::uint64_t events_run_ = 0;
    SimTime last_event_;
    std::exception_ptr failure_;  ///< has left a process and is on its way out of run()
    bool stopped_ = false;
    bool ending_ = false;
};

}  // namespace gallerysim::sim
