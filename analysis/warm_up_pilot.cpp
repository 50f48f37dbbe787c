#include "analysis/warm_up_pilot.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "analysis/parallel_tasks.hpp"
#include "core/steady_state.hpp"
#include "core/world.hpp"
#include "sim/warm_up.hpp"

namespace gallerysim::analysis {

namespace {

/// A VM of a pilot run.
struct Observation {
    double requested_s;
    double time_s;  ///< from its request to its end
};
using Pilot = std::vector<Observation>;

/// The VMs of a run before its cool-down, in the order of their requests.
Pilot pilot(const core::Scenario& scenario, std::uint32_t run) {
    const core::RunResult result = core::simulate(scenario, run, core::KeepRecords::yes);
    Pilot observations;
    for (const core::VmRecord* vm : core::by_request(result.records)) {
        if (vm->requested >= result.steady->to) break;
        observations.push_back({vm->requested.seconds(), vm->total().seconds()});
    }
    return observations;
}

}  // namespace

core::Scenario with_warm_up(const core::Scenario& scenario, unsigned threads) {
    core::Scenario found = scenario;
    auto& steady = found.experiment.steady_state;
    if (!steady || steady->warm_up) return found;
    std::array<Pilot, kPilotRuns> pilots;
    run_tasks(kPilotRuns, threads, [&](std::size_t i) {
        // Counted down from the last number there is: an experiment has no more than a million runs.
        pilots[i] = pilot(scenario, std::numeric_limits<std::uint32_t>::max() - static_cast<std::uint32_t>(i));
    });
    std::size_t shortest = pilots.front().size();
    for (const Pilot& run : pilots) shortest = std::min(shortest, run.size());
    std::vector<double> mean_times_s(shortest, 0.0);
    for (std::size_t vm = 0; vm < shortest; ++vm) {
        for (const Pilot& run : pilots) mean_times_s[vm] += run[vm].time_s / kPilotRuns;
    }
    const sim::WarmUpCut cut = sim::mser5_cut(mean_times_s);
    const std::size_t left_out = std::min(cut.observations, shortest / 2);
    double end_s = 0.0;
    for (const Pilot& run : pilots) {
        if (left_out > 0) end_s += run[left_out].requested_s / kPilotRuns;
    }
    steady->warm_up = sim::SimTime::from_seconds(end_s);
    return found;
}

}  // namespace gallerysim::analysis
