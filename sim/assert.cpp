#include "sim/assert.hpp"

#include <cstdio>
#include <cstdlib>

#include "sim/running_clock.hpp"

namespace gallerysim::sim {

void assertion_failed(const char* condition, const char* message, const char* file, int line) noexcept {
    if (const SimTime* now = running_clock()) {
        std::fprintf(stderr, "gallerysim: internal error at simulation time %.9f s: %s (%s) at %s:%d\n", now->seconds(),
                     message, condition, file, line);
    } else {
        std::fprintf(stderr, "gallerysim: internal error: %s (%s) at %s:%d\n", message, condition, file, line);
    }
    std::abort();
}

}  // namespace gallerysim::sim
