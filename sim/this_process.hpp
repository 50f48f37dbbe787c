#pragma once

#include <coroutine>

#include "sim/process_state.hpp"

namespace gallerysim::sim {

/// A process's view of itself: `ProcessState& self = co_await this_process();` gives an event of its own making, such
/// as a deadline, something to interrupt. Does not wait.
class ThisProcess {
public:
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> handle) noexcept {
        state_ = handle.promise().process;
        return false;
    }
    [[nodiscard]] ProcessState& await_resume() const noexcept { return *state_; }

private:
    ProcessState* state_ = nullptr;
};

[[nodiscard]] inline ThisProcess this_process() { return {}; }

}  // namespace gallerysim::sim
