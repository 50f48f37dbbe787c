#pragma once

#include <cstddef>
#include <functional>

namespace gallerysim::analysis {

/// Calls task(0), ..., task(count - 1) on so many threads (0: one per core), begun in this order, and waits for all
/// of them. The first exception is thrown again when the running tasks have ended; no more are begun then.
void run_tasks(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& task);

}  // namespace gallerysim::analysis
