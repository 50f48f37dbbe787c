#include "sim/warm_up.hpp"

#include <vector>

#include "sim/random_stream.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim::sim;
using Catch::Matchers::WithinAbs;

namespace {

/// Ten 10s, then 1 and 2 in turn: batch means 10, 10, 1.4, 1.6, 1.4, ...
std::vector<double> settling() {
    std::vector<double> observations(10, 10.0);
    for (int i = 0; i < 20; ++i) observations.insert(observations.end(), {1.0, 2.0});
    return observations;
}

}  // namespace

TEST_CASE("MSER of a settling sequence is that of the reference vector") {
    const std::vector<double> mser = mser5(settling());
    REQUIRE(mser.size() == 10);
    CHECK_THAT(mser[0], WithinAbs(1.1568, 1e-12));
    CHECK_THAT(mser[1], WithinAbs(0.7938545953, 1e-10));
    CHECK_THAT(mser[2], WithinAbs(0.00125, 1e-12));
    CHECK_THAT(mser[3], WithinAbs(0.0013994169, 1e-10));
    CHECK(mser[9] == 0.0);
}

TEST_CASE("The cut leaves out just what settles") {
    const WarmUpCut cut = mser5_cut(settling());
    CHECK(cut.observations == 10);
    CHECK(cut.is_settled);
}

TEST_CASE("Observations that are all alike need no warm-up") {
    const WarmUpCut cut = mser5_cut(std::vector<double>(100, 3.0));
    CHECK(cut.observations == 0);
    CHECK(cut.is_settled);
}

TEST_CASE("A sequence that goes on rising does not settle") {
    std::vector<double> rising;
    for (int i = 0; i < 500; ++i) rising.push_back(i);
    const WarmUpCut cut = mser5_cut(rising);
    CHECK(cut.observations > 250);
    CHECK_FALSE(cut.is_settled);
}

TEST_CASE("Too few observations have no cut and do not count as settled") {
    CHECK(mser5_cut({}).observations == 0);
    CHECK_FALSE(mser5_cut({}).is_settled);
    CHECK_FALSE(mser5_cut(std::vector<double>(49, 1.0)).is_settled);
    CHECK(mser5_cut(std::vector<double>(50, 1.0)).is_settled);
}

// What does not fill a batch would weigh more than the others.
TEST_CASE("Observations beyond the last full batch are left aside") {
    std::vector<double> observations = settling();
    const std::vector<double> mser = mser5(observations);
    observations.insert(observations.end(), 4, 1000.0);
    CHECK(mser5(observations) == mser);
}

// AR(1) around 5 from 50 on: x(n+1) = 5 + 0.9 (x(n) - 5) + noise. After 60 steps the start weighs 0.08.
TEST_CASE("The cut of an autocorrelated sequence leaves the start out and keeps most of the rest") {
    RandomStream stream(StreamId{.seed = 7});
    double x = 50.0;
    std::vector<double> observations;
    for (int i = 0; i < 2000; ++i) {
        observations.push_back(x);
        x = 5.0 + 0.9 * (x - 5.0) + stream.uniform() - 0.5;
    }
    const WarmUpCut cut = mser5_cut(observations);
    CHECK(cut.observations >= 30);
    CHECK(cut.observations <= 200);
    CHECK(cut.is_settled);
}
