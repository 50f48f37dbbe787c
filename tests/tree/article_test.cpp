// docs/article.md lists what the article says and a program can act on, each with the test that holds it.

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/tree/source_tree.hpp"

namespace {

using namespace gallerysim::test;

constexpr std::size_t kLeastRows = 40;

struct Row {
    std::string_view statement;
    std::string_view test;
};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// The rows of the first table after "## Statements"; a row of one cell has an empty test.
std::vector<Row> rows_of(std::string_view document) {
    std::vector<Row> rows;
    const auto begin = document.find("\n## Statements\n");
    if (begin == std::string_view::npos) return rows;
    document.remove_prefix(begin + 1);
    document = document.substr(0, document.find("\n## "));
    for (std::string_view line : split_lines(document)) {
        if (!line.starts_with("| ") || line.starts_with("| statement |")) continue;
        line.remove_prefix(1);
        const auto bar = line.find('|');
        const std::string_view rest = bar == std::string_view::npos ? "" : line.substr(bar + 1);
        rows.push_back({trimmed(line.substr(0, bar)), trimmed(rest.substr(0, rest.find('|')))});
    }
    return rows;
}

/// The names of all test cases: the text in quotes after each TEST_CASE(.
std::set<std::string_view> test_names(const std::vector<SourceFile>& sources) {
    constexpr std::string_view kBegin = "TEST_CASE(\"";
    std::set<std::string_view> names;
    for (const SourceFile& source : sources) {
        std::string_view text = source.text;
        for (auto at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin)) {
            text.remove_prefix(at + kBegin.size());
            names.insert(text.substr(0, text.find('"')));
        }
    }
    return names;
}

}  // namespace

TEST_CASE("Rows are read with their tests and a row without a test is seen") {
    const auto rows = rows_of(
        "x\n## Statements\n\n| statement | test |\n|---|---|\n| a | b c |\n| d |\n\n## End\n| e | f |\n");
    REQUIRE(rows.size() == 2);
    CHECK((rows[0].statement == "a" && rows[0].test == "b c"));
    CHECK((rows[1].statement == "d" && rows[1].test.empty()));
}

TEST_CASE("Every statement of the article that a program can act on names a test that exists") {
    const std::filesystem::path root = GALLERYSIM_SOURCE_DIR;
    const std::string document = load_text(root / "docs" / "article.md");
    const auto sources = load_sources(root);
    const auto names = test_names(sources);
    const auto rows = rows_of(document);
    CHECK(rows.size() >= kLeastRows);
    std::set<std::string_view> statements;
    for (const Row& row : rows) {
        INFO(row.statement << " -> " << row.test);
        CHECK_FALSE(row.statement.empty());
        CHECK(statements.insert(row.statement).second);
        CHECK(names.contains(row.test));
    }
}
