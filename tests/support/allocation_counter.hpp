#pragma once

#include <cstddef>

namespace gallerysim::test {

/// Allocations from the heap since the program started, by any thread. The executable that links
/// allocation_counter.cpp has its own operator new, which counts.
[[nodiscard]] std::size_t allocations();

}  // namespace gallerysim::test
