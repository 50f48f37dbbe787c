#include "core/sweep_values.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace gallerysim::core;
using Catch::Matchers::Contains;

namespace {

using Values = std::vector<std::string>;

Values values(std::string_view text) {
    auto parsed = parse_sweep_range(text);
    INFO(text << ": " << parsed.problem);
    REQUIRE(parsed.value.has_value());
    return *parsed.value;
}

std::string problem_with(std::string_view text) {
    const auto parsed = parse_sweep_range(text);
    CHECK_FALSE(parsed.value.has_value());
    return parsed.problem;
}

}  // namespace

TEST_CASE("A range counts by ones or by its step and contains both ends") {
    CHECK(values("1..4") == Values{"1", "2", "3", "4"});
    CHECK(values("20..80 step 20") == Values{"20", "40", "60", "80"});
    CHECK(values("1..8 step 3") == Values{"1", "4", "7"});
    CHECK(values("5..5") == Values{"5"});
    CHECK(values("-2..1") == Values{"-2", "-1", "0", "1"});
    CHECK(values(" 0 .. 2 ") == Values{"0", "1", "2"});
    CHECK(values("20..240 step 20").size() == 12);
}

TEST_CASE("Decimal steps are exact") {
    CHECK(values("0.1..0.5 step 0.1") == Values{"0.1", "0.2", "0.3", "0.4", "0.5"});
    CHECK(values("0.5..2 step 0.25") == Values{"0.5", "0.75", "1", "1.25", "1.5", "1.75", "2"});
    CHECK(values("-0.5..0.5 step 0.5") == Values{"-0.5", "0", "0.5"});
}

TEST_CASE("A unit stands behind all numbers or behind the last") {
    CHECK(values("5 min..15 min step 5 min") == Values{"5 min", "10 min", "15 min"});
    CHECK(values("5..15 min step 5") == Values{"5 min", "10 min", "15 min"});
    CHECK(values("100/s..300/s step 100/s") == Values{"100/s", "200/s", "300/s"});
    CHECK_THAT(problem_with("1 s..5 min"), Contains("the same unit"));
    CHECK_THAT(problem_with("1 s..5"), Contains("the same unit"));
    CHECK_THAT(problem_with("1..5 step 1 s"), Contains("the same unit"));
}

TEST_CASE("What is no range is refused") {
    for (const char* text : {"", "5", "1...", "..5", "1..", "a..b", "1..5 step", "1..5 step x", "010..12",
                             "1e3..2e3", "1..99999999999999999999", "random"}) {
        INFO(text);
        CHECK_THAT(problem_with(text), Contains("expected a range"));
    }
    CHECK_THAT(problem_with("5..1"), Contains("goes down"));
    CHECK_THAT(problem_with("1..5 step 0"), Contains("more than 0"));
    CHECK_THAT(problem_with("1..5 step -1"), Contains("more than 0"));
    CHECK_THAT(problem_with("1..1000000000"), Contains("more than 100000 values"));
    CHECK_THAT(problem_with("0..1 step 0.000000001"), Contains("more than 100000 values"));
}

TEST_CASE("Values in even steps are written as a range again") {
    for (const char* text : {"1..12", "20..240 step 20", "0.5..2 step 0.25", "5 min..15 min step 5 min",
                             "100/s..300/s step 100/s", "-2..2", "1..9 step 4"}) {
        INFO(text);
        CHECK(sweep_range_text(values(text)) == text);
    }
    CHECK(sweep_range_text(Values{"1", "2"}).empty());
    CHECK(sweep_range_text(Values{"1", "2", "4"}).empty());
    CHECK(sweep_range_text(Values{"random", "round_robin", "least_loaded"}).empty());
    CHECK(sweep_range_text(Values{"01", "2", "3"}).empty());
    CHECK(sweep_range_text({}).empty());
}
