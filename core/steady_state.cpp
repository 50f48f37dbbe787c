#include "core/steady_state.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "core/run_statistics.hpp"
#include "sim/warm_up.hpp"

namespace gallerysim::core {

namespace {

constexpr std::size_t kMostNotes = 1024;

sim::SimTime longest(std::span<const VmRecord* const> vms) {
    sim::SimTime longest;
    for (const VmRecord* vm : vms) longest = std::max(longest, vm->total());
    return longest;
}

sim::SimTime less(sim::SimTime time, sim::SimTime part) { return time > part ? time - part : sim::SimTime::zero(); }

/// The VMs before the cool-down, in the order of the requests, and where of them the window begins.
SteadyWindow window_of(std::span<const VmRecord* const> vms, const SteadyState& settings) {
    SteadyWindow window;
    if (vms.empty()) return window;
    window.to = less(vms.back()->requested, settings.cool_down.value_or(longest(vms)));
    const auto requested_before = [&](sim::SimTime time) {
        return static_cast<std::size_t>(
            std::ranges::lower_bound(vms, time, {}, &VmRecord::requested) - vms.begin());
    };
    const std::size_t end = requested_before(window.to);
    std::vector<double> times_s;
    for (const VmRecord* vm : vms.first(end)) times_s.push_back(vm->total().seconds());
    window.settled = sim::mser5_cut(times_s).is_settled;
    window.from = std::min(settings.warm_up.value_or(vms.front()->requested), window.to);
    window.warm_up_vms = requested_before(window.from);
    window.cool_down_vms = vms.size() - end;
    return window;
}

void set(RunResult& result, Metric metric, double value) { result[metric][Statistic::mean] = value; }

}  // namespace

std::vector<const VmRecord*> by_request(const std::vector<VmRecord>& records) {
    std::vector<const VmRecord*> sorted;
    sorted.reserve(records.size());
    for (const VmRecord& record : records) sorted.push_back(&record);
    const auto key = [](const VmRecord* r) { return std::tuple(r->requested, r->deployment, r->vm); };
    std::ranges::sort(sorted, {}, key);
    return sorted;
}

void TotalsOverTime::note(const RunTotals& totals) {
    notes_.push_back(totals);
    if (notes_.size() < kMostNotes) return;
    for (std::size_t i = 0; i < notes_.size() / 2; ++i) notes_[i] = notes_[2 * i + 1];
    notes_.resize(notes_.size() / 2);
    step_ = step_ + step_;
}

RunTotals TotalsOverTime::at(sim::SimTime time) const {
    const double steps = time.seconds() / step_.seconds();
    const auto whole = std::min(static_cast<std::size_t>(steps), notes_.size());
    const RunTotals before = whole == 0 ? RunTotals{} : notes_[whole - 1];
    if (whole == notes_.size()) return before;
    const double part = steps - static_cast<double>(whole);
    RunTotals totals = before;
    totals.work_done += part * (notes_[whole].work_done - before.work_done);
    for (std::size_t i = 0; i < kHoldUps; ++i) {
        totals.binding_s[i] += part * (notes_[whole].binding_s[i] - before.binding_s[i]);
    }
    return totals;
}

RunTotals TotalsOverTime::between(sim::SimTime from, sim::SimTime to) const {
    const RunTotals before = at(from);
    RunTotals totals = at(to);
    totals.work_done -= before.work_done;
    for (std::size_t i = 0; i < kHoldUps; ++i) totals.binding_s[i] -= before.binding_s[i];
    return totals;
}

RunResult steady_part(RunResult whole, const SteadyState& settings, const TotalsOverTime& totals, double replicas) {
    const std::vector<const VmRecord*> vms = by_request(whole.records);
    const SteadyWindow window = window_of(vms, settings);
    RunStatistics statistics(KeepRecords::no);
    std::uint64_t came_to_run = 0;
    for (const VmRecord* vm : vms) {
        const auto is_inside = [&](sim::SimTime t) { return window.from <= t && t < window.to; };
        if (vm->outcome == VmOutcome::running && is_inside(vm->ended)) ++came_to_run;
        if (!is_inside(vm->requested)) continue;
        statistics.note_request(vm->requested);
        statistics.note_end(*vm);
    }
    RunResult part = statistics.finish(window.to, {});
    part[Metric::peak_vms_per_replica] = whole[Metric::peak_vms_per_replica];
    part[Metric::makespan] = {};
    part[Metric::last_admission] = {};
    part[Metric::throughput] = {};
    part[Metric::replica_utilisation] = {};
    if (window.to > window.from) {
        const double length_s = (window.to - window.from).seconds();
        const RunTotals added = totals.between(window.from, window.to);
        set(part, Metric::throughput, static_cast<double>(came_to_run) / (length_s / 60.0));
        set(part, Metric::replica_utilisation, added.work_done / (replicas * length_s));
        part.binding_s = added.binding_s;
    }
    part.throttles = whole.throttles;
    part.storage = whole.storage;
    part.events = whole.events;
    part.end = whole.end;
    part.steady = window;
    part.records = std::move(whole.records);
    return part;
}

}  // namespace gallerysim::core
