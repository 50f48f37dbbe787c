#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace gallerysim::test {

/// Does `action` fail an assertion? It runs in a child process, whose message is thrown away.
template <class Action>
[[nodiscard]] bool aborts(Action action) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);  // the test framework would report the abort as its own
        if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(EXIT_FAILURE);
        action();
        _exit(EXIT_SUCCESS);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGABRT;
}

}  // namespace gallerysim::test
