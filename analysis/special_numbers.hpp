#pragma once

#include <limits>

namespace gallerysim::analysis {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();  ///< a figure that cannot be given

}  // namespace gallerysim::analysis
