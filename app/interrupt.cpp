#include "app/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace gallerysim::app {

namespace {

// The one global of the program: a signal handler can reach nothing else.
std::atomic<int> received_signal{0};
static_assert(std::atomic<int>::is_always_lock_free);

void note(int signal) { received_signal.store(signal); }

}  // namespace

void catch_interrupts() {
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction previous {};
        sigaction(signal, nullptr, &previous);
        // `nohup` has SIGHUP ignored, and that is to stay.
        if (previous.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
    }
}

void stop_if_interrupted() {
    const int signal = received_signal.load(std::memory_order_relaxed);
    if (signal != 0) throw Interrupted(signal);
}

}  // namespace gallerysim::app
