#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/assumed_ranges.hpp"
#include "core/diagnostics.hpp"
#include "core/scenario.hpp"
#include "core/scenario_keys.hpp"
#include "core/scenario_source.hpp"

namespace gallerysim::analysis {

/// A key of the scenario that a sensitivity analysis varies: from `low` to `high`, or over choices.
struct Factor {
    using Scale = core::AssumedRange::Scale;
    std::string path;                                     ///< key path for `--set`
    core::ValueKind kind = core::ValueKind::number;       ///< what `low` and `high` are
    double low = 0.0;                                     ///< s, bytes, per second, or as the kind counts
    double high = 0.0;
    Scale scale = Scale::linear;
    std::vector<std::string> choices{};  ///< as a scenario writes them; two or more, or none
    std::string reason;                  ///< for the range
    std::string range;                   ///< the range as text: "45 s..3 min", "random, round_robin"

    /// The value at 0 <= u <= 1, as a scenario writes it. Whole numbers and choices have equal parts of [0, 1].
    [[nodiscard]] std::string value_at(double u) const;
};

/// An assumed figure that the analysis leaves as it is.
struct HeldFigure {
    std::string path;
    std::string value;
    std::string reason;
};

struct FactorList {
    std::vector<Factor> factors;
    std::vector<HeldFigure> held;
};

/// What the command line says about the factors.
struct FactorOptions {
    /// "KEY=LOW..HIGH", "KEY=LOW..HIGH log", "KEY=A,B,C": of an assumed figure another range, of any other key a further
    /// factor. One for a law takes the place of its parameters.
    std::vector<std::string> ranges;
    /// Of all these only the factors whose path is, or begins with, one of these keys; empty: all.
    std::vector<std::string> only;
};

/// The assumed figures in force with their ranges (core/assumed_ranges.hpp), changed by the options. nullopt after an
/// error, all of which are in `diagnostics`.
[[nodiscard]] std::optional<FactorList> study_factors(const core::ScenarioSource& source, const core::Scenario& scenario,
                                                      const FactorOptions& options, core::Diagnostics& diagnostics);

/// The settings of a point: one per factor. REQUIRES: as many coordinates as factors.
[[nodiscard]] std::vector<core::Setting> settings_at(std::span<const Factor> factors, std::span<const double> point);

}  // namespace gallerysim::analysis
