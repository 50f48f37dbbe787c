#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostics.hpp"
#include "core/experiment.hpp"
#include "core/scenario.hpp"
#include "core/scenario_source.hpp"

namespace gallerysim::analysis {

/// The points of a sweep (core/sweep_points.hpp) with their scenarios.
struct SweepGrid {
    core::SweepDesign::Kind kind = core::SweepDesign::Kind::grid;
    std::vector<core::SweepAxis> axes;
    std::vector<std::uint64_t> numbers;            ///< by point: what it is known by; has gaps where constraints leave out
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
