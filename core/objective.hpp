#pragma once

#include <string>
#include <string_view>

#include "core/quantity.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// A metric and one of its statistics, as in time_to_running.p95.
struct MetricStatistic {
    std::string metric;
    std::string statistic;

    [[nodiscard]] std::string to_string() const { return metric + '.' + statistic; }
};

/// "time_to_running.p95", "failed_fraction" (its mean). Both names are checked against the table of metrics.
[[nodiscard]] Parsed<MetricStatistic> parse_metric_statistic(std::string_view text);

/// "time_to_running.p95 < 20 min": metric, one of < <= > >=, and a value in a unit of the metric.
[[nodiscard]] Parsed<Objective> parse_objective(std::string_view text);

/// Does a value in the metric's unit meet it? NaN never does.
[[nodiscard]] bool meets(const Objective& objective, double value);

}  // namespace gallerysim::core
