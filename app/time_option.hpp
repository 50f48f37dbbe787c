#pragma once

#include <string>

#include "sim/sim_time.hpp"

namespace gallerysim::app {

/// The time that an option was given. Throws UsageError when it is none, or negative.
[[nodiscard]] sim::SimTime time_of(const char* option, const std::string& text);

}  // namespace gallerysim::app
