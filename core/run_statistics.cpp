#include "core/run_statistics.hpp"

#include <algorithm>
#include <utility>

#include "sim/assert.hpp"

namespace gallerysim::core {

void RunStatistics::Values::add(double value) {
    tally.add(value);
    quantiles.add(value);
}

MetricSummary RunStatistics::Values::summary() const {
    MetricSummary summary;
    if (tally.count() == 0) return summary;
    static constexpr std::array<double, 4> kLevels{0.50, 0.90, 0.95, 0.99};
    const std::vector<double> quantile = quantiles.quantiles(kLevels);
    summary.values = {tally.mean(), quantile[0], quantile[1], quantile[2], quantile[3], tally.max()};
    return summary;
}

void RunStatistics::note_request(sim::SimTime now, std::uint64_t vms) {
    result_.requested += vms;
    first_request_ = std::min(first_request_, now);
}

void RunStatistics::note_end(const VmRecord& record) {
    ++result_.outcomes[static_cast<std::size_t>(record.outcome)];
    if (record.outcome == VmOutcome::rejected) ++result_.rejected[static_cast<std::size_t>(record.rejected_by)];
    if (record.fault_hits > 0) {
        ++result_.hit_vms;
        const bool has_failed = record.outcome != VmOutcome::running && record.outcome != VmOutcome::surplus;
        if (has_failed) ++result_.hit_vms_failed;
    }
    if (record.throttled_answers > 0 || record.busy_answers > 0) ++result_.throttled_vms;
    if (record.admitted < record.ended) last_admitted_ = std::max(last_admitted_, record.admitted);
    if (keep_ == KeepRecords::yes) result_.records.push_back(record);
    if (record.outcome != VmOutcome::running) return;
    last_running_ = std::max(last_running_, record.ended);
    const Bottleneck parts = record.bottleneck();
    result_.bottleneck += parts;
    time_to_running_.add(record.total().seconds());
    time_throttled_.add((parts.throttled + parts.storage_busy).seconds());
    read_time_.add(record.read_time().seconds());
    slowdown_.add(record.solo_read > sim::SimTime::zero() ? record.read_time().seconds() / record.solo_read.seconds()
                                                          : 1.0);
}

void RunStatistics::note_ready(sim::SimTime took) {
    ++result_.scale_sets_ready;
    time_to_ready_.add(took.seconds());
}

void RunStatistics::note_region_replicated(sim::SimTime took) {
    ++result_.regions_replicated;
    replication_time_.add(took.seconds());
}

RunResult RunStatistics::finish(sim::SimTime end_of_run, const ReplicaUse& use) {
    RunResult& result = result_;
    std::uint64_t ended = 0;
    for (const std::uint64_t count : result.outcomes) ended += count;
    GALLERYSIM_ASSERT(ended == result.requested + result.overprovisioned, "every VM that was begun has one outcome");

    result[Metric::time_to_running] = time_to_running_.summary();
    result[Metric::time_throttled] = time_throttled_.summary();
    result[Metric::read_time] = read_time_.summary();
    result[Metric::slowdown] = slowdown_.summary();
    result[Metric::time_to_ready] = time_to_ready_.summary();
    result[Metric::replication_time] = replication_time_.summary();
    const auto set = [&](Metric metric, double value) { result[metric][Statistic::mean] = value; };
    if (result.requested > 0) {
        const auto requested = static_cast<double>(result.requested);
        set(Metric::throttled_fraction, static_cast<double>(result.throttled_vms) / requested);
        set(Metric::failed_fraction, static_cast<double>(result.failed()) / requested);
        set(Metric::peak_vms_per_replica, use.peak_readers);
        if (end_of_run > first_request_) {
            set(Metric::replica_utilisation, use.work_done / (use.replicas * (end_of_run - first_request_).seconds()));
        }
    }
    if (result.scale_set_operations > 0) {
        set(Metric::unready_fraction, 1.0 - static_cast<double>(result.scale_sets_ready) /
                                                static_cast<double>(result.scale_set_operations));
    }
    if (result.regions_asked > 0) {
        set(Metric::unreplicated_fraction, 1.0 - static_cast<double>(result.regions_replicated) /
                                                     static_cast<double>(result.regions_asked));
    }
    if (last_admitted_ >= first_request_) set(Metric::last_admission, (last_admitted_ - first_request_).seconds());
    if (result.count(VmOutcome::running) > 0) {
        const double makespan = (last_running_ - first_request_).seconds();
        set(Metric::makespan, makespan);
        if (makespan > 0.0) {
            set(Metric::throughput, static_cast<double>(result.count(VmOutcome::running)) / (makespan / 60.0));
        }
    }
    return std::move(result_);
}

}  // namespace gallerysim::core
