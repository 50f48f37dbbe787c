#include "analysis/human_text.hpp"

#include <limits>

#include "tests/support/catch.hpp"

using namespace gallerysim::analysis;
using gallerysim::core::MetricUnit;

namespace {

constexpr double kForever = std::numeric_limits<double>::infinity();
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("Numbers have three significant digits and whole ones all of theirs") {
    CHECK(short_number(0.0) == "0");
    CHECK(short_number(0.000123456) == "0.00012");
    CHECK(short_number(0.4) == "0.400");
    CHECK(short_number(0.99949) == "0.999");
    CHECK(short_number(0.99951) == "1.00");
    CHECK(short_number(9.996) == "10.0");
    CHECK(short_number(41.26) == "41.3");
    CHECK(short_number(99.96) == "100");
    CHECK(short_number(1234.4) == "1234");
    CHECK(short_number(26.0) == "26");
    CHECK(short_number(-3.14159) == "-3.14");
    CHECK(short_number(kNoNumber) == "-");
}

TEST_CASE("Counts have a comma after every third digit from the right") {
    CHECK(count_text(0) == "0");
    CHECK(count_text(999) == "999");
    CHECK(count_text(1000) == "1,000");
    CHECK(count_text(1234567) == "1,234,567");
    CHECK(count_text(1, "run", "runs") == "1 run");
    CHECK(count_text(0, "run", "runs") == "0 runs");
}

TEST_CASE("Only 0 and 1 themselves are written as 0 and 100 per cent") {
    CHECK(percent_number(0.0) == "0");
    CHECK(percent_number(1.0) == "100");
    CHECK(percent_number(0.982) == "98.2");
    CHECK(percent_number(0.5) == "50.0");
    CHECK(percent_number(0.0123) == "1.2");
    CHECK(percent_number(0.00123) == "0.12");
    CHECK(percent_number(0.99877) == "99.88");
    CHECK(percent_number(0.999999) == ">99.999");
    CHECK(percent_number(1e-9) == "<0.001");
    CHECK(percent_number(1.0 - 1e-9) == ">99.999");
}

TEST_CASE("Times are written in the unit that suits them") {
    CHECK(value_text(90.0, display_unit(MetricUnit::seconds, 90.0)) == "90 s");
    CHECK(value_text(2478.0, display_unit(MetricUnit::seconds, 2478.0)) == "41.3 min");
    CHECK(value_text(18000.0, display_unit(MetricUnit::seconds, 18000.0)) == "5 h");
    CHECK(value_text(0.87, display_unit(MetricUnit::fraction, 0.87)) == "87.0 %");
    CHECK(value_text(kNoNumber, display_unit(MetricUnit::seconds, kNoNumber)) == "-");
    CHECK(value_text(25.83, display_unit(MetricUnit::vms, 25.83)) == "25.8");
}

TEST_CASE("An interval says which of its ends is known") {
    const DisplayUnit unit = display_unit(MetricUnit::seconds, 600.0);
    CHECK(interval_text({600, 570, 636}, unit) == "9.50 to 10.6");
    CHECK(interval_text({600, 570, kForever}, unit) == "at least 9.50");
    CHECK(interval_text({600, -kForever, 636}, unit) == "at most 10.6");
    CHECK(interval_text({600, -kForever, kForever}, unit).empty());
    CHECK(interval_text({600, 600, 600}, unit).empty());
    CHECK(interval_text({kNoNumber, 0, 1}, unit).empty());
}
