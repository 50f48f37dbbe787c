#pragma once

#include <string>
#include <vector>

namespace gallerysim::app {

/// Runs a program of the search path and waits for it; its output is thrown away. Empty when it succeeded, or else why
/// it did not, as half a sentence.
[[nodiscard]] std::string run_program(const std::string& name, const std::vector<std::string>& arguments);

}  // namespace gallerysim::app
