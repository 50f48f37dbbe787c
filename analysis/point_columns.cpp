#include "analysis/point_columns.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

using Kind = CellKind;

constexpr std::array<std::string_view, 3> kKeyColumns{"scenario_hash", "point", "seed"};

std::vector<std::string> names_of(std::span<const std::string_view> names) { return {names.begin(), names.end()}; }

ColumnGroup metric_group(const core::MetricInfo& metric) {
    ColumnGroup group{.names = {},
                      .kind = Kind::real,
                      .unit = std::string(core::to_string(metric.unit)),
                      .meaning = fmt::format("{} With the ends of its interval.", metric.definition),
                      .ends = {"", ".low", ".high"}};
    for (const std::string_view statistic : core::statistics_of(metric)) {
        group.names.push_back(fmt::format("{}.{}", core::name_with_unit(metric), statistic));
    }
    return group;
}

std::vector<ColumnGroup> make_result_columns() {
    std::vector<ColumnGroup> groups{
        {{"runs"}, Kind::count, "1", "Runs of the point."},
        {{"requested"}, Kind::count, "VMs", "VMs that were requested over all runs."},
        {names_of(core::kVmOutcomeNames), Kind::count, "VMs", "VMs with this outcome over all runs."}};
    for (const core::MetricInfo& metric : core::metrics()) groups.push_back(metric_group(metric));
    groups.push_back({{"bottleneck.client_s", "bottleneck.lost_s", "bottleneck.throttled_s", "bottleneck.allocation_s",
                       "bottleneck.storage_busy_s", "bottleneck.contention_s", "bottleneck.solo_read_s",
                       "bottleneck.boot_s", "bottleneck.fault_s", "bottleneck.total_s"},
                      Kind::real,
                      "s",
                      "Where the time of a running VM went, on average, and the sum."});
    groups.push_back({{"answers_429"}, Kind::count, "1", "Calls that the control plane refused, over all runs."});
    groups.push_back({{"answers_503"}, Kind::count, "1", "Reads that replicas refused, over all runs."});
    groups.push_back({{"steady.from_s", "steady.to_s"}, Kind::real, "s", "In steady state: when on average the warm-up ends, and when the cool-down begins."});
    groups.push_back({{"steady.warm_up_vms", "steady.cool_down_vms"}, Kind::count, "VMs", "In steady state: VMs over all runs that were requested before and after."});
    groups.push_back({{"steady.unsettled_runs"}, Kind::count, "1", "In steady state: runs in which it was not found."});
    groups.push_back({{"precision_reached"}, Kind::truth, "", "Whether every watched metric is as precise as was asked for."});
    groups.push_back({{"objectives_met"}, Kind::truth, "", "Whether all objectives are met; none where there are no objectives."});
    return groups;
}

/// An axis may be named like a column that every file has; then it is told apart.
std::string axis_column(const std::string& name) {
    const auto is_name = [&](std::string_view column) { return column == name; };
    const bool is_short = name.find('.') == std::string::npos;
    const bool taken = std::ranges::any_of(kKeyColumns, is_name) ||
                       (is_short && std::ranges::any_of(column_names(point_result_columns()), is_name));
    return taken ? "axis." + name : name;
}

void add_interval(const Interval& interval, std::vector<Cell>& cells) {
    for (const double end : {interval.value, interval.low, interval.high}) cells.push_back(real_cell(end));
}

}  // namespace

std::vector<ColumnGroup> point_key_columns(std::span<const core::SweepAxis> axes) {
    std::vector<ColumnGroup> groups{
        {{"scenario_hash"}, Kind::text, "", "Stands for all of the point's scenario but its seed."},
        {{"point"}, Kind::count, "", "Number of the point, from 0; the last axis runs fastest."},
        {{"seed"}, Kind::count, "", "Seed of all random streams."}};
    for (const core::SweepAxis& axis : axes) {
        groups.push_back({{axis_column(axis.name)}, Kind::text, "", fmt::format("Value of {}, as the scenario writes it.", axis.set)});
    }
    return groups;
}

std::span<const ColumnGroup> point_result_columns() {
    static const std::vector<ColumnGroup> kColumns = make_result_columns();
    return kColumns;
}

void add_point_key(const PointKey& key, std::vector<Cell>& cells) {
    cells.emplace_back(std::string_view(key.scenario_hash));
    cells.emplace_back(key.point);
    cells.emplace_back(key.seed);
    for (const std::string& value : key.axis_values) cells.emplace_back(std::string_view(value));
}

void add_point_result(const PointResult& result, std::vector<Cell>& cells) {
    cells.emplace_back(result.runs);
    cells.emplace_back(result.requested);
    for (const std::uint64_t count : result.outcomes) cells.emplace_back(count);
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const std::size_t statistics = core::statistics_of(core::metrics()[m]).size();
        for (std::size_t s = 0; s < statistics; ++s) add_interval(result.metrics[m].statistics[s], cells);
    }
    const BottleneckShare& share = result.bottleneck;
    for (const double seconds : {share.client_s, share.lost_s, share.throttled_s, share.allocation_s, share.storage_busy_s,
                                 share.contention_s, share.solo_read_s, share.boot_s, share.fault_s, share.total_s()}) {
        cells.push_back(real_cell(seconds));
    }
    cells.emplace_back(std::accumulate(result.throttles.throttled.begin(), result.throttles.throttled.end(), std::uint64_t{0}));
    cells.emplace_back(result.storage.busy_answers);
    if (const auto& steady = result.steady) {
        cells.push_back(real_cell(steady->from_s));
        cells.push_back(real_cell(steady->to_s));
        for (const std::uint64_t count : {steady->warm_up_vms, steady->cool_down_vms, steady->unsettled_runs}) cells.emplace_back(count);
    } else {
        for (int i = 0; i < 5; ++i) cells.emplace_back();
    }
    cells.emplace_back(result.precision_reached());
    if (result.objectives.empty()) {
        cells.emplace_back();
    } else {
        cells.emplace_back(result.objectives_met());
    }
}

}  // namespace gallerysim::analysis
