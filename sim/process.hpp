#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>

#include "sim/frame_pool.hpp"
#include "sim/process_state.hpp"
#include "sim/simulation.hpp"
#include "sim/wait.hpp"

namespace gallerysim::sim {

/// Puts the frames of coroutines into their simulation's pool. The simulation is the coroutine's first parameter, for
/// member functions and lambdas the first one after the object.
struct PooledFrame {
    template <class... Args>
    static void* operator new(std::size_t size, Simulation& simulation, Args&&...) {
        return simulation.frames().allocate(size);
    }
    template <class Self, class... Args>
    static void* operator new(std::size_t size, Self&&, Simulation& simulation, Args&&...) {
        return simulation.frames().allocate(size);
    }
    static void operator delete(void* memory, std::size_t size) { FramePool::release(memory, size); }
};

class Join;

/// A process: a coroutine that lives in simulated time. Written as
///
///     Process customer(Simulation& simulation, Servers& servers) {
///         auto server = co_await servers.acquire();
///         co_await delay(seconds(3));
///     }
///
/// and started by simulation.spawn(customer(simulation, servers)). The returned object may be dropped: the process
/// goes on and frees itself at its end. While it is kept it can be joined and interrupted; it must then not outlive
/// the simulation. An exception that leaves a process leaves Simulation::run(). Not thread-safe.
class Process {
public:
    struct promise_type : PooledFrame {
        ProcessState state;
        ProcessState* process = &state;

        template <class... Args>
        explicit promise_type(Simulation& simulation, Args&&...) {
            state.simulation = &simulation;
        }
        template <class Self, class... Args>
        explicit promise_type(Self&&, Simulation& simulation, Args&&...) {
            state.simulation = &simulation;
        }

        Process get_return_object() {
            state.frame = std::coroutine_handle<promise_type>::from_promise(*this);
            state.is_kept = true;
            return Process{&state};
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        auto final_suspend() noexcept {
            struct Finish {
                [[nodiscard]] bool await_ready() const noexcept { return false; }
                void await_suspend(std::coroutine_handle<promise_type> handle) const noexcept {
                    handle.promise().finish();
                }
                void await_resume() const noexcept {}
            };
            return Finish{};
        }
        void return_void() {}
        void unhandled_exception() { state.simulation->fail(std::current_exception()); }

    private:
        void finish() noexcept;
    };

    Process(Process&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    Process& operator=(Process&& other) noexcept {
        if (this != &other) {
            let_go();
            state_ = std::exchange(other.state_, nullptr);
        }
        return *this;
    }
    ~Process() { let_go(); }

    [[nodiscard]] bool finished() const { return state_->finished; }
    /// Ends the process's present wait: its co_await returns "interrupted". False when it does not wait (it has
    /// finished, or what it waited for has just come).
    bool interrupt() { return state_->interrupt(); }
    /// An operation that is done when the process has finished.
    [[nodiscard]] Join join() const;

private:
    friend class Simulation;
    explicit Process(ProcessState* state) : state_(state) {}

    void start(const Simulation& simulation) {
        GALLERYSIM_ASSERT(state_ != nullptr && !state_->started && state_->simulation == &simulation,
                          "a process is started once, in its own simulation");
        state_->enlist();
        state_->frame.resume();
    }

    void let_go() {
        if (state_ == nullptr) return;
        state_->is_kept = false;
        if (state_->finished || !state_->started) state_->frame.destroy();
        state_ = nullptr;
    }

    ProcessState* state_;
};

/// Waits for the end of a process. REQUIRES: the Process object, or the process itself, is still there.
class Join : private ListLink {
public:
    explicit Join(ProcessState& state) : state_(&state) {}

    bool start(Simulation&, Completion& completion) {
        if (state_->finished) return true;
        completion_ = &completion;
        state_->joiners.push_back(*this);
        return false;
    }
    void cancel() { state_->joiners.remove(*this); }
    [[nodiscard]] Outcome result() const { return Outcome::done; }
    [[nodiscard]] Outcome interrupted_result() const { return Outcome::interrupted; }

private:
    friend struct Process::promise_type;
    ProcessState* state_;
    Completion* completion_ = nullptr;
};

inline Join Process::join() const { return Join{*state_}; }

inline void Process::promise_type::finish() noexcept {
    state.finished = true;
    state.unregister();
    while (!state.joiners.empty()) {
        static_cast<Join&>(state.joiners.pop_front()).completion_->fire(Context::another_process);
    }
    if (!state.is_kept) state.frame.destroy();
}

}  // namespace gallerysim::sim
