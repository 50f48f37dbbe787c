#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace gallerysim::test {

struct ProgramRun {
    int exit_code = 0;  ///< 128 + n after signal n
    std::string out;
    std::string err;
};

/// Runs a command of the shell in `folder`, where `gallerysim` is the program that was built. Redirections in
/// the command win over the capture of stdout and stderr.
[[nodiscard]] ProgramRun run_shell(const std::string& command, const std::filesystem::path& folder);

/// `gallerysim ARGUMENTS` in the folder tests/scenarios/good.
[[nodiscard]] ProgramRun call(const std::string& arguments);

[[nodiscard]] inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Whether stderr has the text; a check that fails shows all of it.
[[nodiscard]] bool says(const ProgramRun& run, const std::string& text);

/// The names of what lies in a folder, in order.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder);

/// tests/scenarios/good
[[nodiscard]] std::filesystem::path good_scenarios();

/// All of a file; empty when there is none.
[[nodiscard]] std::string text_of(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace gallerysim::test
