#pragma once

#include <cstdint>

namespace gallerysim::analysis {

/// What analyses draw random numbers for, as streams of their own beside the model's (core/stream_purpose.hpp, all
/// below 0x100). The numbers are part of the results: never reuse one.
enum class AnalysisPurpose : std::uint16_t {
    trajectory = 0x100,     ///< a trajectory of a screening design
    sequence_shift = 0x101, ///< digital shift of a low-discrepancy sequence; entity: dimension
    resampling = 0x102,     ///< bootstrap
};

}  // namespace gallerysim::analysis
