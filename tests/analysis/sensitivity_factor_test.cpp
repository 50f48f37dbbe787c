#include "analysis/sensitivity_factor.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;
using namespace gallerysim::test;
using core::ValueKind;

namespace {

std::optional<FactorList> factors_with(const FactorOptions& options, core::Diagnostics& diagnostics,
                                       std::string_view text = kSmallScenario) {
    const auto source = source_of(text);
    return study_factors(source, scenario_of(source), options, diagnostics);
}

FactorList factors_of(const FactorOptions& options) {
    core::Diagnostics diagnostics;
    auto list = factors_with(options, diagnostics);
    INFO(diagnostics.render());
    REQUIRE(list.has_value());
    return *list;
}

const Factor& factor_at(const FactorList& list, const std::string& path) {
    const auto found = std::find_if(list.factors.begin(), list.factors.end(), [&](const Factor& f) { return f.path == path; });
    INFO(path);
    REQUIRE(found != list.factors.end());
    return *found;
}

std::string problems_of(const FactorOptions& options) {
    core::Diagnostics diagnostics;
    CHECK_FALSE(factors_with(options, diagnostics).has_value());
    return diagnostics.render(core::SourceLines::hide);
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("The factors are the assumed figures in force, each in its own unit") {
    const FactorList list = factors_of({});
    CHECK(factor_at(list, "platform.routing").choices.size() == 5);
    const Factor& mean = factor_at(list, "catalogue.boot_profiles.windows.cpu_time.lognormal.mean");
    CHECK(mean.kind == ValueKind::time);
    CHECK(mean.low == 45.0);
    CHECK(mean.high == 180.0);
    CHECK(factor_at(list, "catalogue.allocator.parallel").kind == ValueKind::integer);
    for (const Factor& f : list.factors) CHECK_FALSE(contains(f.path, "linux"));
    CHECK(std::any_of(list.held.begin(), list.held.end(),
                      [](const HeldFigure& h) { return h.path == "catalogue.allocator.capacity" && h.value == "null"; }));
}

TEST_CASE("A figure that the scenario gives is no longer a factor") {
    const auto source = with(source_of(kSmallScenario), {"platform.routing=round_robin", "catalogue.boot_profiles.windows.cpu_time=90 s"});
    core::Diagnostics diagnostics;
    const auto list = study_factors(source, scenario_of(source), {}, diagnostics);
    REQUIRE(list.has_value());
    for (const Factor& f : list->factors) {
        CHECK(f.path != "platform.routing");
        CHECK_FALSE(contains(f.path, "cpu_time"));
    }
}

TEST_CASE("A factor's values go from its low to its high end") {
    const Factor time{.path = "x", .kind = ValueKind::time, .low = 30.0, .high = 90.0, .reason = {}, .range = {}};
    CHECK(time.value_at(0.0) == "30 s");
    CHECK(time.value_at(0.5) == "1 min");
    CHECK(time.value_at(1.0) == "90 s");
    const Factor size{.path = "x", .kind = ValueKind::size, .low = 1024.0, .high = 1048576.0,
                      .scale = Factor::Scale::logarithmic, .reason = {}, .range = {}};
    CHECK(size.value_at(0.0) == "1 KiB");
    CHECK(size.value_at(0.5) == "32 KiB");
    CHECK(size.value_at(1.0) == "1 MiB");
    const Factor count{.path = "x", .kind = ValueKind::integer, .low = 1.0, .high = 4.0, .reason = {}, .range = {}};
    for (const auto& [u, value] : {std::pair{0.0, "1"}, {0.24, "1"}, {0.26, "2"}, {1.0 / 3.0, "2"}, {2.0 / 3.0, "3"}, {1.0, "4"}}) {
        CHECK(count.value_at(u) == value);
    }
    const Factor words{.path = "x", .choices = {"a", "b", "c"}, .reason = {}, .range = {}};
    for (const auto& [u, value] : {std::pair{0.0, "a"}, {0.34, "b"}, {0.5, "b"}, {0.99, "c"}, {1.0, "c"}}) {
        CHECK(words.value_at(u) == value);
    }
}

TEST_CASE("A range of the command line takes the place of an assumption's, or adds a factor") {
    const FactorList list = factors_of({.ranges = {"catalogue.allocator.parallel=10..20", "deployments.burst.vms=20..60",
                                                   "catalogue.boot_profiles.windows.reads=10000..100000 log",
                                                   "catalogue.boot_profiles.windows.cpu_time=1 min..2 min",
                                                   "platform.routing=random,round_robin",
                                                   "catalogue.allocator.capacity=100..200"},
                                        .only = {}});
    CHECK(factor_at(list, "catalogue.allocator.parallel").high == 20.0);
    CHECK(factor_at(list, "catalogue.allocator.parallel").scale == Factor::Scale::linear);
    CHECK(factor_at(list, "deployments.burst.vms").kind == ValueKind::integer);
    CHECK(factor_at(list, "catalogue.boot_profiles.windows.reads").scale == Factor::Scale::logarithmic);
    CHECK(factor_at(list, "platform.routing").choices.size() == 2);
    CHECK(factor_at(list, "catalogue.boot_profiles.windows.cpu_time").value_at(0.0) == "1 min");
    for (const Factor& f : list.factors) CHECK_FALSE(contains(f.path, "cpu_time.lognormal"));
    for (const HeldFigure& h : list.held) CHECK(h.path != "catalogue.allocator.capacity");
}

TEST_CASE("Only the named keys are factors") {
    const FactorList list =
        factors_of({.ranges = {"deployments.burst.vms=20..60"}, .only = {"platform", "catalogue.allocator", "deployments.burst"}});
    for (const Factor& f : list.factors) {
        CHECK((f.path.starts_with("platform.") || f.path.starts_with("catalogue.allocator.") || f.path == "deployments.burst.vms"));
    }
    CHECK(list.factors.size() == 5);
}

TEST_CASE("What is wrong with ranges is said, all of it at once") {
    const std::string problems = problems_of({.ranges = {"catalogue.allocator.parallel=20..10", "catalogue.allocator.parallel=a..b",
                                                         "platform.rooting=a,b", "platform.routing=1..2", "deployments.burst.vms=5",
                                                         "catalogue.allocator.placement_time=1..5",
                                                         "catalogue.storage.Standard_LRS.contention=0..1 log", "nonsense",
                                                         "platform=1..2", "platform.routing=random,random"},
                                              .only = {"catalogue.alocator"}});
    for (const char* part :
         {"20 is not less than 10", "expected a whole number, found 'a'", "routing", "no numbers between", "expected LOW..HIGH, or choices",
          "placement_time", "begins above 0", "key=value", "no value that could be varied", "two or more different",
          "no assumed figure in force and no --range"}) {
        INFO(part);
        CHECK(contains(problems, part));
    }
}

TEST_CASE("The settings of a point can be read at every corner of the ranges") {
    const auto source = source_of(kSmallScenario);
    const FactorList list = factors_of({});
    for (const double u : {0.0, 0.5, 1.0}) {
        core::Diagnostics diagnostics;
        const std::vector<double> point(list.factors.size(), u);
        CHECK(source.read_point(settings_at(list.factors, point), diagnostics).has_value());
        INFO(diagnostics.render());
        CHECK_FALSE(diagnostics.has_errors());
    }
}
