// House rules that a machine can check: a file is one concept and no longer than 500 lines, headers guard
// themselves, and every file is named in the CMakeLists.txt of its folder, so that none is silently left out
// of a build.

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/tree/source_tree.hpp"

namespace {

using namespace gallerysim::test;

constexpr std::size_t kMaxLines = 500;
const std::vector<std::string> kNone;

/// Is `name` one of the blank-separated words of a CMake list file, outside comments?
bool is_listed(std::string_view cmake_lists, std::string_view name) {
    constexpr std::string_view kSeparators = " \t()";
    for (std::string_view line : split_lines(cmake_lists)) {
        line = line.substr(0, line.find('#'));
        while (!line.empty()) {
            const auto end = std::min(line.find_first_of(kSeparators), line.size());
            if (line.substr(0, end) == name) {
                return true;
            }
            line.remove_prefix(std::min(end + 1, line.size()));
        }
    }
    return false;
}

/// The CMakeLists.txt responsible for a file is the nearest one above it; it names the file relative to
/// itself.
bool is_listed_in_tree(const std::filesystem::path& root, const std::filesystem::path& file) {
    for (auto folder = file.parent_path(); !folder.empty(); folder = folder.parent_path()) {
        const auto lists = root / folder / "CMakeLists.txt";
        if (std::filesystem::exists(lists)) {
            return is_listed(load_text(lists), file.lexically_relative(folder).generic_string());
        }
    }
    return false;
}

/// The paths of all files of the project for which `is_bad` holds.
template <class Predicate>
std::vector<std::string> paths_where(Predicate is_bad) {
    const auto sources = load_sources(GALLERYSIM_SOURCE_DIR);
    REQUIRE(sources.size() > 5);
    std::vector<std::string> paths;
    for (const SourceFile& source : sources) {
        if (is_bad(source)) {
            paths.push_back(source.path);
        }
    }
    return paths;
}

}  // namespace

TEST_CASE("A file counts as listed only where it stands as a word of its own outside comments") {
    CHECK(is_listed("add_library(sim\n    tally.cpp\n    tally.hpp)\n", "tally.hpp"));
    CHECK_FALSE(is_listed("add_library(sim my_tally.cpp)", "tally.cpp"));
    CHECK_FALSE(is_listed("add_library(sim sim.cpp) # tally.cpp later\n", "tally.cpp"));
    CHECK_FALSE(is_listed("add_library(sim tests/tally.cpp)", "tally.cpp"));
}

TEST_CASE("Every source file is named in the CMakeLists.txt of its folder") {
    const std::filesystem::path root = GALLERYSIM_SOURCE_DIR;
    CHECK(paths_where([&](const SourceFile& source) { return !is_listed_in_tree(root, source.path); }) ==
          kNone);
}

TEST_CASE("No source file is longer than 500 lines") {
    CHECK(paths_where([](const SourceFile& source) { return split_lines(source.text).size() > kMaxLines; }) ==
          kNone);
}

TEST_CASE("Every header guards itself by pragma once") {
    CHECK(paths_where([](const SourceFile& source) {
              return source.path.ends_with(".hpp") && !source.text.starts_with("#pragma once\n");
          }) == kNone);
}
