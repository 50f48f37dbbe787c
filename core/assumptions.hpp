#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace gallerysim::core {

/// A figure that nobody publishes and that the scenario leaves as the catalogue assumes it.
struct AssumedFigure {
    std::string path;  ///< key path for `--set`
    std::string value;
    std::string reason;
};

/// A way in which the model simplifies the platform; not a number that could be set.
struct ModelAssumption {
    std::string_view id;
    std::string_view statement;
    std::string_view reason;
};

/// What the answers of a scenario rest on without a source.
struct Assumptions {
    std::vector<AssumedFigure> figures;          ///< those that the scenario's deployments depend on
    std::span<const ModelAssumption> modelling;  ///< the same for every scenario
};

[[nodiscard]] std::span<const ModelAssumption> model_assumptions();
[[nodiscard]] Assumptions assumptions(const Scenario& scenario);

}  // namespace gallerysim::core
