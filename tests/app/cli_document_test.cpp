// docs/cli.md names every command, option, JSON key and CSV column that there is.

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

using namespace gallerysim::test;

namespace {

const std::string& document() {
    static const std::string text = text_of(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "docs" / "cli.md");
    return text;
}

/// Is it in the document, as code?
bool is_documented(const std::string& name) {
    return std::regex_search(document(), std::regex("`([^`]*[ ,])?" + name + "[^`a-z_-]*`")) ||
           std::regex_search(document(), std::regex("`" + name + "[ `]"));
}

/// The first words of the lines below the heading `section` of a help text.
std::set<std::string> first_words(const std::string& help, const std::string& section) {
    std::istringstream lines(help);
    std::set<std::string> words;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(" ")) {
            inside = line == section;
            continue;
        }
        std::string word;
        const bool is_description = line.starts_with("   ");  // of a name too long for its column
        if (inside && !is_description && std::istringstream(line) >> word) words.insert(word);
    }
    return words;
}

}  // namespace

TEST_CASE("Every command and option of the help is in the document of the command line", "[cli]") {
    const auto commands = first_words(call("--help").out, "Commands:");
    CHECK(commands.size() >= 4);
    std::set<std::string> options = first_words(call("--help").out, "Options:");
    for (const std::string& command : commands) {
        INFO(command);
        CHECK(is_documented(command));
        options.merge(first_words(call(command + " --help").out, "Options:"));
    }
    CHECK(options.size() >= 12);
    for (const std::string& names : options) {  // -o,--output
        std::istringstream list(names);
        for (std::string name; std::getline(list, name, ',');) {
            INFO(name);
            CHECK(is_documented(name));
        }
    }
}

TEST_CASE("Every key of the JSON is in the document of the command line", "[cli]") {
    const auto json = nlohmann::json::parse(call("run seventeen-on-one.yaml --format json").out);
    const auto check_keys = [](const nlohmann::json& object) {
        for (const auto& [key, value] : object.items()) {
            INFO(key);
            CHECK(is_documented(key));
        }
    };
    check_keys(json);
    for (const char* inner : {"scenario", "bottleneck"}) check_keys(json.at(inner));
    for (const char* list : {"objectives", "precision"}) check_keys(json.at(list).at(0));
    const auto sweep = nlohmann::json::parse(call("sweep small-grid.yaml --format json").out);
    check_keys(sweep);
    check_keys(sweep.at("points").at(0));
    check_keys(sweep.at("axes").at(0));
}

TEST_CASE("Every column of the CSV files is in the document of the command line", "[cli]") {
    const auto result = parse_csv(call("run seventeen-on-one.yaml --format csv").out);
    for (const std::string& column : result.at(0)) {
        INFO(column);
        if (column.find('.') == std::string::npos) CHECK(is_documented(column));
    }
    const auto records = parse_csv(call("run seventeen-on-one.yaml --records - -o /dev/null").out);
    for (const std::string& column : records.at(0)) {
        INFO(column);
        CHECK(is_documented(column));
    }
}
