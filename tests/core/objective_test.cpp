#include "core/objective.hpp"

#include <string>

#include "core/metric_names.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;
using Catch::Matchers::Contains;

namespace {

Objective objective(std::string_view text) {
    const auto parsed = parse_objective(text);
    INFO(text << ": " << parsed.problem);
    REQUIRE(parsed.value.has_value());
    return *parsed.value;
}

std::string problem(std::string_view text) {
    const auto parsed = parse_objective(text);
    CHECK_FALSE(parsed.value.has_value());
    return parsed.problem;
}

}  // namespace

TEST_CASE("An objective is a metric and a relation and a value in the metric's unit") {
    const Objective o = objective(" time_to_running.p95 < 20 min ");
    CHECK(o.text == "time_to_running.p95 < 20 min");
    CHECK(o.metric == "time_to_running");
    CHECK(o.statistic == "p95");
    CHECK(o.relation == Objective::Relation::less);
    CHECK(o.threshold == 1200.0);
    CHECK(objective("makespan.max <= 1 h").relation == Objective::Relation::less_equal);
    CHECK(objective("throughput > 10/min").relation == Objective::Relation::greater);
    CHECK(objective("throughput.p50>=1/s").relation == Objective::Relation::greater_equal);
}

TEST_CASE("Values of objectives are turned into the units of results") {
    CHECK(objective("failed_fraction < 1 %").threshold == 0.01);
    CHECK(objective("failed_fraction < 0.01").threshold == 0.01);
    CHECK_THAT(objective("throughput > 10/min").threshold, WithinRel(10.0, 1e-15));
    CHECK(objective("throughput > 1/s").threshold == 60.0);
    CHECK(objective("slowdown.p99 < 3.5").threshold == 3.5);
    CHECK(objective("peak_vms_per_replica.max <= 20").threshold == 20.0);
    CHECK(objective("replica_utilisation > 90 %").threshold == 0.9);
}

TEST_CASE("Without a statistic the mean is meant") {
    CHECK(objective("makespan < 1 h").statistic == "mean");
    CHECK(parse_metric_statistic("slowdown").value->to_string() == "slowdown.mean");
}

TEST_CASE("Metrics and statistics that do not exist are refused with those that do") {
    CHECK(problem("time_to_runing < 1 s") ==
          "unknown metric 'time_to_runing'; did you mean 'time_to_running'?");
    CHECK_THAT(problem("latency < 1 s"), Contains("known are: time_to_running, time_throttled"));
    CHECK_THAT(problem("time_to_running.p96 < 1 s"), Contains("known are: mean, p50, p90, p95, p99, max"));
    CHECK(problem("failed_fraction.p95 < 1 %") ==
          "unknown statistic 'p95' of failed_fraction; known are: mean");
}

TEST_CASE("What is no comparison is refused") {
    CHECK_THAT(problem("makespan"), Contains("expected a comparison"));
    CHECK_THAT(problem("makespan = 3 s"), Contains("one of < <= > >="));
    CHECK_THAT(problem("makespan == 3 s"), Contains("one of < <= > >="));
    CHECK_THAT(problem("makespan <> 3 s"), Contains("expected a time"));
    CHECK_THAT(problem("< 3 s"), Contains("unknown metric ''"));
    CHECK_THAT(problem("makespan <"), Contains("expected a time"));
    CHECK_THAT(problem("makespan < 3"), Contains("has no unit"));
    CHECK_THAT(problem("slowdown < 3 s"), Contains("number without unit"));
    CHECK_THAT(problem(""), Contains("expected a comparison"));
}
