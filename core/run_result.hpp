#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "core/faults/fault_occurrence.hpp"
#include "core/hold_ups.hpp"
#include "core/metric.hpp"
#include "core/replication/replication_status.hpp"
#include "core/storage_use.hpp"
#include "core/vm_record.hpp"

namespace gallerysim::core {

/// One metric in one run. NaN where the run has nothing to measure.
struct MetricSummary {
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

    /// Indexed by Statistic; for metrics whose scope is not `vm` only the mean is set: it is the value itself.
    std::array<double, kStatistics> values{kNone, kNone, kNone, kNone, kNone, kNone};

    [[nodiscard]] double operator[](Statistic statistic) const { return values[static_cast<std::size_t>(statistic)]; }
    [[nodiscard]] double& operator[](Statistic statistic) { return values[static_cast<std::size_t>(statistic)]; }
};

/// The part of a run in steady state that counts: what was requested from the end of the warm-up until the cool-down.
struct SteadyWindow {
    sim::SimTime from;
    sim::SimTime to;
    std::uint64_t warm_up_vms = 0;    ///< requested before it
    std::uint64_t cool_down_vms = 0;  ///< requested after it
    bool settled = false;             ///< MSER-5 finds in this run that it has come to a steady state
};

/// What one run of a scenario brought. In steady state the VMs, outcomes, metrics and the bottleneck are those of the
/// window; calls, storage and records are of the whole run.
struct RunResult {
    std::uint64_t requested = 0;        ///< VMs; with those overprovisioned, the sum of the outcomes
    std::uint64_t overprovisioned = 0;  ///< instances that scale sets began beyond those asked for
    std::array<std::uint64_t, kVmOutcomes> outcomes{};
    std::array<std::uint64_t, kRules> rejected{};  ///< VMs by the rule that refused them
    std::uint64_t throttled_vms = 0;  ///< with at least one 429 or 503
    std::array<MetricSummary, kMetrics> metrics{};
    ThrottleCounts throttles;       ///< calls to the control plane and their answers
    StorageUse storage;             ///< what the replicas were asked for and did
    std::uint64_t scale_set_operations = 0;  ///< creations, growths and upgrades of scale sets
    std::uint64_t scale_sets_ready = 0;      ///< of these, as many as got all their instances running
    std::array<double, kHoldUps> binding_s{};  ///< seconds from the first request on that each limit was the binding one
    BottleneckSeconds bottleneck;   ///< of the running VMs together
    std::vector<FaultOccurrence> faults;  ///< in the order in which they began
    std::uint64_t hit_vms = 0;        ///< VMs that a fault undid something of or stood in the way of
    std::uint64_t hit_vms_failed = 0;  ///< of these, as many as did not come to run
    std::uint64_t events = 0;       ///< that the engine ran
    sim::SimTime end;               ///< when the last of it happened
    std::uint64_t regions_asked = 0;       ///< for replicas of a version: by publications and changes
    std::uint64_t regions_replicated = 0;  ///< of these, as many as got them all
    /// What was copied while the run went on, one for each operation that asked for copies, in their order.
    std::vector<ReplicationReport> replications;
    std::optional<SteadyWindow> steady;  ///< absent: terminating
    std::vector<VmRecord> records;  ///< in the order in which the VMs ended; empty unless asked for

    [[nodiscard]] std::uint64_t count(VmOutcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
    [[nodiscard]] std::uint64_t failed() const { return requested - count(VmOutcome::running); }
    [[nodiscard]] const MetricSummary& operator[](Metric metric) const {
        return metrics[static_cast<std::size_t>(metric)];
    }
    [[nodiscard]] MetricSummary& operator[](Metric metric) { return metrics[static_cast<std::size_t>(metric)]; }
};

}  // namespace gallerysim::core
