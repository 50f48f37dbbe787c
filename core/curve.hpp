#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/control_call.hpp"
#include "core/hold_ups.hpp"
#include "core/scenario.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What a run looks like at the end of one step of time. Counts are of the step; all else is as it is at its end.
struct CurvePoint {
    sim::SimTime time;
    std::uint64_t requested = 0;         ///< VMs
    std::uint64_t came_to_run = 0;       ///< VMs
    std::uint64_t throttled_answers = 0; ///< 429s
    std::uint64_t busy_answers = 0;      ///< 503s
    std::uint64_t in_flight = 0;         ///< VMs requested and not ended
    std::uint64_t running = 0;           ///< VMs that have come to run so far
    std::array<std::int64_t, kHoldUps> held_up{};  ///< VMs by what holds them up; that of `none` means nothing
    HoldUp binding = HoldUp::none;
    std::array<double, kLimits> used{};  ///< of each limit of the control plane, the emptiest bucket: 0 full, 1 empty
    double placers_used = 0.0;           ///< of the busiest region's allocator: 0 idle, 1 all of them
    std::uint64_t bursting = 0;          ///< replicas whose burst credits have not come to an end yet
    double mean_readers = 0.0;           ///< per replica
    std::uint32_t most_readers = 0;      ///< of one replica
};

using Curve = std::vector<CurvePoint>;

/// The run of this number once more, looked at every `step`, until nothing goes on or the horizon comes. Looking changes
/// nothing in it. Throws Error when that would be more than kMostCurvePoints points. REQUIRES: step > 0.
[[nodiscard]] Curve simulate_curve(const Scenario& scenario, std::uint32_t run, sim::SimTime step);

inline constexpr std::size_t kMostCurvePoints = 100'000;

}  // namespace gallerysim::core
