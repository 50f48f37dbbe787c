#pragma once

#include <array>
#include <vector>

#include "core/experiment.hpp"
#include "core/hold_ups.hpp"
#include "core/run_result.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What a run has added up so far.
struct RunTotals {
    double work_done = 0.0;  ///< exclusive seconds of a replica
    std::array<double, kHoldUps> binding_s{};
};

/// The totals of a run over time in bounded memory: noted at equal steps, which double when there are too many of them.
/// In between they are taken to grow evenly.
class TotalsOverTime {
public:
    /// What it is now: the first note one step after the beginning, every other one step after the one before.
    void note(const RunTotals& totals);
    [[nodiscard]] sim::SimTime step() const { return step_; }
    /// What was added from `from` to `to`, in the time that was noted.
    [[nodiscard]] RunTotals between(sim::SimTime from, sim::SimTime to) const;

private:
    [[nodiscard]] RunTotals at(sim::SimTime time) const;

    sim::SimTime step_ = sim::seconds(1);
    std::vector<RunTotals> notes_;  ///< note i at (i + 1) steps
};

/// The records in the order of the requests.
[[nodiscard]] std::vector<const VmRecord*> by_request(const std::vector<VmRecord>& records);

/// The part of a run that is in steady state (Law, Simulation Modeling and Analysis, 9.5: replication and deletion).
///
///   cool-down  Requests end at the last one, or at the horizon. What comes late meets an emptying system, or is cut
///              off: VMs that were requested within the cool-down before that end are left out. Unless given it is the
///              longest time that any VM of the run took (of unfinished ones: so far); so all VMs before it have ended
///              by then, and none is left out for taking long.
///   warm-up    VMs that were requested before it ends are left out; none, unless it is given. analysis/warm_up_pilot.hpp
///              finds it for all runs together.
///
/// The run counts as settled when MSER-5 on its own VMs before the cool-down would not leave out more than half of them.
///
/// VMs, outcomes, times and shares are of the VMs requested in the window; `throughput` counts the VMs that come to run in
/// it, `replica_utilisation` and the binding limits are over it. A steady stream has no makespan and no last admission.
/// The peak of VMs per replica stays that of the whole run.
///
/// REQUIRES: `whole` has its records, and no VM of a scale set. Keeps them.
[[nodiscard]] RunResult steady_part(RunResult whole, const SteadyState& settings, const TotalsOverTime& totals,
                                    double replicas);

}  // namespace gallerysim::core
