#pragma once

#include <cmath>

#include <nlohmann/json.hpp>

namespace gallerysim::analysis {

/// JSON has no infinity and no NaN: null stands for them.
[[nodiscard]] inline nlohmann::ordered_json json_number(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace gallerysim::analysis
