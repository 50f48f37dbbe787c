#include "analysis/throughput_scaling.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;

namespace {

SweepGrid grid_of(const std::string& sweep) {
    const auto source = with(source_of(kSmallScenario), {"experiment.sweep=" + sweep});
    core::Diagnostics diagnostics;
    auto grid = expand_sweep(source, scenario_of(source), diagnostics);
    INFO(diagnostics.render());
    REQUIRE(grid.has_value());
    return *grid;
}

std::vector<PointResult> results_with(const std::vector<double>& throughputs) {
    std::vector<PointResult> results(throughputs.size());
    for (std::size_t i = 0; i < throughputs.size(); ++i) {
        auto& metric = results[i].metrics[static_cast<std::size_t>(core::Metric::throughput)];
        metric.statistics[static_cast<std::size_t>(core::Statistic::mean)] = {throughputs[i], throughputs[i], throughputs[i]};
    }
    return results;
}

const std::string kReplicaCounts =
    "replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: ";

}  // namespace

TEST_CASE("Throughput over the numbers of an axis is fitted by all three laws") {
    // Half a VM a minute for each replica up to six replicas, nothing more beyond.
    const SweepGrid grid = grid_of("{ " + kReplicaCounts + "[1, 2, 4, 5, 8, 10, 3] } }");
    const auto fits = throughput_scaling(grid, results_with({0.5, 1.0, 2.0, 2.5, 3.0, 3.0, 1.5}));
    REQUIRE(fits.size() == 1);
    const ThroughputScaling& fit = fits.front();
    CHECK(fit.axis == "replicas");
    CHECK(fit.others.empty());
    CHECK(fit.x == std::vector<double>{1, 2, 3, 4, 5, 8, 10});
    CHECK(fit.y == std::vector<double>{0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.0});
    REQUIRE(fit.knee.why_not.empty());
    CHECK_THAT(fit.knee.knee.value, WithinRel(6.0, 1e-9));
    CHECK_THAT(fit.knee.slope_before, WithinRel(0.5, 1e-9));
    CHECK(fit.usl.why_not.empty());
    // k = (5 * 0.5 + 3 / 8 + 3 / 10) / 7, too low for five points and too high for two: 2 of 21 orders of signs are so.
    const double k = (2.5 + 0.375 + 0.3) / 7.0;
    CHECK_THAT(fit.linear.k.value, WithinRel(k, 1e-12));
    CHECK_THAT(fit.linear.quality.largest_relative_residual, WithinRel(1.0 - 0.3 / k, 1e-9));
    CHECK_THAT(fit.linear.quality.runs_test_p, WithinRel(2.0 / 21.0, 1e-9));
    const std::string text = scaling_text(fits);
    CHECK(text.find("throughput over replicas, 7 points") != std::string::npos);
    CHECK(text.find("knee    at 6") != std::string::npos);
}

TEST_CASE("Each combination of the other axes has fits of its own and words are no numbers") {
    const SweepGrid grid = grid_of("{ " + kReplicaCounts + "[1, 2, 3] }, routing: { set: platform.routing, to: [random, round_robin] } }");
    const double kNone = std::numeric_limits<double>::quiet_NaN();
    const auto fits = throughput_scaling(grid, results_with({kNone, 2, kNone, 4, 3, 6}));
    REQUIRE(fits.size() == 2);
    CHECK(fits[0].others == "routing = random");
    CHECK(fits[0].left_out == 2);
    CHECK(std::isnan(fits[0].linear.k.value));
    CHECK(fits[0].usl.why_not == "three coefficients need at least four different points");
    CHECK(fits[1].others == "routing = round_robin");
    CHECK_THAT(fits[1].linear.k.value, WithinRel(2.0, 1e-12));
    CHECK(fits[1].usl.why_not == "three coefficients need at least four different points");
    CHECK(fits[1].knee.why_not == "two lines that meet need at least five different points");
    CHECK(scaling_text(fits).empty());  // three points are too few to be worth lines of text
}

TEST_CASE("A sweep over too few numbers or over none has no fits") {
    CHECK(throughput_scaling(grid_of("{ " + kReplicaCounts + "[1, 2] } }"), results_with({1, 2})).empty());
    CHECK(throughput_scaling(grid_of("{ routing: { set: platform.routing, to: [random, round_robin] } }"), results_with({1, 2}))
              .empty());
    CHECK(scaling_text({}).empty());
}
