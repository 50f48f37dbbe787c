#include <limits>

#include "analysis/text_table.hpp"
#include "analysis/text_wrap.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim::analysis;
using Align = TextTable::Align;

TEST_CASE("Columns are as wide as their widest cell and lines have no blanks at their ends") {
    TextTable table({Align::left, Align::right, Align::left});
    table.add({"name", "count", "note"});
    table.add({"a", "1,000", ""});
    table.add({"longer", "2"});
    CHECK(table.render("> ") == "> name    count  note\n> a       1,000\n> longer      2\n");
}

TEST_CASE("A column can be wider than its cells") {
    TextTable table({Align::left, Align::right});
    table.set_least_width(1, 6);
    table.add({"a", "1"});
    CHECK(table.render() == "a       1\n");
}

TEST_CASE("A table that is too wide for the terminal is parted, and each part says what its rows are about") {
    TextTable table({Align::left, Align::left, Align::right, Align::right, Align::right}, 2, 2);
    table.add({"image", "storage", "first number", "second number", "third"});
    table.add({"windows", "LRS", "1", "2", "3"});
    table.add({"linux", "ZRS", "4"});
    const std::string whole = table.render();
    set_page_width(44);
    const std::string parted = table.render();
    set_page_width(std::numeric_limits<std::size_t>::max());
    CHECK(parted ==
          "image    storage  first number\n"
          "windows  LRS                 1\n"
          "linux    ZRS                 4\n"
          "\n"
          "image    storage  second number  third\n"
          "windows  LRS                  2      3\n"
          "linux    ZRS\n");
    CHECK(table.render() == whole);
    CHECK(page_width().text == PageWidth::kDocument);
}

TEST_CASE("Characters of several bytes take one column") {
    CHECK(display_width("a") == 1);
    CHECK(display_width("K\xc3\xb6ln") == 4);
    TextTable table({Align::left, Align::left});
    table.add({"K\xc3\xb6ln", "x"});
    table.add({"Bonn", "y"});
    CHECK(table.render() == "K\xc3\xb6ln  x\nBonn  y\n");
}

TEST_CASE("Text is broken at blanks and what is broken off is indented") {
    CHECK(wrapped("one two three", 8, "  ") == "one two\n  three\n");
    CHECK(wrapped("one two three\nfour", 7) == "one two\nthree\nfour\n");
    CHECK(wrapped("unbreakable word", 4) == "unbreakable\nword\n");
    CHECK(wrapped("    kept indent here", 12, "    ") == "    kept\n    indent\n    here\n");
    CHECK(wrapped("", 10).empty());
}
