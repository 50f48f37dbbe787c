#pragma once

#include <string>

#include "core/faults/fault_spec.hpp"

namespace gallerysim::core {

/// A fault as YAML on one line, with every default, for the scenario writer.
[[nodiscard]] std::string fault_yaml(const FaultSpec& fault);

}  // namespace gallerysim::core
