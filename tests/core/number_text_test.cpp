#include "core/number_text.hpp"

#include <limits>

#include "tests/support/catch.hpp"

using namespace gallerysim::core;

TEST_CASE("Numbers are decimal and finite") {
    CHECK(parse_number("1") == 1.0);
    CHECK(parse_number("+1.5") == 1.5);
    CHECK(parse_number("-.5") == -0.5);
    CHECK(parse_number("1.") == 1.0);
    CHECK(parse_number("2e3") == 2000.0);
    CHECK(parse_number("2E-3") == 0.002);
    CHECK(parse_number("0") == 0.0);
    CHECK(parse_number("0.5") == 0.5);
    for (const char* text : {"", ".", "e5", "1e", "0x10", "010", "00", "nan", ".nan", "inf", ".inf", "1,000",
                             "1_000", "1 000", "--1", "1e999", "five"}) {
        INFO(text);
        CHECK_FALSE(parse_number(text).has_value());
    }
}

TEST_CASE("Whole numbers fit or are refused") {
    CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE(parse_integer("9223372036854775808").has_value());
    CHECK(parse_unsigned("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
    CHECK_FALSE(parse_unsigned("-1").has_value());
    CHECK(parse_integer("+7") == 7);
    CHECK(parse_integer("0") == 0);
    for (const char* text : {"", "+", "-", "010", "1.0", "1e3", "0x10", "1 ", "one"}) {
        INFO(text);
        CHECK_FALSE(parse_integer(text).has_value());
    }
}

TEST_CASE("A number's text is plain where a reader can count its digits") {
    CHECK(number_text(0.0) == "0");
    CHECK(number_text(70'000.0) == "70000");
    CHECK(number_text(0.3) == "0.3");
    CHECK(number_text(-2.5) == "-2.5");
    CHECK(number_text(1e20) == "1e+20");
    CHECK(number_text(1e-9) == "1e-09");
}

TEST_CASE("The length of a number ends where its unit begins") {
    CHECK(number_length("30GiB") == 2);
    CHECK(number_length("1.5e3 s") == 5);
    CHECK(number_length("1 EB") == 1);
    CHECK(number_length("5e") == 1);
    CHECK(number_length("-3/s") == 2);
    CHECK(number_length("x3") == 0);
    CHECK(number_length("+") == 0);
}
