#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario_source.hpp"
#include "tests/support/catch.hpp"

namespace gallerysim::test {

/// A small scenario in the format, without mistakes; tests vary it.
inline constexpr std::string_view kSmallScenario = R"(schema: 1
name: small
seed: 7
galleries:
  - name: prod
    location: westeurope
    images:
      - name: win2022
        os_type: Windows
        versions:
          - name: 1.0.0
            os_disk: { size: 127 GiB, occupied: 30 GiB }
            target_regions:
              - { name: westeurope, replicas: 3 }
              - { name: westus, replicas: 2, storage: Premium_LRS }
deployments:
  - { name: burst, region: westeurope, image: prod/win2022/latest, vms: 40 }
)";

/// The source of a text; fails the test when the text has mistakes.
inline core::ScenarioSource source_of(std::string_view text) {
    core::Diagnostics diagnostics;
    auto source = core::ScenarioSource::from_text(std::string(text), diagnostics);
    INFO(diagnostics.render());
    REQUIRE(source.has_value());
    return *source;
}

/// The source with settings such as "platform.routing=round_robin"; fails the test when one has mistakes.
inline core::ScenarioSource with(const core::ScenarioSource& source,
                                 const std::vector<std::string>& settings) {
    core::Diagnostics diagnostics;
    std::vector<core::Setting> parsed;
    for (const std::string& s : settings) {
        if (auto setting = core::parse_setting(s, "--set " + s, diagnostics)) parsed.push_back(*setting);
    }
    auto varied = source.with(parsed, diagnostics);
    INFO(diagnostics.render());
    REQUIRE(varied.has_value());
    return *varied;
}

/// The scenario of a source; fails the test when it has mistakes.
inline core::Scenario scenario_of(const core::ScenarioSource& source) {
    core::Diagnostics diagnostics;
    auto scenario = source.read(diagnostics);
    INFO(diagnostics.render());
    REQUIRE(scenario.has_value());
    return *scenario;
}

inline core::Scenario scenario_of(std::string_view text) { return scenario_of(source_of(text)); }

/// The small scenario with settings.
inline core::Scenario small_with(const std::vector<std::string>& settings) {
    return scenario_of(with(source_of(kSmallScenario), settings));
}

/// What is said about the small scenario with settings; empty when there is nothing to say.
inline std::string problems_with(const std::vector<std::string>& settings) {
    core::Diagnostics diagnostics;
    std::vector<core::Setting> parsed;
    for (const std::string& s : settings) {
        if (auto setting = core::parse_setting(s, "--set " + s, diagnostics)) parsed.push_back(*setting);
    }
    if (const auto varied = source_of(kSmallScenario).with(parsed, diagnostics)) {
        static_cast<void>(varied->read(diagnostics));
    }
    return diagnostics.render(core::SourceLines::hide);
}

/// The scenario files that ship, sorted by name.
[[nodiscard]] inline std::vector<std::filesystem::path> shipped_scenarios() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(GALLERYSIM_SOURCE_DIR) / "scenarios")) {
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    REQUIRE(files.size() >= 5);
    return files;
}

}  // namespace gallerysim::test
