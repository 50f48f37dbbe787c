// What the program prints, word for word. Each tests/scenarios/good/NAME.expected holds commands, each on a
// line that begins with "$ ", followed by the expected stdout, and by "[exit N]" where the exit code is not
// 0.
//
// After a change that is meant, write the files anew and read the difference before committing it:
//     GALLERYSIM_UPDATE_EXPECTED=1 ctest -R "Commands print"
//
// Hashes are written as HASH: they change with every key that the format gains.

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace fs = std::filesystem;

namespace {

const std::string kPrompt = "$ ";

std::vector<std::string> commands_in(const std::string& expected) {
    std::vector<std::string> commands;
    std::istringstream lines(expected);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(kPrompt)) commands.push_back(line.substr(kPrompt.size()));
    }
    return commands;
}

/// The text that the file should have.
std::string session(const std::vector<std::string>& commands) {
    std::string text;
    for (const std::string& command : commands) {
        const auto run = run_shell(command, good_scenarios());
        text += kPrompt + command + '\n' + run.out;
        if (run.exit_code != 0) text += "[exit " + std::to_string(run.exit_code) + "]\n";
    }
    return std::regex_replace(text, std::regex("\\b[0-9a-f]{16}\\b"), "HASH");
}

}  // namespace

TEST_CASE("Commands print what stands beside the good scenarios", "[scenario]") {
    const bool update = std::getenv("GALLERYSIM_UPDATE_EXPECTED") != nullptr;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(good_scenarios())) {
        if (entry.path().extension() == ".expected") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    REQUIRE(files.size() >= 4);
    for (const fs::path& file : files) {
        INFO(file.filename().string());
        const std::string expected = text_of(file);
        const auto commands = commands_in(expected);
        REQUIRE_FALSE(commands.empty());
        const std::string actual = session(commands);
        if (update) write_text(file, actual);
        CHECK(actual == (update ? text_of(file) : expected));
    }
}
