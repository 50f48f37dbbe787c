#include "app/progress_bar.hpp"

#include <chrono>

#include "tests/support/catch.hpp"

using namespace gallerysim;
using std::chrono::seconds;

namespace {

analysis::ExperimentProgress progress(std::uint64_t done, std::uint64_t planned, std::size_t points = 1) {
    return {.points_done = points / 4, .points = points, .runs_done = done, .runs_planned = planned};
}

}  // namespace

TEST_CASE("The progress line shows runs and times and their rate") {
    CHECK(app::progress_line(progress(1240, 2480), seconds(12), 200) ==
          "[############------------] 50 %  1,240/2,480 runs  0:12, 0:12 left  103 runs/s");
    CHECK(app::progress_line(progress(1, 4, 8), seconds(3600), 200) ==
          "[######------------------] 25 %  1/4 runs  2/8 points  1:00:00, 3:00:00 left  0.00028 runs/s");
}

TEST_CASE("The progress line is fine before the first run and after the last") {
    CHECK(app::progress_line(progress(0, 0), seconds(0), 200) ==
          "[------------------------] 0 %  0/0 runs  0:00");
    CHECK(app::progress_line(progress(20, 20), seconds(1), 200) ==
          "[########################] 100 %  20/20 runs  0:01, 0:00 left  20 runs/s");
}

TEST_CASE("The progress line is cut to the width of the terminal") {
    CHECK(app::progress_line(progress(1, 2), seconds(1), 20) == "[############-------");
}
