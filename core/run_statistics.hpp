#pragma once

#include <array>
#include <cstdint>

#include "core/run_result.hpp"
#include "core/vm_record.hpp"
#include "sim/quantiles.hpp"
#include "sim/tally.hpp"

namespace gallerysim::core {

enum class KeepRecords { no, yes };

/// Takes in the VMs of one run as they end and sums them up. Memory does not grow with their number unless the
/// records are kept.
class RunStatistics {
public:
    explicit RunStatistics(KeepRecords keep) : keep_(keep) {}

    void note_request(sim::SimTime now, std::uint64_t vms = 1);
    /// An instance that a scale set begins beyond those asked for.
    void note_overprovisioned() { ++result_.overprovisioned; }
    /// REQUIRES: every VM that was requested or overprovisioned ends once.
    void note_end(const VmRecord& record);
    /// An operation on a scale set is requested, and all its instances run after `took`.
    void note_operation() { ++result_.scale_set_operations; }
    void note_ready(sim::SimTime took);
    /// A region is asked for replicas of a version, and has them all after `took`.
    void note_region_asked() { ++result_.regions_asked; }
    void note_region_replicated(sim::SimTime took);
    /// A region that was asked for replicas is no longer one of the version's.
    void note_region_released() { --result_.regions_asked; }

    /// Counts so far, for a course over time.
    [[nodiscard]] sim::SimTime first_request() const { return first_request_; }  ///< never(): none yet
    [[nodiscard]] std::uint64_t requested() const { return result_.requested; }
    [[nodiscard]] std::uint64_t running() const { return result_.count(VmOutcome::running); }

    /// What the replicas did, for the metrics that VMs do not show.
    struct ReplicaUse {
        std::uint32_t peak_readers = 0;
        double work_done = 0.0;  ///< exclusive seconds of a replica
        double replicas = 0.0;
    };
    /// The result, at the end of the run. Leaves the statistics empty.
    [[nodiscard]] RunResult finish(sim::SimTime end_of_run, const ReplicaUse& use);

private:
    struct Values {
        sim::Tally tally;
        sim::Quantiles quantiles;
        void add(double value);
        [[nodiscard]] MetricSummary summary() const;
    };

    KeepRecords keep_;
    RunResult result_;
    Values time_to_running_;
    Values time_throttled_;
    Values read_time_;
    Values slowdown_;
    Values time_to_ready_;
    Values replication_time_;
    sim::SimTime first_request_ = sim::SimTime::never();
    sim::SimTime last_admitted_;
    sim::SimTime last_running_;
};

}  // namespace gallerysim::core
