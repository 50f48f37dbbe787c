#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "sim/process.hpp"

namespace gallerysim::sim {

/// What the promises of all tasks have in common.
struct TaskPromise : PooledFrame {
    ProcessState* process = nullptr;
    std::coroutine_handle<> waiting = std::noop_coroutine();  ///< who awaits the task, once it is suspended for it
    std::exception_ptr error;

    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
        struct Continue {
            [[nodiscard]] bool await_ready() const noexcept { return false; }
            [[nodiscard]] std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept {
                return waiting;
            }
            void await_resume() const noexcept {}
            std::coroutine_handle<> waiting;
        };
        return Continue{waiting};
    }
    void unhandled_exception() { error = std::current_exception(); }
};

/// A part of a process with a result of its own: `const double paid = co_await checkout(simulation, basket);`.
/// It starts when awaited, in the awaiting process, and shares its interrupts. An exception passes to who awaits it.
template <class T = void>
class [[nodiscard]] Task {
public:
    struct promise_type : TaskPromise {
        std::optional<T> value;

        Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        void return_value(T result) { value.emplace(std::move(result)); }
        T take_result() { return std::move(*value); }
    };

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Task& operator=(Task&&) = delete;
    ~Task() {
        if (handle_) handle_.destroy();
    }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    /// Runs the task up to its first wait. A task that ends without one returns here: going on from its end instead
    /// would cost stack for every such task, wherever the compiler does not make a jump of it.
    template <class Promise>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> caller) {
        handle_.promise().process = caller.promise().process;
        handle_.resume();
        if (handle_.done()) return false;
        handle_.promise().waiting = caller;
        return true;
    }
    T await_resume() {
        if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
        return handle_.promise().take_result();
    }

private:
    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

template <>
struct Task<void>::promise_type : TaskPromise {
    Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void return_void() {}
    void take_result() {}
};

}  // namespace gallerysim::sim
