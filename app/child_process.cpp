#include "app/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

extern char** environ;  // POSIX: nothing declares it

namespace gallerysim::app {

std::string run_program(const std::string& name, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{name};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int error = posix_spawnp(&child, name.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error == ENOENT) return fmt::format("'{}' is not installed", name);
    if (error != 0) return fmt::format("'{}' could not be started: {}", name, std::strerror(error));

    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return fmt::format("'{}' was lost: {}", name, std::strerror(errno));
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return WIFEXITED(status) ? fmt::format("'{}' ended with code {}", name, WEXITSTATUS(status)) : fmt::format("'{}' was stopped", name);
}

}  // namespace gallerysim::app
