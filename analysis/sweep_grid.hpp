#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/diagnostics.hpp"
#include "core/scenario.hpp"
#include "core/scenario_source.hpp"

namespace gallerysim::analysis {

/// The points of a sweep: every combination of the values of its axes. The last axis runs fastest.
struct SweepGrid {
    std::vector<core::SweepAxis> axes;
    std::vector<std::vector<std::string>> values;  ///< by point, one per axis, as YAML
    std::vector<core::Scenario> scenarios;         ///< by point
};

/// Reads the scenario of every point. `base` is what `source` reads as.
///
/// What is wrong, or worth a warning, at several points is said once, with the first of them and their
/// number; what `diagnostics` holds already is not said again. nullopt after an error. Some 20 µs and some 10
/// kB a point.
[[nodiscard]] std::optional<SweepGrid> expand_sweep(const core::ScenarioSource& source,
                                                    const core::Scenario& base,
                                                    core::Diagnostics& diagnostics);

}  // namespace gallerysim::analysis
