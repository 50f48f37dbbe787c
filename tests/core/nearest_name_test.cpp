#include "core/nearest_name.hpp"

#include <array>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"

using namespace gallerysim::core;

namespace {

constexpr std::array<std::string_view, 5> kKnownNames = {"replicas", "storage", "exclude_from_latest", "name",
                                                    "round_robin"};

}  // namespace

TEST_CASE("One wrong letter in three still finds the name") {
    CHECK(nearest_name("replica", kKnownNames) == "replicas");
    CHECK(nearest_name("replcias", kKnownNames) == "replicas");
    CHECK(nearest_name("sotrage", kKnownNames) == "storage");
    CHECK(nearest_name("nmae", kKnownNames) == "name");
}

TEST_CASE("Case and separators do not count") {
    CHECK(nearest_name("excludeFromLatest", kKnownNames) == "exclude_from_latest");
    CHECK(nearest_name("Round-Robin", kKnownNames) == "round_robin");
    CHECK(nearest_name("NAME", kKnownNames) == "name");
}

TEST_CASE("What is like nothing is not guessed") {
    CHECK_FALSE(nearest_name("zebra", kKnownNames).has_value());
    CHECK_FALSE(nearest_name("", kKnownNames).has_value());
    CHECK_FALSE(nearest_name("x", {}).has_value());
}

TEST_CASE("The nearest of several similar names is taken") {
    constexpr std::array<std::string_view, 3> kRegions = {"westus", "westus2", "westus3"};
    CHECK(nearest_name("westus2x", kRegions) == "westus2");
    CHECK(nearest_name("westu", kRegions) == "westus");
}

TEST_CASE("A suggestion names the nearest or else what is known") {
    CHECK(suggestion("replica", kKnownNames) == "; did you mean 'replicas'?");
    CHECK(suggestion("zebra", kKnownNames) ==
          "; known are: replicas, storage, exclude_from_latest, name, round_robin");
    CHECK(suggestion("zebra", {}).empty());
    const std::vector<std::string_view> many(40, "abcdefgh");
    CHECK(suggestion("zebra", many).ends_with("abcdefgh, ..."));
}
