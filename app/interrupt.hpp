#pragma once

#include <stdexcept>
#include <string>

namespace gallerysim::app {

/// The user, or the system, asked the program to stop (SIGINT, SIGTERM, SIGHUP).
class Interrupted : public std::runtime_error {
public:
    /// `outcome` says what became of the work so far.
    explicit Interrupted(int signal, const std::string& outcome = "nothing was written")
        : std::runtime_error("interrupted; " + outcome), signal_(signal) {}
    [[nodiscard]] int signal() const { return signal_; }
    /// 128 + the signal's number, as a shell reports it.
    [[nodiscard]] int exit_code() const { return 128 + signal_; }

private:
    int signal_;
};

/// From now on such a signal is only noted, so that files which are half written can be taken away; a second
/// one ends the program at once.
void catch_interrupts();

/// Throws Interrupted once a signal has come. Cheap; from any thread.
void stop_if_interrupted();

}  // namespace gallerysim::app
