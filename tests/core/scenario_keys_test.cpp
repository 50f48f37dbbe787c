#include "core/scenario_keys.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/scenario_names.hpp"
#include "core/scenario_schema.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/key_tables.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

std::string load_text(const char* path) {
    std::ifstream stream(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / path, std::ios::binary);
    REQUIRE(stream.good());
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

/// The words of a choice, in order.
std::vector<std::string> words(Section section, std::string_view key) {
    std::vector<std::string> all(1);
    for (const char c : find_key(section, key)->choices) {
        if (c == ' ') {
            all.emplace_back();
        } else {
            all.back() += c;
        }
    }
    return all;
}

template <class Enum>
void check_words(Section section, std::string_view key) {
    const auto known = words(section, key);
    for (std::size_t i = 0; i < known.size(); ++i) CHECK(known[i] == to_string(static_cast<Enum>(i)));
}

}  // namespace

TEST_CASE("The documentation has the table of every section word for word") {
    const std::string docs = load_text("docs/scenario-format.md");
    for (const Section section : all_sections()) {
        const std::string table = key_table(section);
        INFO(table);
        CHECK(count_of(docs, table + "\n") == 1);
    }
}

TEST_CASE("The documentation has no table and no key that the reader does not know") {
    const std::string docs = load_text("docs/scenario-format.md");
    const std::string from_keys = docs.substr(docs.find("\n## Keys\n") + 1);
    const std::string keys = from_keys.substr(0, from_keys.find("\n## "));
    std::size_t rows = 0;
    for (const Section section : all_sections()) rows += keys_of(section).size();
    CHECK(count_of(keys, "\n### ") == all_sections().size());
    CHECK(count_of(keys, "\n| `") == rows);
}

TEST_CASE("The documentation lists every figure of the catalogue with its grade and source") {
    CHECK(count_of(load_text("docs/scenario-format.md"), figure_table() + "\n") == 1);
}

TEST_CASE("The JSON schema for editors is the one that the key table gives") {
    CHECK(load_text("scenarios/schema.json") == scenario_json_schema());
}

TEST_CASE("Keys are distinct within their section and sections end in values") {
    for (const Section section : all_sections()) {
        std::set<std::string_view> names;
        for (const KeyInfo& info : keys_of(section)) {
            INFO(title_of(section) << "." << info.key);
            CHECK(names.insert(info.key).second);
            CHECK(find_key(section, info.key) == &info);
            CHECK(info.meaning.ends_with('.'));
            CHECK_FALSE(info.fallback.empty());
            const bool has_child = info.kind == ValueKind::section || info.kind == ValueKind::named_list ||
                                   info.kind == ValueKind::named_map || info.kind == ValueKind::distribution;
            CHECK(has_child == (info.child != Section::none));
            CHECK((info.kind == ValueKind::choice) == !info.choices.empty());
        }
    }
    CHECK(find_key(Section::scenario, "nothing") == nullptr);
}

TEST_CASE("The words of choices stand in the order of their enumerations") {
    check_words<OsType>(Section::image, "os_type");
    check_words<OsType>(Section::boot_profile, "os_type");
    check_words<StorageType>(Section::target_region, "storage");
    check_words<Gallery::Permissions>(Section::sharing, "permissions");
    check_words<Routing>(Section::platform, "routing");
    check_words<OnTimeout>(Section::platform, "on_timeout");
    CHECK(words(Section::target_region, "storage").size() == kStorageTypes);
    for (std::size_t i = 0; i < kStorageTypes; ++i) {
        CHECK(keys_of(Section::storage_types)[i].key == to_string(static_cast<StorageType>(i)));
    }
}

TEST_CASE("The laws of times stand in the order of their enumeration") {
    using Kind = DistributionSpec::Kind;
    const std::map<std::string_view, Kind> kinds = {
        {"constant", Kind::constant},     {"uniform", Kind::uniform},     {"exponential", Kind::exponential},
        {"lognormal", Kind::lognormal},   {"gamma", Kind::gamma},         {"weibull", Kind::weibull},
        {"triangular", Kind::triangular}, {"empirical", Kind::empirical},
    };
    const auto keys = keys_of(Section::distribution);
    CHECK(keys.size() == kinds.size());
    for (std::size_t i = 0; i < keys.size(); ++i) CHECK(kinds.at(keys[i].key) == static_cast<Kind>(i));
}

TEST_CASE("A word is found only as a whole") {
    CHECK(contains_word("one two three", "two"));
    CHECK(contains_word("one", "one"));
    CHECK_FALSE(contains_word("one two", "tw"));
    CHECK_FALSE(contains_word("one two", ""));
    CHECK_FALSE(contains_word("", "one"));
}
