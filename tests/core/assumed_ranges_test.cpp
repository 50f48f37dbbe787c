#include "core/assumed_ranges.hpp"

#include <algorithm>
#include <string>

#include "core/catalogue_lines.hpp"
#include "core/key_path.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_text.hpp"

using namespace gallerysim::core;
using namespace gallerysim::test;

namespace {

/// What reading the scenario with this value says.
std::string problems_at(const ScenarioSource& source, const std::string& path, const std::string& value) {
    Diagnostics diagnostics;
    const std::vector<Setting> settings{{path, value, "range"}};
    static_cast<void>(source.read_point(settings, diagnostics));
    return diagnostics.has_errors() ? diagnostics.render() : std::string();
}

/// The ranges of a figure are there, can be set in this scenario, and hold what is assumed.
void check_ranges(const ScenarioSource& source, const AssumedFigure& figure) {
    INFO(figure.path);
    const auto ranges = assumed_ranges(figure);
    REQUIRE_FALSE(ranges.empty());  // else: add a row to core/assumed_ranges.cpp
    for (const AssumedRange& range : ranges) {
        INFO(range.path);
        CHECK_FALSE(range.reason.empty());
        CHECK((range.path == figure.path || range.path.starts_with(figure.path + '.')));
        if (range.is_held()) continue;
        CHECK(key_at_path(source.root(), range.path) != nullptr);
        if (!range.choices.empty()) {
            CHECK(range.choices.size() > 1);
            CHECK(std::find(range.choices.begin(), range.choices.end(), figure.value) != range.choices.end());
            for (const std::string& choice : range.choices) CHECK(problems_at(source, range.path, choice).empty());
            continue;
        }
        CHECK(problems_at(source, range.path, range.low).empty());
        CHECK(problems_at(source, range.path, range.high).empty());
    }
}

}  // namespace

TEST_CASE("Every assumed figure of every shipped scenario has a range that can be set", "[scenario]") {
    for (const auto& file : shipped_scenarios()) {
        INFO(file.string());
        Diagnostics diagnostics;
        const auto source = ScenarioSource::load(file, diagnostics);
        REQUIRE(source.has_value());
        for (const AssumedFigure& figure : assumptions(scenario_of(*source)).figures) check_ranges(*source, figure);
    }
}

TEST_CASE("Every assumed figure of the catalogue has a range or a reason to be held") {
    // In force or not: of all storage types, systems and throttles.
    const auto source = source_of(kSmallScenario);
    const Catalogue catalogue = default_catalogue();  // its lines look into it
    int figures = 0;
    for (const CatalogueLine& line : catalogue_lines(catalogue)) {
        if (line.grade != Grade::assumed) continue;
        ++figures;
        check_ranges(source, {line.key_path(), line.value, std::string(line.source)});
    }
    CHECK(figures > 15);
}

TEST_CASE("Assumed figures that are only in force with admission limits and data disks have ranges too") {
    const auto source = with(source_of(kSmallScenario), {"platform.admission.readers=20", "galleries.prod.win2022.1.0.0.data_disks=[{ lun: 0, size: 64 GiB }]"});
    int seen = 0;
    for (const AssumedFigure& figure : assumptions(scenario_of(source)).figures) {
        seen += figure.path.find("admission") != std::string::npos || figure.path.find("data_disks") != std::string::npos ? 1 : 0;
        check_ranges(source, figure);
    }
    CHECK(seen == 6);
}

TEST_CASE("A law has a range for each of its parameters and a profile of the scenario has one too") {
    const auto of = [](const std::string& path) { return assumed_ranges({path, "{ lognormal: { mean: 90 s, cov: 0.3 } }", ""}); };
    const auto windows = of("catalogue.boot_profiles.windows.cpu_time");
    REQUIRE(windows.size() == 2);
    CHECK(windows[0].path == "catalogue.boot_profiles.windows.cpu_time.lognormal.mean");
    CHECK(windows[0].low == "45 s");
    CHECK(windows[1].path == "catalogue.boot_profiles.windows.cpu_time.lognormal.cov");
    const auto own = of("catalogue.boot_profiles.my.own.cpu_time");
    REQUIRE(own.size() == 2);
    CHECK(own[0].low == "22.5 s");
    CHECK(of("catalogue.boot_profiles.windows.reads").empty());
}
