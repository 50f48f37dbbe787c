#pragma once

namespace gallerysim::sim {

/// Prints the broken invariant, where it stands and the simulation time of the thread's running simulation (when
/// there is one), then aborts. An assertion guards against our own bugs: user input never reaches one.
[[noreturn]] void assertion_failed(const char* condition, const char* message, const char* file, int line) noexcept;

}  // namespace gallerysim::sim

/// Stays on in every build type.
#define GALLERYSIM_ASSERT(condition, message) \
    (static_cast<bool>(condition)             \
         ? static_cast<void>(0)               \
         : ::gallerysim::sim::assertion_failed(#condition, message, __FILE__, __LINE__))
