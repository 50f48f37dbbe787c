#pragma once

#include <string>

#include "core/scenario_source.hpp"

namespace gallerysim::core {

/// The scenario as it was written, as one YAML text: what it extends is merged in, settings are made, and the files of
/// traces have their whole path. Reads back as the same scenario, also with other settings: unlike to_yaml() it has no
/// defaults in it, which may depend on what a setting changes.
[[nodiscard]] std::string source_text(const ScenarioSource& source);

}  // namespace gallerysim::core
