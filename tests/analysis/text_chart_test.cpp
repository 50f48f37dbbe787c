#include "analysis/text_chart.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "analysis/text_table.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim::analysis;

namespace {

std::vector<std::string> lines_of_text(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

}  // namespace

TEST_CASE("A chart has its points at their places between the ticks of both axes") {
    TextChart chart;
    chart.title = "y, min";
    chart.x_title = "x";
    chart.height = 5;
    chart.series = {{"first", {{0.0, 0.0}, {10.0, 20.0}}}, {"second", {{5.0, 10.0}, {10.0, 0.0}}}};
    // Five lines from 20 down to 0, and 21 columns: 10 units along are 20 columns, so x = 5 is in the eleventh.
    CHECK(text_chart(chart, 26) ==
          "y, min\n"
          "20 +                    o\n"
          "15 +\n"
          "10 +          x\n"
          " 5 +\n"
          " 0 +o                   x\n"
          "   +---------------------\n"
          "    0         5        10\n"
          "              x\n"
          "o first; x second\n");
}

TEST_CASE("On a logarithmic axis equal ratios are equal distances, and what is not positive is left out") {
    TextChart chart;
    chart.x_scale = chart.y_scale = TextChart::Scale::logarithmic;
    chart.height = 3;
    chart.series = {{"", {{1.0, 1.0}, {10.0, 10.0}, {100.0, 100.0}, {0.0, 5.0}, {5.0, -1.0}, {5.0, NAN}}}};
    const auto lines = lines_of_text(text_chart(chart, 27));
    REQUIRE(lines.size() >= 6);
    CHECK(lines[1] == "100 +                    o");
    CHECK(lines[2] == " 10 +          o");
    CHECK(lines[3] == "  1 +o");
}

TEST_CASE("Where marks fall on one place the first series is drawn, above a level line") {
    TextChart chart;
    chart.height = 3;
    chart.guide = 1.0;
    chart.guide_name = "limit";
    chart.series = {{"a", {{1.0, 1.0}}}, {"b", {{1.0, 1.0}, {2.0, 2.0}}}};
    const auto lines = lines_of_text(text_chart(chart, 26));
    CHECK(lines[1].back() == 'x');
    CHECK(lines[2].find("-o-") != std::string::npos);
    CHECK(lines.back() == "o a; x b; - limit");
}

TEST_CASE("A chart is as wide as asked for and has room for more series than marks") {
    TextChart chart;
    chart.title = "many";
    for (int s = 0; s < 70; ++s) chart.series.push_back({"s" + std::to_string(s), {{1.0 + s, 123'456.0 * s}}});
    for (const std::size_t width : {40U, 72U, 100U}) {
        for (const std::string& line : lines_of_text(text_chart(chart, width))) {
            INFO(line);
            CHECK(display_width(line) <= width);
        }
    }
}

TEST_CASE("A single point, equal values and no point make charts or none, never a division by zero") {
    TextChart chart;
    CHECK(text_chart(chart, 60).empty());
    chart.series = {{"", {{NAN, 1.0}}}};
    CHECK(text_chart(chart, 60).empty());
    for (const auto scale : {TextChart::Scale::linear, TextChart::Scale::logarithmic}) {
        for (const double value : {1.0, 3.0, 1e-9, 1e12}) {
            chart.x_scale = chart.y_scale = scale;
            chart.series = {{"", {{value, value}, {value, value}}}};
            CHECK(text_chart(chart, 60).find('o') != std::string::npos);
        }
    }
}
