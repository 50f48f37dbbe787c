#pragma once

#include <concepts>
#include <coroutine>
#include <type_traits>

#include "sim/process_state.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::sim {

/// How a wait ended: with what was waited for, or because another process (a fault, a timeout) interrupted it.
enum class Outcome : unsigned char { done, interrupted };

/// Whether a completion comes straight from the event loop or out of the middle of another process's step. A process
/// is resumed at once in the first case, by an event of its own in the second: steps never nest.
enum class Context : unsigned char { event_loop, another_process };

/// Told once when an operation completes. Lives where it was given to start(), until it fired or the operation was
/// cancelled.
class Completion {
public:
    using Fire = void (*)(Completion&, Context);
    explicit Completion(Fire on_fire) : fire_(on_fire) {}
    void fire(Context context) { fire_(*this, context); }

private:
    Fire fire_;
};

/// Something a process can wait for. Not started until it is awaited; pinned from then on.
///   start(simulation, completion)  true: done at once, and `completion` is never fired. Otherwise it fires when done.
///   cancel()                       gives the wait up. REQUIRES: started, not done.
///   result()                       what the wait brought. REQUIRES: done.
///   interrupted_result()           what co_await returns instead when the wait was interrupted.
///   give_back()                    optional: undoes a wait that is done and whose result nobody wants any more. Without
///                                  it the result is asked for and destroyed.
template <class T>
concept Operation = requires(T operation, Simulation& simulation, Completion& completion) {
    { operation.start(simulation, completion) } -> std::same_as<bool>;
    operation.cancel();
    operation.result();
    { operation.interrupted_result() } -> std::same_as<decltype(operation.result())>;
};

/// Undoes an operation that is done: see Operation.
template <Operation T>
void give_back(T& operation) {
    if constexpr (requires { operation.give_back(); }) {
        operation.give_back();
    } else {
        static_cast<void>(operation.result());
    }
}

/// The wait of a process for one operation: both stand in the process's frame while it waits, the operation where the
/// expression `co_await delay(...)` made it. It is not copied: it is as large as the wait itself.
template <Operation T>
class Wait : private Completion, private PendingWait {
public:
    explicit Wait(T& operation) : Completion(&on_fire), PendingWait(&on_interrupt), operation_(&operation) {}

    [[nodiscard]] bool await_ready() const noexcept { return false; }

    template <class Promise>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> handle) {
        process_ = handle.promise().process;
        if (operation_->start(*process_->simulation, *this)) return false;
        process_->wait = this;
        process_->resume_point = handle;
        return true;
    }

    decltype(auto) await_resume() {
        return process_->take_interrupt() ? operation_->interrupted_result() : operation_->result();
    }

private:
    static void on_fire(Completion& completion, Context context) {
        ProcessState& process = *static_cast<Wait&>(completion).process_;
        process.wait = nullptr;
        if (context == Context::event_loop) {
            process.resume_point.resume();
        } else {
            process.resume_by_event();
        }
    }
    static void on_interrupt(PendingWait& wait) { static_cast<Wait&>(wait).operation_->cancel(); }

    ProcessState* process_ = nullptr;
    T* operation_;
};

/// co_await of any operation.
template <class T>
    requires Operation<std::remove_reference_t<T>>
[[nodiscard]] Wait<std::remove_reference_t<T>> operator co_await(T&& operation) {
    return Wait<std::remove_reference_t<T>>{operation};
}

}  // namespace gallerysim::sim
