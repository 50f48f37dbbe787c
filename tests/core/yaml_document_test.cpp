#include "core/yaml_document.hpp"

#include <memory>
#include <string>

#include "tests/support/catch.hpp"

using namespace gallerysim::core;
using Catch::Matchers::Contains;

namespace {

struct Parse {
    Diagnostics diagnostics;
    YamlNodePtr root;

    explicit Parse(std::string text) {
        root = parse_yaml(std::make_shared<const SourceText>(SourceText{"x.yaml", std::move(text)}),
                          diagnostics);
    }
    [[nodiscard]] std::string flow() const { return root ? to_flow_yaml(*root) : diagnostics.render(); }
    [[nodiscard]] std::string problems() const { return diagnostics.render(SourceLines::hide); }
};

}  // namespace

TEST_CASE("Maps and lists and scalars keep their order and their text") {
    const Parse parse("b: 010\na: [1, two, 3.0]\nc: { d: 'x', e: \"y z\" }\n");
    REQUIRE(parse.root != nullptr);
    CHECK(parse.flow() == "{ b: 010, a: [1, two, 3.0], c: { d: x, e: y z } }");
    CHECK(parse.root->find("b")->value->kind == YamlNode::Kind::plain_scalar);
    CHECK(parse.root->find("c")->value->find("d")->value->kind == YamlNode::Kind::quoted_scalar);
    CHECK(parse.root->find("nothing") == nullptr);
}

TEST_CASE("Every key and value knows its line and column") {
    const Parse parse("a: 1\nlist:\n  - name: x\n    size: 30 GiB\n");
    REQUIRE(parse.root != nullptr);
    const YamlEntry& list = *parse.root->find("list");
    CHECK(list.key_at.to_string() == "x.yaml:2:1");
    const YamlNode& element = *list.value->items.at(0);
    CHECK(element.at.to_string() == "x.yaml:3:5");
    CHECK(element.find("size")->key_at.to_string() == "x.yaml:4:5");
    CHECK(element.find("size")->value->at.to_string() == "x.yaml:4:11");
}

TEST_CASE("An explicit null differs from a missing value and from a quoted word") {
    const Parse parse("a: ~\nb: null\nc:\nd: 'null'\ne: \"\"\n");
    REQUIRE(parse.root != nullptr);
    CHECK(parse.root->find("a")->value->kind == YamlNode::Kind::removed);
    CHECK(parse.root->find("b")->value->kind == YamlNode::Kind::removed);
    CHECK(parse.root->find("c")->value->kind == YamlNode::Kind::empty);
    CHECK(parse.root->find("c")->value->at.to_string() == "x.yaml:3:1");
    CHECK(parse.root->find("d")->value->kind == YamlNode::Kind::quoted_scalar);
    CHECK(parse.root->find("e")->value->kind == YamlNode::Kind::quoted_scalar);
}

TEST_CASE("Windows line ends and a byte order mark are read over") {
    CHECK(Parse("a: 1\r\nb:\r\n  - c\r\n").flow() == "{ a: 1, b: [c] }");
    CHECK(Parse("\xEF\xBB\xBF"
                "a: 1\n")
              .flow() == "{ a: 1 }");
}

TEST_CASE("A key that comes twice is an error at its second place") {
    const Parse parse("a: 1\nb: { c: 1, c: 2 }\na: 3\n");
    CHECK(parse.root == nullptr);
    CHECK(parse.problems() ==
          "x.yaml:2:12: error: key 'c' appears twice in this map; first at line 2\n"
          "x.yaml:3:1: error: key 'a' appears twice in this map; first at line 1\n");
}

TEST_CASE("Anchors and aliases and merge keys and tags are refused where they stand") {
    CHECK_THAT(Parse("a: &x 1\n").problems(), Contains("x.yaml:1:4: error: anchors"));
    CHECK_THAT(Parse("a: &x [1]\n").problems(), Contains("anchors"));
    CHECK_THAT(Parse("a: *x\n").problems(), Contains("x.yaml:1:4: error:"));
    CHECK_THAT(Parse("<<: { a: 1 }\n").problems(), Contains("x.yaml:1:1: error: merge keys"));
    CHECK_THAT(Parse("a: !x 1\n").problems(), Contains("tags"));
    CHECK_THAT(Parse("a: !!str 1\n").problems(), Contains("tags"));
    CHECK_THAT(Parse("a: !!map {}\n").problems(), Contains("tags"));
}

TEST_CASE("A bomb of aliases does not go off") {
    std::string text = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'k'; ++c) {
        const std::string before(1, static_cast<char>(c - 1));
        text += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 9; ++i) text += (i == 0 ? "*" : ", *") + before;
        text += "]\n";
    }
    const Parse parse(text);
    CHECK(parse.root == nullptr);
    CHECK(parse.diagnostics.has_errors());
}

TEST_CASE("Depth and width and size are bounded") {
    CHECK(Parse("a: " + std::string(40, '[') + std::string(40, ']')).root != nullptr);
    CHECK_THAT(Parse("a: " + std::string(60, '[') + std::string(60, ']')).problems(),
               Contains("more than 50"));
    CHECK(Parse("a: " + std::string(100'000, '[')).root == nullptr);
    std::string wide;
    for (int i = 0; i < 1'001; ++i) wide += "k" + std::to_string(i) + ": 1\n";
    CHECK_THAT(Parse(wide).problems(), Contains("x.yaml:1001:1: error: more than 1000 keys in one map"));
    CHECK_THAT(Parse("# " + std::string(kLargestYaml, 'x')).problems(), Contains("are too much"));
}

TEST_CASE("Several documents and empty ones are refused") {
    CHECK(Parse("---\na: 1\n...\n").flow() == "{ a: 1 }");
    CHECK_THAT(Parse("a: 1\n---\nb: 2\n").problems(),
               Contains("x.yaml:2:1: error: the document ended above"));
    for (const char* text : {"", "\n\n", "# only a comment\n", "---\n"}) {
        INFO(text);
        CHECK_THAT(Parse(text).problems(), Contains("nothing in it"));
    }
}

TEST_CASE("Tabs and control characters and foreign encodings are said to be that") {
    CHECK_THAT(Parse("a:\n\tb: 1\n").problems(),
               Contains("x.yaml:2:1: error: the line is indented by a tab"));
    CHECK_THAT(Parse("a: 1\n \t\nb: 2\n").problems(),
               Contains("x.yaml:2:1: error: the line is indented by a tab"));
    CHECK(Parse("a: 1 \t# comment\n").root != nullptr);
    CHECK_THAT(Parse(std::string("a: \0 1\n", 7)).problems(),
               Contains("x.yaml:1:4: error: control character \\x00"));
    CHECK_THAT(Parse("a: caf\xE9\n").problems(), Contains("x.yaml:1:7: error: not UTF-8"));
    CHECK_THAT(Parse("\xFF\xFE"
                     "a")
                   .problems(),
               Contains("not UTF-8"));
    CHECK_THAT(Parse("a: \xED\xA0\x80\n").problems(), Contains("not UTF-8"));  // a surrogate
    CHECK_THAT(Parse("a: \xC0\xAF\n").problems(), Contains("not UTF-8"));      // an overlong slash
    CHECK(Parse("a: \xF0\x9F\x9A\x80\n").root != nullptr);
}

TEST_CASE("Broken syntax is located") {
    CHECK_THAT(Parse("a: [1, 2\n").problems(), Contains("not valid YAML"));
    CHECK_THAT(Parse("a: b: c\n").problems(), Contains("x.yaml:1:5: error: not valid YAML"));
    CHECK_THAT(Parse("a: \"x\n").problems(), Contains("x.yaml:1:4: error: the text in quotes does not end"));
    CHECK_THAT(Parse("a: 'x''\n").problems(), Contains("the text in quotes does not end"));
    CHECK(Parse("a: 'x'''\nb: \"\\\"\"\n").root != nullptr);
    CHECK(Parse("a: |\n  it's\nb: >\n  \"x\n").root != nullptr);
    CHECK_THAT(Parse("? [a]\n: x\n").problems(), Contains("a key must be a plain word"));
    CHECK_THAT(Parse(": x\n").problems(), Contains("a key is missing"));
}

TEST_CASE("A scalar written as YAML reads back as the same text") {
    for (const std::string text : {"plain",
                                   "30 GiB",
                                   "5 %",
                                   "",
                                   "null",
                                   "~",
                                   "Null",
                                   "- x",
                                   "a: b",
                                   "x # y",
                                   " lead",
                                   "trail ",
                                   "\"quoted\"",
                                   "back\\slash",
                                   "line\nbreak",
                                   "tab\there",
                                   "\xC3\xA9",
                                   "[1]",
                                   "{a}",
                                   "&a",
                                   "*a",
                                   "!a",
                                   "%a",
                                   "@a",
                                   "`a",
                                   "'",
                                   "<< x",
                                   "a,b",
                                   "?",
                                   "-",
                                   ":",
                                   "#",
                                   "=",
                                   "prod/win2022/latest",
                                   "time_to_running.p95 < 20 min"}) {
        const std::string document = "key: " + yaml_scalar(text) + "\nlist: [" + yaml_scalar(text) + "]\n";
        INFO(document);
        const Parse parse(document);
        REQUIRE(parse.root != nullptr);
        CHECK(parse.root->find("key")->value->text == text);
        CHECK(parse.root->find("list")->value->items.at(0)->text == text);
        CHECK(parse.root->find("key")->value->is_scalar());
    }
}
