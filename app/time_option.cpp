#include "app/time_option.hpp"

#include <fmt/format.h>

#include "app/usage_error.hpp"
#include "core/quantity.hpp"

namespace gallerysim::app {

sim::SimTime time_of(const char* option, const std::string& text) {
    const auto parsed = core::parse_time(text);
    if (!parsed.value || *parsed.value < sim::SimTime::zero()) {
        throw UsageError(
            fmt::format("{} {}: {}", option, text, parsed.value ? "a time is not negative" : parsed.problem));
    }
    return *parsed.value;
}

}  // namespace gallerysim::app
