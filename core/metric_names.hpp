#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace gallerysim::core {

/// How a metric's value is measured.
enum class MetricUnit {
    seconds,     ///< suffix _s
    fraction,    ///< 0 to 1
    ratio,       ///< 0 and more, without unit
    per_minute,  ///< suffix _per_min
    vms,         ///< a number of VMs
};

/// What one value of the metric belongs to: statistics are taken over these values.
enum class MetricScope {
    vm,     ///< every VM has one: quantiles are over the VMs of a run
    run,    ///< every run has one: quantiles are over the runs
    share,  ///< part of a run's VMs: only its mean over all VMs and runs is defined
};

/// One row of the table of metrics. Results, objectives and docs/model.md use these names, units and
/// definitions.
struct MetricInfo {
    std::string_view name;
    MetricUnit unit = MetricUnit::seconds;
    MetricScope scope = MetricScope::vm;
    std::string_view definition;  ///< one sentence
};

/// All metrics, in the order in which they are reported.
[[nodiscard]] std::span<const MetricInfo> metrics();
/// nullptr when there is none of this name.
[[nodiscard]] const MetricInfo* find_metric(std::string_view name);

/// mean, p50, p90, p95, p99, max: the statistics of a metric; only the mean of a share.
[[nodiscard]] std::span<const std::string_view> statistics_of(const MetricInfo& metric);

/// The unit as results write it: s, 1, per_min, VMs.
[[nodiscard]] std::string_view to_string(MetricUnit unit);
/// The name with its unit where that has a suffix: time_to_running_s, throughput_per_min, slowdown.
[[nodiscard]] std::string name_with_unit(const MetricInfo& metric);

}  // namespace gallerysim::core
