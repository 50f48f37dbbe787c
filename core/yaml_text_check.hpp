#pragma once

#include <memory>

#include "core/diagnostics.hpp"
#include "core/source_text.hpp"

namespace gallerysim::core {

/// What can be said about a text before it is read as YAML: its size, that it is UTF-8 without control
/// characters, and that no line is indented by tabs. Reports the first problem; true when there is none.
[[nodiscard]] bool check_yaml_text(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics);

}  // namespace gallerysim::core
