// Every file in tests/scenarios/bad makes one kind of mistake; beside it stands what the program says about
// it.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/scenario_source.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim::core;

namespace fs = std::filesystem;

namespace {

const fs::path kFolder = fs::path(GALLERYSIM_SOURCE_DIR) / "tests" / "scenarios";

std::string load_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<fs::path> files_with(std::string_view extension) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(kFolder / "bad")) {
        if (entry.path().extension() == extension) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The diagnostics without the folder's own path.
std::string said_about(const fs::path& file) {
    Diagnostics diagnostics;
    if (const auto source = ScenarioSource::load(file, diagnostics)) {
        CHECK_FALSE(source->read(diagnostics).has_value());
    }
    CHECK(diagnostics.has_errors());
    std::string text = diagnostics.render(SourceLines::hide);
    const std::string folder = kFolder.string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
        text.erase(at, folder.size());
    }
    return text;
}

}  // namespace

TEST_CASE("Bad scenarios are refused with the expected diagnostics", "[scenario]") {
    const auto files = files_with(".yaml");
    REQUIRE(files.size() >= 80);
    for (const fs::path& file : files) {
        INFO(file.filename().string());
        fs::path expected = file;
        expected.replace_extension(".expected");
        REQUIRE(fs::exists(expected));
        CHECK(said_about(file) == load_text(expected));
    }
}

TEST_CASE("Every expected text belongs to a bad scenario", "[scenario]") {
    for (fs::path file : files_with(".expected")) {
        INFO(file.filename().string());
        CHECK(fs::exists(file.replace_extension(".yaml")));
    }
}

TEST_CASE("The scenario that the bad ones extend is good", "[scenario]") {
    Diagnostics diagnostics;
    const auto source = ScenarioSource::load(kFolder / "base.yaml", diagnostics);
    REQUIRE(source.has_value());
    CHECK(source->read(diagnostics).has_value());
    CHECK(diagnostics.empty());
}
