#include "core/diagnostics.hpp"

#include <memory>
#include <string>

#include "tests/support/catch.hpp"

using namespace gallerysim::core;

namespace {

std::shared_ptr<const SourceText> file(std::string name, std::string text) {
    return std::make_shared<const SourceText>(
        SourceText{std::move(name), std::move(text), SourceText::Kind::file});
}

}  // namespace

TEST_CASE("A diagnostic is rendered as a compiler does it with the line and a caret") {
    const auto source = file("burst.yaml", "schema: 1\ngalleries:\n  - nam: prod\r\n");
    Diagnostics diagnostics;
    diagnostics.error({source, 3, 5}, "galleries[0]", "unknown key 'nam'");
    CHECK(diagnostics.render() ==
          "burst.yaml:3:5: error: galleries[0]: unknown key 'nam'\n"
          "      - nam: prod\n"
          "        ^\n");
    CHECK(diagnostics.render(SourceLines::hide) ==
          "burst.yaml:3:5: error: galleries[0]: unknown key 'nam'\n");
}

TEST_CASE("The caret counts characters and not bytes") {
    const auto source = file("burst.yaml", "name: \xC3\xA9t\xC3\xA9: x\n");
    Diagnostics diagnostics;
    diagnostics.error({source, 1, 12}, "", "here");
    CHECK(diagnostics.render() ==
          "burst.yaml:1:12: error: here\n    name: \xC3\xA9t\xC3\xA9: x\n             ^\n");
}

TEST_CASE("A setting is its own place") {
    const auto source = std::make_shared<const SourceText>(
        SourceText{"--set deployments.burst.vms=x", "x", SourceText::Kind::setting});
    Diagnostics diagnostics;
    diagnostics.error({source, 1, 1}, "deployments.burst.vms", "expected a whole number, found 'x'");
    CHECK(
        diagnostics.render() ==
        "--set deployments.burst.vms=x: error: deployments.burst.vms: expected a whole number, found 'x'\n");
}

TEST_CASE("Diagnostics are shown in the order of the text and notes stay with their error") {
    const auto source = file("a.yaml", "one\ntwo\nthree\n");
    Diagnostics diagnostics;
    diagnostics.error({source, 3, 1}, "", "third");
    diagnostics.note({source, 1, 1}, "", "about the third");
    diagnostics.warning({source, 2, 1}, "", "second");
    diagnostics.error({source, 1, 1}, "", "first");
    CHECK(diagnostics.render(SourceLines::hide) ==
          "a.yaml:1:1: error: first\n"
          "a.yaml:2:1: warning: second\n"
          "a.yaml:3:1: error: third\n"
          "a.yaml:1:1: note: about the third\n");
    CHECK(diagnostics.errors() == 2);
}

TEST_CASE("Warnings and notes are no errors") {
    Diagnostics diagnostics;
    CHECK(diagnostics.empty());
    diagnostics.warning({}, "", "careful");
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(diagnostics.render() == "warning: careful\n");
}

TEST_CASE("Beyond the first two hundred the diagnostics are counted") {
    Diagnostics diagnostics;
    for (int i = 0; i < 250; ++i) diagnostics.error({}, "", "again");
    CHECK(diagnostics.all().size() == Diagnostics::kMost);
    CHECK(diagnostics.errors() == 250);
    CHECK(diagnostics.render().ends_with("and 50 more\n"));
    Diagnostics sum;
    sum.append(diagnostics);
    CHECK(sum.render().ends_with("and 50 more\n"));
    CHECK(sum.errors() == 250);
}

TEST_CASE("What a user wrote cannot upset the terminal") {
    CHECK(in_quotes("abc") == "'abc'");
    CHECK(in_quotes("a\nb\tc\x1b[2J") == "'a\\nb\\tc\\x1b[2J'");
    CHECK(in_quotes("\xff") == "'\\xff'");
    CHECK(in_quotes("\xC3\xA9") == "'\xC3\xA9'");
    CHECK(in_quotes(std::string(100, 'x')) == "'" + std::string(60, 'x') + "...'");
}

TEST_CASE("A text gives its lines without their ends") {
    const auto source = file("a.yaml", "one\r\ntwo\n\nfour");
    CHECK(source->line(1) == "one");
    CHECK(source->line(2) == "two");
    CHECK(source->line(3).empty());
    CHECK(source->line(4) == "four");
    CHECK(source->line(5).empty());
    CHECK(source->line(0).empty());
}
