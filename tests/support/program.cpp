#include "tests/support/program.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/catch.hpp"

namespace gallerysim::test {

namespace fs = std::filesystem;

ProgramRun run_shell(const std::string& command, const fs::path& folder) {
    const TemporaryFolder captured;
    const fs::path out = captured.path() / "out";
    const fs::path err = captured.path() / "err";
    const std::string program_folder = fs::path(GALLERYSIM_PROGRAM).parent_path().string();
    const std::string script = "cd '" + folder.string() + "' && PATH='" + program_folder +
                               "':\"$PATH\" && export PATH && { " + command + "\n} >'" + out.string() +
                               "' 2>'" + err.string() + "'";
    const int status = std::system(script.c_str());
    return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .out = text_of(out),
            .err = text_of(err)};
}

ProgramRun call(const std::string& arguments) {
    return run_shell("gallerysim " + arguments, good_scenarios());
}

bool says(const ProgramRun& run, const std::string& text) {
    UNSCOPED_INFO(run.err);
    return contains(run.err, text);
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

fs::path good_scenarios() { return fs::path(GALLERYSIM_SOURCE_DIR) / "tests" / "scenarios" / "good"; }

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

void write_text(const fs::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
}

}  // namespace gallerysim::test
