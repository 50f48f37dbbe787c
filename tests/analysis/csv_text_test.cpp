#include "analysis/csv_text.hpp"

#include <limits>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"

using namespace gallerysim;
using namespace gallerysim::test;

namespace {

std::string seconds(std::int64_t nanoseconds) {
    analysis::CsvLine line;
    line.add(sim::SimTime::from_nanoseconds(nanoseconds));
    return line.text();
}

}  // namespace

TEST_CASE("Fields with commas and quotes and line ends come back as they were") {
    const std::vector<std::string> fields{"plain", "a,b", "say \"x\"", "two\nlines", "", "\"", "[1, 2]"};
    analysis::CsvLine line;
    for (const std::string& field : fields) line.add(std::string_view(field));
    CHECK(line.text().starts_with("plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",,"));
    CHECK(parse_csv(line.text()) == std::vector<std::vector<std::string>>{fields});
}

TEST_CASE("An empty first field still counts as a field") {
    analysis::CsvLine line;
    line.add_empty();
    line.add(std::uint64_t{7});
    CHECK(line.text() == ",7\n");
}

TEST_CASE("Numbers have every digit and are empty when they are not finite") {
    analysis::CsvLine line;
    line.add(0.1);
    line.add(2380.0);
    line.add(1.0 / 3.0);
    line.add(std::numeric_limits<double>::quiet_NaN());
    line.add(-std::numeric_limits<double>::infinity());
    line.add(std::uint64_t{18446744073709551615U});
    CHECK(line.text() == "0.1,2380,0.3333333333333333,,,18446744073709551615\n");
}

TEST_CASE("Times are exact to the nanosecond") {
    CHECK(seconds(2'380'000'000'000) == "2380\n");
    CHECK(seconds(12'000'000'001) == "12.000000001\n");
    CHECK(seconds(1'500'000'000) == "1.5\n");
    CHECK(seconds(-250'000'000) == "-0.25\n");
    CHECK(seconds(0) == "0\n");
}
