#pragma once

#include <cstddef>
#include <optional>

#include "core/control_call.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// A deployment whose VMs come faster, for as long as they come, than the control plane lets them in.
struct Overload {
    Limit limit = Limit::none;  ///< the one that takes longest to let them in
    double asked_per_s = 0.0;   ///< VMs, of all streams that meet the limit; infinite for VMs that come all at once
    double admitted_per_s = 0.0;
    double waiting = 0.0;    ///< VMs when the last one has come
    double drained_s = 0.0;  ///< from then until the last one is let in
    /// That are refused in a run; each VM that waits calls again every `kTypicalRetry_s`. 0 where few wait at a time or
    /// a client knows when to call.
    double refused_calls = 0.0;
    bool is_bounded = false;  ///< clients give up, or the horizon comes first
};

/// An answer 429 of the busiest limits says 1 to 60 s; with the random wait on top a VM asks again about so often.
inline constexpr double kTypicalRetry_s = 45.0;

/// By arithmetic on means, nothing is simulated: the rate of the arrivals over their duration against the refill of
/// Resource Manager's bucket of the principal, of the network provider's window and of the compute provider's bucket.
/// nullopt when these keep up, and for closed loops and traces, whose rate is not known beforehand.
[[nodiscard]] std::optional<Overload> overload_of(const Scenario& scenario, std::size_t deployment);

}  // namespace gallerysim::core
