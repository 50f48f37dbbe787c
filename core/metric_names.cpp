#include "core/metric_names.hpp"

#include <array>

namespace gallerysim::core {
namespace {

constexpr std::array kMetricTable = {
    MetricInfo{
        "time_to_running", MetricUnit::seconds, MetricScope::vm,
        "From the request for a VM until it runs; of the VMs that run, so read it beside failed_fraction."},
    MetricInfo{"time_throttled", MetricUnit::seconds, MetricScope::vm,
               "The part of a VM's time that it waits after answers 429 and 503; of the VMs that run."},
    MetricInfo{"read_time", MetricUnit::seconds, MetricScope::vm,
               "From the first read of the image until the boot working set is read; of the VMs that run."},
    MetricInfo{"slowdown", MetricUnit::ratio, MetricScope::vm,
               "Read time over the read time of a VM that has its replica to itself; of the VMs that run."},
    MetricInfo{"time_to_ready", MetricUnit::seconds, MetricScope::vm,
               "From the request of an operation on a scale set (its creation, growth or upgrade) until all instances "
               "that it asks for run; of the operations that get there, so read it beside unready_fraction."},
    MetricInfo{"replication_time", MetricUnit::seconds, MetricScope::vm,
               "From the moment that a region is asked for replicas of a version (its publication, or a change of its "
               "regions or replicas) until it has them all; of the regions that get there, so read it beside "
               "unreplicated_fraction."},
    MetricInfo{"throttled_fraction", MetricUnit::fraction, MetricScope::share,
               "Share of the requested VMs that got at least one answer 429 or 503."},
    MetricInfo{"failed_fraction", MetricUnit::fraction, MetricScope::share,
               "Share of the requested VMs that did not come to run in time, whatever the outcome; "
               "unfinished ones count."},
    MetricInfo{"unready_fraction", MetricUnit::fraction, MetricScope::share,
               "Share of the operations on scale sets after which fewer instances run than were asked for."},
    MetricInfo{"unreplicated_fraction", MetricUnit::fraction, MetricScope::share,
               "Share of the regions asked for replicas of a version that failed, or were not complete at the end."},
    MetricInfo{"last_admission", MetricUnit::seconds, MetricScope::run,
               "From the first request of a run until the control plane has let in the last VM that it lets in; of "
               "terminating experiments."},
    MetricInfo{"throughput", MetricUnit::per_minute, MetricScope::run,
               "Running VMs per minute of the makespan; in steady state, VMs that come to run per minute of it."},
    MetricInfo{"makespan", MetricUnit::seconds, MetricScope::run,
               "From the first request of a run until its last VM runs; of terminating experiments."},
    MetricInfo{"peak_vms_per_replica", MetricUnit::vms, MetricScope::run,
               "The most VMs that read from any one replica at the same time."},
    MetricInfo{"replica_utilisation", MetricUnit::ratio, MetricScope::run,
               "Work that the replicas served over what they can sustain, from the first request to the end "
               "of the run; "
               "above 1 while Premium storage bursts."},
};

constexpr std::array<std::string_view, 6> kStatisticNames = {"mean", "p50", "p90", "p95", "p99", "max"};

}  // namespace

std::span<const MetricInfo> metrics() { return kMetricTable; }

const MetricInfo* find_metric(std::string_view name) {
    for (const MetricInfo& metric : kMetricTable) {
        if (metric.name == name) return &metric;
    }
    return nullptr;
}

std::span<const std::string_view> statistics_of(const MetricInfo& metric) {
    const std::span<const std::string_view> all = kStatisticNames;
    return metric.scope == MetricScope::share ? all.first(1) : all;
}

std::string_view to_string(MetricUnit unit) {
    switch (unit) {
        case MetricUnit::seconds: return "s";
        case MetricUnit::fraction:
        case MetricUnit::ratio: return "1";
        case MetricUnit::per_minute: return "per_min";
        case MetricUnit::vms: return "VMs";
    }
    return "1";
}

std::string name_with_unit(const MetricInfo& metric) {
    std::string name(metric.name);
    if (metric.unit == MetricUnit::seconds || metric.unit == MetricUnit::per_minute) {
        name += '_';
        name += to_string(metric.unit);
    }
    return name;
}

}  // namespace gallerysim::core
