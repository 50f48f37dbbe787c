#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/metric_names.hpp"

namespace gallerysim::core {

/// The metrics as indices: in the order of the table metrics().
enum class Metric : std::size_t {
    time_to_running,
    time_throttled,
    read_time,
    slowdown,
    time_to_ready,
    replication_time,
    throttled_fraction,
    failed_fraction,
    unready_fraction,
    unreplicated_fraction,
    last_admission,
    throughput,
    makespan,
    peak_vms_per_replica,
    replica_utilisation,
};
inline constexpr std::size_t kMetrics = 15;

/// The statistics as indices: in the order of statistics_of().
enum class Statistic : std::size_t { mean, p50, p90, p95, p99, max };
inline constexpr std::size_t kStatistics = 6;

[[nodiscard]] inline const MetricInfo& info(Metric metric) { return metrics()[static_cast<std::size_t>(metric)]; }

/// The metric of this name, nullopt when there is none.
[[nodiscard]] inline std::optional<Metric> metric_named(std::string_view name) {
    const MetricInfo* found = find_metric(name);
    if (found == nullptr) return std::nullopt;
    return static_cast<Metric>(found - metrics().data());
}

/// The statistic of this name, nullopt when there is none.
[[nodiscard]] inline std::optional<Statistic> statistic_named(std::string_view name) {
    const auto names = statistics_of(metrics()[0]);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) return static_cast<Statistic>(i);
    }
    return std::nullopt;
}

}  // namespace gallerysim::core
