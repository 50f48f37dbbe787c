#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/figure.hpp"
#include "sim/random_stream.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What a client makes of the Retry-After header of a 429.
enum class RetryAfter : std::uint8_t {
    honour,  ///< waits for it, and a random part on top
    ignore,  ///< waits for a random time only, as if the header were not there
    ideal,   ///< knows when tokens will be there and calls then (core/ideal_line.hpp): a bound, not a client
};
inline constexpr std::array<std::string_view, 3> kRetryAfterNames{"honour", "ignore", "ideal"};

/// When a client tries again after a 429, and when it no longer does.
///
/// The random part is exponential backoff with full jitter (Brooker: "Exponential Backoff And Jitter", 2015):
/// uniform between 0 and min(cap, base x factor^(k-1)) before the call that follows the k-th refusal of one
/// write. REQUIRES, of who sets it: base > 0, factor >= 1, cap >= base, max_attempts >= 1.
struct RetryPolicy {
    Figure<RetryAfter> retry_after;
    Figure<sim::SimTime> base;
    Figure<double> factor;
    Figure<sim::SimTime> cap;
    Figure<std::optional<std::int64_t>>
        max_attempts;                           ///< of one write; absent: no limit. Not for the ideal client
    std::optional<sim::SimTime> give_up_after;  ///< counted from the first attempt; absent: never

    /// The wait between the refusal number `refusals` (of one write, from 1) and the next attempt. Takes one
    /// draw.
    [[nodiscard]] sim::SimTime wait_before(std::uint32_t refusals, sim::SimTime retry_after_header,
                                           sim::RandomStream& stream) const;

    bool operator==(const RetryPolicy&) const = default;
};

[[nodiscard]] RetryPolicy default_retry_policy();

/// How a VM takes a 503 of storage: waits without a header, and has no limit of its own in time.
[[nodiscard]] RetryPolicy default_busy_retry();

}  // namespace gallerysim::core
