#include "core/sweep_points.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/quantity.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::string_view kSweepAxes = R"(experiment:
  sweep:
    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: "1..3" }
    vms: { set: deployments.burst.vms, to: [20, 40, 60] }
)";

std::string design_of(std::string_view design) { return std::string(kSmallScenario) + std::string(kSweepAxes) + "  design: " + std::string(design) + "\n"; }

std::vector<SweepPoint> points_of(const std::string& text) {
    const Scenario scenario = scenario_of(text);
    Diagnostics diagnostics;
    auto points = sweep_points(scenario.experiment, scenario.seed, diagnostics);
    INFO(diagnostics.render());
    CHECK(diagnostics.empty());
    return points;
}

using PointValues = std::vector<std::vector<std::string>>;

PointValues values_of(const std::vector<SweepPoint>& points) {
    PointValues values;
    for (const SweepPoint& point : points) values.push_back(point.values);
    return values;
}

std::vector<std::uint64_t> numbers_of(const std::vector<SweepPoint>& points) {
    std::vector<std::uint64_t> numbers;
    for (const SweepPoint& point : points) numbers.push_back(point.number);
    return numbers;
}

std::string sweep_problems(const std::string& text) {
    Diagnostics diagnostics;
    static_cast<void>(source_of(text).read(diagnostics));
    return diagnostics.render(SourceLines::hide);
}

/// A Latin hypercube of n points over replicas 1..12, three routings, and a time between 5 and 60 min.
std::string hypercube(int n, int seed) {
    return std::string(kSmallScenario) + "experiment:\n  sweep:\n"
           "    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas, to: 1..12 }\n"
           "    routing: { set: platform.routing, to: [random, round_robin, least_loaded] }\n"
           "    at: { set: deployments.burst.at, to: 5 min..60 min }\n"
           "  design: { kind: latin_hypercube, samples: " + std::to_string(n) + " }\nseed: " + std::to_string(seed) + "\n";
}

std::vector<SweepPoint> hypercube_points(int n, int seed = 1) {
    std::string text = hypercube(n, seed);
    text.erase(text.find("seed: 7\n"), 8);
    return points_of(text);
}

}  // namespace

TEST_CASE("Zipped axes give their first values and their second and so on") {
    CHECK(values_of(points_of(design_of("{ kind: zip }"))) == PointValues{{"1", "20"}, {"2", "40"}, {"3", "60"}});
}

TEST_CASE("Listed points are those that are listed and are content of the scenario like a zip") {
    const std::string axes = std::string(kSmallScenario) + R"(experiment:
  sweep:
    replicas: { set: galleries.prod.win2022.1.0.0.westeurope.replicas }
    vms: { set: deployments.burst.vms }
  design:
    kind: list
    points:
      - { replicas: 1, vms: 20 }
      - { vms: 40, replicas: 2 }
      - { replicas: 3, vms: 60 }
)";
    CHECK(values_of(points_of(axes)) == PointValues{{"1", "20"}, {"2", "40"}, {"3", "60"}});
    CHECK(scenario_of(axes).experiment == scenario_of(design_of("{ kind: zip }")).experiment);
}

TEST_CASE("A constraint leaves points out and the others keep their numbers") {
    const auto points = points_of(design_of("{ constraint: vms <= 20 * replicas }"));
    CHECK(values_of(points) == PointValues{{"1", "20"}, {"2", "20"}, {"2", "40"}, {"3", "20"}, {"3", "40"}, {"3", "60"}});
    CHECK(numbers_of(points) == std::vector<std::uint64_t>{0, 3, 4, 6, 7, 8});
}

TEST_CASE("Of several constraints all must hold") {
    CHECK(numbers_of(points_of(design_of("{ constraint: [vms <= 20 * replicas, vms > 20] }"))) ==
          std::vector<std::uint64_t>{4, 7, 8});
}

TEST_CASE("A constraint that leaves no point or has no meaning is told with its place") {
    const auto problem = [](const std::string& design) {
        const Scenario scenario = scenario_of(design_of(design));
        Diagnostics diagnostics;
        static_cast<void>(sweep_points(scenario.experiment, scenario.seed, diagnostics));
        CHECK(diagnostics.errors() == 1);
        return diagnostics.render(SourceLines::hide);
    };
    CHECK_THAT(problem("{ constraint: vms > 60 }"),
               Contains("scenario.yaml:22:25: error: experiment.design.constraint: 'vms > 60' leaves no point"));
    CHECK_THAT(problem("{ constraint: vms > 1 min }"),
               Contains("different dimensions (at the point replicas = 1, vms = 20)"));
}

// McKay, Beckman, Conover (1979): each of n equally wide parts of each axis holds just one point.
TEST_CASE("Every part of every axis of a Latin hypercube holds just one point") {
    for (const int n : {2, 6, 12, 100}) {
        const auto points = hypercube_points(n);
        REQUIRE(points.size() == static_cast<std::size_t>(n));
        std::set<int> parts_of_time;
        std::map<std::string, int> replicas;
        std::map<std::string, int> routings;
        for (const SweepPoint& point : points) {
            const double minutes = parse_time(point.values[2]).value.value().seconds() / 60.0;
            parts_of_time.insert(static_cast<int>((minutes - 5.0) / 55.0001 * n));
            ++replicas[point.values[0]];
            ++routings[point.values[1]];
        }
        INFO(n << " points");
        CHECK(parts_of_time.size() == static_cast<std::size_t>(n));
        for (const auto& [value, count] : replicas) {
            CHECK(count >= n / 12);
            CHECK(count <= (n + 11) / 12);
        }
        for (const auto& [value, count] : routings) {
            CHECK(count >= n / 3);
            CHECK(count <= (n + 2) / 3);
        }
        if (n >= 12) CHECK(replicas.size() == 12);
    }
}

TEST_CASE("A Latin hypercube follows from the seed") {
    CHECK(values_of(hypercube_points(20, 1)) == values_of(hypercube_points(20, 1)));
    CHECK(values_of(hypercube_points(20, 1)) != values_of(hypercube_points(20, 2)));
}

// Independent orders of the parts: the correlation of two axes has a standard deviation of 1 / sqrt(999), so beyond
// 0.13 in 4 of 100,000 seeds.
TEST_CASE("The axes of a Latin hypercube are not aligned") {
    double sum = 0.0;
    const auto points = hypercube_points(1000);
    for (const SweepPoint& point : points) {
        const double time = (parse_time(point.values[2]).value.value().seconds() - 1950.0) / (3300.0 / std::sqrt(12.0));
        const double replicas = (std::stod(point.values[0]) - 6.5) / std::sqrt(143.0 / 12.0);
        sum += time * replicas / 1000.0;
    }
    CHECK(std::abs(sum) < 0.13);
}

TEST_CASE("A scenario without a sweep is one point without values") {
    const auto points = points_of(std::string(kSmallScenario));
    REQUIRE(points.size() == 1);
    CHECK(points[0].number == 0);
    CHECK(points[0].values.empty());
}

// A value alone may make no sense where points are made of several.
TEST_CASE("Values of designs other than a plain grid are not tried one by one") {
    CHECK(sweep_problems(std::string(kSmallScenario) + R"(experiment:
  sweep:
    size: { set: galleries.prod.win2022.1.0.0.os_disk.size, to: [10 GiB, 127 GiB] }
    used: { set: galleries.prod.win2022.1.0.0.os_disk.occupied, to: [5 GiB, 30 GiB] }
  design: { constraint: used <= size }
)") == "");
}
