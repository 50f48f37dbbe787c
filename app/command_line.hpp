#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/exit_code.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace gallerysim::app {

/// The commands of the program, and the way from its arguments to one of them.
class CommandLine {
public:
    using Action = std::function<ExitCode()>;

    CommandLine();
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// A new command. Its options are added to what is returned; `action` is called when they have been read.
    CLI::App& add(const std::string& name, const std::string& description, Action action);

    /// Carries out what the arguments say. A mistake in them is printed, with the nearest name that exists,
    /// and gives ExitCode::usage.
    [[nodiscard]] ExitCode execute(int argc, const char* const* argv);

    /// What execute() was called with, quoted as a shell needs it: gallerysim run burst.yaml --set 'x=20 min'.
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    struct Command {
        CLI::App* app;
        Action action;
    };

    [[nodiscard]] const Command* chosen() const;
    [[nodiscard]] std::string usage_problem(const std::string& kind, const std::string& parser_says) const;
    [[nodiscard]] ExitCode fail(const std::string& problem) const;

    std::unique_ptr<CLI::App> program_;
    std::vector<Command> commands_;
    std::string text_;
};

}  // namespace gallerysim::app
