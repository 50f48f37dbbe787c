#pragma once

#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// Runs that a warm-up is found by.
inline constexpr std::uint32_t kPilotRuns = 10;

/// The scenario with the warm-up that its steady state leaves out: as it is if that is given, or the experiment is
/// terminating.
///
/// Otherwise by MSER-5 (sim/warm_up.hpp) on the average of 10 pilot runs: the times of their VMs before the cool-down, from
/// request to end, in the order of the requests (Hoad, Robinson, Davies, JORS 61, 2010). The warm-up ends when the first VM
/// that is kept is requested, on average over the pilots, and with the first half of the VMs at the latest.
///
/// A cut that every run chose for itself would follow that run's luck: it leaves out its busiest part, so that what is kept
/// looks too fast (a station at load 0.8 by 9 % after 4,000 customers). The pilots draw from runs that no experiment
/// has, so what is left out does not depend on what is measured, and is the same for every run.
///
/// Depends on the scenario and its seed alone, not on `threads` (0: one per core).
[[nodiscard]] core::Scenario with_warm_up(const core::Scenario& scenario, unsigned threads = 0);

}  // namespace gallerysim::analysis
