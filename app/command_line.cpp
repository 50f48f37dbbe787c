#include "app/command_line.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/standard_streams.hpp"
#include "app/usage_error.hpp"
#include "core/diagnostics.hpp"
#include "core/nearest_name.hpp"
#include "core/version.hpp"
#include "sim/assert.hpp"

namespace gallerysim::app {

namespace {

constexpr const char* kFooter =
    "Exit codes: 0 fine, 1 the run failed, 2 a mistake in the command or the scenario, 3 objectives "
    "missed.\n"
    "Documentation: docs/cli.md. A command's options: gallerysim COMMAND --help";

bool is_option(std::string_view argument) { return argument.size() > 1 && argument.front() == '-'; }

std::vector<std::string_view> option_names(const CLI::App& app, std::vector<std::string>& storage) {
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) storage.push_back("--" + name);
        for (const std::string& name : option->get_snames()) storage.push_back("-" + name);
    }
    return {storage.begin(), storage.end()};
}

/// As a word of a POSIX shell.
std::string shell_word(std::string_view word) {
    static constexpr std::string_view kHarmless =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./=:,+@%-";
    if (!word.empty() && word.find_first_not_of(kHarmless) == std::string_view::npos) return std::string(word);
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + '\'';
}

std::string unknown_option(const CLI::App& app, const std::string& argument) {
    const std::string name = argument.substr(0, argument.find('='));
    std::vector<std::string> names;
    return fmt::format("unknown option {}{}", core::in_quotes(name),
                       core::suggestion(name, option_names(app, names)));
}

}  // namespace

CommandLine::CommandLine()
    : program_(std::make_unique<CLI::App>(
          "Simulates VMs that are created from images of an Azure Compute Gallery:\n"
          "how many replicas are needed, and what happens with fewer.",
          "gallerysim")) {
    program_->set_version_flag("--version", fmt::format("gallerysim {}", core::kVersion),
                               "Print the version and exit");
    program_->set_help_flag("-h,--help", "Print this help and exit");
    program_->require_subcommand(1);
    program_->footer(kFooter);
    program_->get_formatter()->label("SUBCOMMAND", "COMMAND");
}

CommandLine::~CommandLine() = default;

CLI::App& CommandLine::add(const std::string& name, const std::string& description, Action action) {
    CLI::App* app = program_->add_subcommand(name, description);
    app->footer("");
    app->group("Commands");
    commands_.push_back({app, std::move(action)});
    return *app;
}

ExitCode CommandLine::execute(int argc, const char* const* argv) {
    text_ = "gallerysim";
    for (int i = 1; i < argc; ++i) text_ += ' ' + shell_word(argv[i]);
    try {
        program_->parse(argc, argv);
        const Command* command = chosen();
        GALLERYSIM_ASSERT(command != nullptr, "the parser insists on a command");
        return command->action();
    } catch (const CLI::CallForHelp&) {
        write_stdout(program_->help());
        return ExitCode::fine;
    } catch (const CLI::CallForVersion&) {
        write_stdout(program_->version() + '\n');
        return ExitCode::fine;
    } catch (const CLI::ParseError& error) {
        return fail(usage_problem(error.get_name(), error.what()));
    } catch (const UsageError& error) {
        return fail(error.what());
    }
}

const CommandLine::Command* CommandLine::chosen() const {
    const auto found = std::ranges::find_if(commands_, [](const Command& c) { return c.app->parsed(); });
    return found == commands_.end() ? nullptr : &*found;
}

std::string CommandLine::usage_problem(const std::string& kind, const std::string& parser_says) const {
    const Command* command = chosen();
    const std::vector<std::string> rest = program_->remaining(true);
    const CLI::App& app = command == nullptr ? *program_ : *command->app;
    const auto option = std::ranges::find_if(rest, is_option);
    if (option != rest.end()) return unknown_option(app, *option);
    std::vector<std::string> names;
    for (const Command& c : commands_) names.push_back(c.app->get_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (command == nullptr && rest.empty())
        return fmt::format("a command is missing; known are: {}", fmt::join(names, ", "));
    if (command == nullptr) {
        return fmt::format("unknown command {}{}", core::in_quotes(rest.front()),
                           core::suggestion(rest.front(), known));
    }
    if (!rest.empty()) return fmt::format("{} is one argument too many", core::in_quotes(rest.front()));
    // The parser's own words for these two are hard to read.
    if (kind == "RequiredError") return parser_says.substr(0, parser_says.find(' ')) + " is missing";
    if (kind == "ArgumentMismatch") {
        const auto twice = [](const CLI::Option* o) {
            return o->count() > 1 && o->get_items_expected_max() == 1;
        };
        const std::string name = parser_says.substr(0, parser_says.find(':'));
        return name +
               (app.get_options(twice).empty() ? " needs a value after it" : " is given more than once");
    }
    return parser_says;
}

ExitCode CommandLine::fail(const std::string& problem) const {
    const Command* command = chosen();
    const std::string name = command == nullptr ? "gallerysim" : "gallerysim " + command->app->get_name();
    print_error(problem);
    write_stderr(fmt::format("'{} --help' says more.\n", name));
    return ExitCode::usage;
}

}  // namespace gallerysim::app
