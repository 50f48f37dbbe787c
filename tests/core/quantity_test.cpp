#include "core/quantity.hpp"

#include <cmath>
#include <cstdint>
#include <string>

#include "core/number_text.hpp"
#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using namespace gallerysim::core;
using Catch::Matchers::Contains;

namespace {

sim::SimTime time_of(const std::string& text) {
    const auto parsed = parse_time(text);
    INFO(text << ": " << parsed.problem);
    REQUIRE(parsed.value.has_value());
    return *parsed.value;
}

double size_of(const std::string& text) {
    const auto parsed = parse_size(text);
    INFO(text << ": " << parsed.problem);
    REQUIRE(parsed.value.has_value());
    return parsed.value->value;
}

}  // namespace

TEST_CASE("Times are read to the nanosecond in all their units") {
    CHECK(time_of("0 s") == sim::SimTime::zero());
    CHECK(time_of("250 ms") == sim::milliseconds(250));
    CHECK(time_of("90s") == sim::seconds(90));
    CHECK(time_of("1.5 min") == sim::seconds(90));
    CHECK(time_of("20 min") == sim::minutes(20));
    CHECK(time_of(" 2 h ") == sim::hours(2));
    CHECK(time_of("1 d") == sim::hours(24));
    CHECK(time_of("7 us") == sim::SimTime::from_nanoseconds(7'000));
    CHECK(time_of("9007199254740993 ns") == sim::SimTime::from_nanoseconds(9'007'199'254'740'993));
    CHECK(time_of("-5 s") == sim::seconds(-5));
}

TEST_CASE("A time may be written with several units from large to small") {
    CHECK(time_of("1 h 30 min") == sim::minutes(90));
    CHECK(time_of("1h 30min 5s") == sim::seconds(5405));
    CHECK(time_of("-1 h 30 min") == sim::minutes(-90));
    CHECK_FALSE(parse_time("30 min 1 h").value.has_value());
    CHECK_FALSE(parse_time("1 h 1 h").value.has_value());
    CHECK_FALSE(parse_time("1 h -30 min").value.has_value());
}

TEST_CASE("Decimal and binary units of size differ") {
    CHECK(size_of("127 GB") == 127e9);
    CHECK(size_of("127 GiB") == 127.0 * 1024.0 * 1024.0 * 1024.0);
    CHECK(size_of("1 KB") == 1000.0);
    CHECK(size_of("1 kB") == 1000.0);
    CHECK(size_of("1.5 KiB") == 1536.0);
    CHECK(size_of("3 B") == 3.0);
}

TEST_CASE("Rates are per second whatever they are written per") {
    CHECK(parse_rate("500/s").value == PerSecond{500.0});
    CHECK(parse_rate("10/min").value == PerSecond{10.0 / 60.0});
    CHECK(parse_rate("36 /h").value == PerSecond{0.01});
    CHECK(parse_byte_rate("60 MiB/s").value == BytesPerSecond{60.0 * 1024.0 * 1024.0});
    CHECK(parse_byte_rate("100 MB/s").value == BytesPerSecond{1e8});
    CHECK(parse_byte_rate("8 Mbit/s").value == BytesPerSecond{1e6});
}

TEST_CASE("A percentage is the same number as the decimal fraction") {
    CHECK(parse_fraction("5 %").value == 0.05);
    CHECK(parse_fraction("7%").value == 0.07);
    CHECK(parse_fraction("99.99 %").value == 0.9999);
    CHECK(parse_fraction("0.05").value == 0.05);
}

TEST_CASE("A number without unit is refused with the unit to write") {
    CHECK_THAT(parse_size("30").problem, Contains("'30' has no unit; write for example '30 GiB'"));
    CHECK_THAT(parse_time("20").problem, Contains("'20' has no unit; write for example '20 s'"));
    CHECK_THAT(parse_rate("500").problem, Contains("write for example '500/s'"));
    CHECK_THAT(parse_byte_rate("60").problem, Contains("write for example '60 MiB/s'"));
    CHECK_THAT(parse_time("0").problem, Contains("has no unit"));
}

TEST_CASE("A unit of another kind is refused with what was expected") {
    CHECK(parse_time("30 GiB").problem ==
          "expected a time such as '30 s' or '20 min', but '30 GiB' is a size");
    CHECK(parse_size("30 GiB/s").problem ==
          "expected a size such as '30 GiB', but '30 GiB/s' is a rate of bytes");
    CHECK(parse_rate("5 %").problem ==
          "expected a rate such as '500/s' or '10/min', but '5 %' is a fraction");
}

TEST_CASE("A misspelt unit is answered with the right one") {
    CHECK_THAT(parse_time("20 minutes").problem, Contains("did you mean 'min'?"));
    CHECK_THAT(parse_time("20 m").problem, Contains("did you mean 'min'?"));
    CHECK_THAT(parse_time("20 sec").problem, Contains("did you mean 's'?"));
    CHECK_THAT(parse_size("30 gib").problem, Contains("did you mean 'GiB'?"));
    CHECK_THAT(parse_size("30 G").problem, Contains("did you mean 'GiB'?"));
    CHECK_THAT(parse_rate("500 IOPS").problem, Contains("did you mean '/s'?"));
    CHECK_THAT(parse_size("30 parsec").problem, Contains("one of: TiB, GiB, MiB, KiB, TB, GB, MB, kB, B"));
}

TEST_CASE("What is no quantity is refused") {
    for (const char* text : {"", " ", "s", "min 20", "nan s", "inf s", "0x10 s", "1e999 s", "--1 s", "1..2 s",
                             "300 y", "20 min and more", "400 d 400 d", "999999 d"}) {
        INFO(text);
        CHECK_FALSE(parse_time(text).value.has_value());
        CHECK_FALSE(parse_time(text).problem.empty());
    }
    CHECK_THAT(parse_time("010 s").problem, Contains("begins with a zero"));
    CHECK_THAT(parse_size("007 GiB").problem, Contains("begins with a zero"));
    CHECK_FALSE(parse_size("1e999 GiB").value.has_value());
    CHECK_FALSE(parse_size("1 GiB 5 MiB").value.has_value());
    CHECK_FALSE(parse_fraction("five %").value.has_value());
}

TEST_CASE("Quantities are written as people write them") {
    CHECK(to_text(sim::seconds(90)) == "90 s");
    CHECK(to_text(sim::minutes(90)) == "90 min");
    CHECK(to_text(sim::hours(48)) == "2 d");
    CHECK(to_text(sim::SimTime::zero()) == "0 s");
    CHECK(to_text(sim::SimTime::from_nanoseconds(1'500'000'001)) == "1500000001 ns");
    CHECK(to_text(Bytes{100e6}) == "100 MB");
    CHECK(to_text(Bytes{127.0 * kGiB}) == "127 GiB");
    CHECK(to_text(Bytes{2048.0 * kGiB}) == "2 TiB");
    CHECK(to_text(Bytes{0.0}) == "0 B");
    CHECK(to_text(BytesPerSecond{60.0 * kMiB}) == "60 MiB/s");
    CHECK(to_text(BytesPerSecond{100e6}) == "100 MB/s");
    CHECK(to_text(PerSecond{500.0}) == "500/s");
    CHECK(to_text(PerSecond{10.0 / 60.0}) == "10/min");
    CHECK(fraction_text(0.05) == "5 %");
    CHECK(fraction_text(0.9999) == "99.99 %");
    CHECK(fraction_text(1.0) == "100 %");
    CHECK(fraction_text(1.0 / 3.0) == "0.3333333333333333");
}

TEST_CASE("Every quantity reads back as exactly the value that was written") {
    sim::RandomStream stream({.seed = 20250731});
    for (int i = 0; i < 20'000; ++i) {
        // All magnitudes, some round in a unit and some with all digits.
        const double magnitude = std::exp(40.0 * stream.uniform() - 5.0);
        const double value = i % 2 == 0 ? magnitude : std::floor(magnitude) + 1.0;
        INFO("value " << number_text(value));
        REQUIRE(parse_size(to_text(Bytes{value})).value == Bytes{value});
        REQUIRE(parse_byte_rate(to_text(BytesPerSecond{value})).value == BytesPerSecond{value});
        REQUIRE(parse_rate(to_text(PerSecond{value})).value == PerSecond{value});
        REQUIRE(parse_rate(to_text(PerSecond{value / 60.0})).value == PerSecond{value / 60.0});
        const double part = stream.uniform();
        REQUIRE(parse_fraction(fraction_text(part)).value == part);
        const auto time = sim::SimTime::from_nanoseconds(static_cast<std::int64_t>(magnitude));
        REQUIRE(parse_time(to_text(time)).value == time);
    }
}
