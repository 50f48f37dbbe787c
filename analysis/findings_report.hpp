#pragma once

#include <string>
#include <vector>

#include "core/gallery/best_practices.hpp"
#include "core/scenario_source.hpp"

namespace gallerysim::analysis {

/// A finding and where it is written: at its key, or at what holds the key where the scenario leaves it out.
struct LocatedFinding {
    core::Finding finding;
    core::SourceMark at;
};

/// The findings of a scenario with their places in its files.
[[nodiscard]] std::vector<LocatedFinding> located_findings(const core::ScenarioSource& source,
                                                           const core::Scenario& scenario);

/// A line each, as a compiler writes it: `burst.yaml:12:9: warning: KEY: REASON; REMEDY [ID]`.
[[nodiscard]] std::string findings_text(const std::vector<LocatedFinding>& findings);
[[nodiscard]] std::string findings_json(const core::Scenario& scenario,
                                        const std::vector<LocatedFinding>& findings);
/// SARIF 2.1.0: one run, with a rule for each practice and a result for each finding.
[[nodiscard]] std::string findings_sarif(const std::vector<LocatedFinding>& findings);

}  // namespace gallerysim::analysis
