#pragma once

#include <filesystem>
#include <string>

namespace gallerysim::test {

/// An empty folder that is deleted with all that is in it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

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

/// tests/scenarios/good
[[nodiscard]] std::filesystem::path good_scenarios();

/// All of a file; empty when there is none.
[[nodiscard]] std::string text_of(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace gallerysim::test
