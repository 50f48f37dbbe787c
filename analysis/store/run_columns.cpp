#include "analysis/store/run_columns.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>

#include "analysis/store/run_details.hpp"
#include "core/gallery/rule.hpp"
#include "core/metric.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

ColumnGroup one(std::string name, CellKind kind, std::string unit, std::string meaning) {
    return {{std::move(name)}, kind, std::move(unit), std::move(meaning)};
}

ColumnGroup count(std::string name, std::string meaning) {
    return one(std::move(name), CellKind::count, "1", std::move(meaning));
}

template <class Names>
ColumnGroup group_of(std::string_view prefix, const Names& names, CellKind kind, std::string unit, std::string meaning) {
    ColumnGroup group{{}, kind, std::move(unit), std::move(meaning)};
    for (const auto& name : names) group.names.push_back(fmt::format("{}{}", prefix, name));
    return group;
}

std::vector<std::string_view> rule_names() {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < core::kRules; ++i) names.push_back(core::info(static_cast<core::Rule>(i)).id);
    return names;
}

std::vector<std::string_view> hold_up_names() {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < core::kHoldUps; ++i) names.push_back(core::name_of(static_cast<core::HoldUp>(i)));
    return names;
}

/// A run has one value of a metric, unless it is measured at each VM.
std::size_t statistics_within_run(const core::MetricInfo& metric) {
    return metric.scope == core::MetricScope::vm ? core::statistics_of(metric).size() : 1;
}

ColumnGroup run_metric_group(const core::MetricInfo& metric) {
    return group_of(core::name_with_unit(metric) + '.',
                    core::statistics_of(metric).first(statistics_within_run(metric)), CellKind::real,
                    std::string(core::to_string(metric.unit)), std::string(metric.definition));
}

/// Calls visit(description of the columns, value or range of values) for all that a result holds but its records.
/// A description is made only if it is called. Every struct is taken apart as a whole: with a new member this does not
/// compile until the member has its column, so that nothing of a run can be lost.
template <class Result, class Visit>
void visit_run(Result& result, const Visit& visit) {
    using Kind = CellKind;
    auto& [requested, overprovisioned, outcomes, rejected, throttled_vms, metrics, throttles, storage, operations, ready,
           binding_s, bottleneck, faults, hit_vms, hit_vms_failed, events, end, regions_asked, regions_replicated,
           replications, steady, records] = result;
    static_cast<void>(records);
    visit([] { return one("requested", Kind::count, "VMs", "VMs that were requested."); }, requested);
    visit([] { return one("overprovisioned", Kind::count, "VMs", "Instances that scale sets began beyond those asked for."); },
          overprovisioned);
    visit([] { return group_of("", core::kVmOutcomeNames, Kind::count, "VMs", "VMs with this outcome."); }, outcomes);
    visit([] { return group_of("rejected.", rule_names(), Kind::count, "VMs", "VMs that this rule of the gallery refused."); },
          rejected);
    visit([] { return one("throttled_vms", Kind::count, "VMs", "VMs that got at least one answer 429 or 503."); },
          throttled_vms);
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const core::MetricInfo& metric = core::metrics()[m];
        visit([&metric] { return run_metric_group(metric); },
              std::span(metrics[m].values).first(statistics_within_run(metric)));
    }
    auto& [accepted, throttled] = throttles;
    visit([] { return count("calls_accepted", "Calls that the control plane let in."); }, accepted);
    visit([] { return group_of("answers_429.", core::kLimitNames, Kind::count, "1", "Calls that this limit of the control plane refused."); },
          throttled);
    auto& [busy_answers, reads_lost, bytes_read, work_demanded_s, work_served_s, work_left_s] = storage;
    visit([] { return count("answers_503", "Reads that replicas refused."); }, busy_answers);
    visit([] { return count("reads_lost", "Reads that were broken off because their replica was lost."); }, reads_lost);
    visit([] { return one("bytes_read", Kind::real, "B", "Read by VMs that have read all that their boot reads."); }, bytes_read);
    visit([] { return one("work_demanded_s", Kind::real, "s", "Work asked of the replicas, in exclusive seconds of one."); },
          work_demanded_s);
    visit([] { return one("work_served_s", Kind::real, "s", "What of it was served."); }, work_served_s);
    visit([] { return one("work_left_s", Kind::real, "s", "What of it was broken off, or under way at the end."); }, work_left_s);
    visit([] { return count("scale_set_operations", "Creations, growths and upgrades of scale sets."); }, operations);
    visit([] { return count("scale_sets_ready", "Those of them that got all their instances running."); }, ready);
    visit([] { return group_of("binding_s.", hold_up_names(), Kind::real, "s", "Time during which this limit was the binding one."); },
          binding_s);
    auto& [client_s, lost_s, throttled_s, allocation_s, storage_busy_s, contention_s, solo_read_s, boot_s, fault_s] = bottleneck;
    const std::array parts{&client_s, &lost_s, &throttled_s, &allocation_s, &storage_busy_s, &contention_s, &solo_read_s, &boot_s, &fault_s};
    static constexpr std::array<std::string_view, parts.size()> kParts{
        "client_s", "lost_s", "throttled_s", "allocation_s", "storage_busy_s", "contention_s", "solo_read_s", "boot_s", "fault_s"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        visit([i] { return one(fmt::format("bottleneck.{}", kParts[i]), Kind::real, "s", "Time that the running VMs of the run spent there, added up."); },
              *parts[i]);
    }
    visit([] { return count("events", "Events that the engine ran."); }, events);
    visit([] { return one("end_s", Kind::time, "s", "When the last event happened, from the beginning of the run."); }, end);
    visit([] { return one("hit_vms", Kind::count, "VMs", "VMs that a fault undid something of or stood in the way of."); }, hit_vms);
    visit([] { return one("hit_vms_failed", Kind::count, "VMs", "Those of them that did not come to run."); }, hit_vms_failed);
    visit([] { return count("regions_asked", "Regions that were asked for replicas of a version while the run went on."); },
          regions_asked);
    visit([] { return count("regions_replicated", "Those of them that got them all."); }, regions_replicated);
    visit([] { return one("faults", Kind::text, "", "What faults did, as JSON."); }, faults);
    visit([] { return one("replications", Kind::text, "", "What was copied while the run went on, as JSON."); }, replications);
    visit([] { return one("steady", Kind::text, "", "In steady state: the part of the run that counts, as JSON."); }, steady);
}

/// Kept as text.
template <class Value>
constexpr bool kIsDetail = requires(const Value& value) { detail_text(value); };

template <class Value>
constexpr bool kIsOne =
    std::is_arithmetic_v<Value> || std::is_same_v<std::remove_const_t<Value>, sim::SimTime> || kIsDetail<Value>;

/// Calls each(value) for a value, or for the values of a range.
template <class Values, class Each>
void for_values(Values&& values, const Each& each) {
    if constexpr (kIsOne<std::remove_reference_t<Values>>) {
        each(values);
    } else {
        for (auto& value : values) each(value);
    }
}

Cell cell_of(std::uint64_t value) { return value; }
Cell cell_of(double value) { return std::isnan(value) ? Cell() : Cell(value); }
Cell cell_of(sim::SimTime value) { return value; }

void set(std::uint64_t& value, const Cell& cell) { value = std::get<std::uint64_t>(cell); }
void set(double& value, const Cell& cell) {
    const double* number = std::get_if<double>(&cell);
    value = number != nullptr ? *number : std::numeric_limits<double>::quiet_NaN();
}
void set(sim::SimTime& value, const Cell& cell) { value = std::get<sim::SimTime>(cell); }
template <class Detail>
    requires kIsDetail<Detail>
void set(Detail& value, const Cell& cell) {
    if (const auto* text = std::get_if<std::string_view>(&cell)) read_detail(*text, value);
}

std::vector<ColumnGroup> make_run_columns() {
    std::vector<ColumnGroup> groups;
    const core::RunResult result;
    visit_run(result, [&](const auto& describe, const auto& values) {
        ColumnGroup group = describe();
        std::size_t number = 0;
        for_values(values, [&](const auto&) { ++number; });
        GALLERYSIM_ASSERT(number == group.names.size(), "every value has a column");
        const bool goes_on = !groups.empty() && groups.back().meaning == group.meaning && group.names.size() == 1 && group.kind == groups.back().kind;
        if (goes_on) {
            groups.back().names.push_back(std::move(group.names.front()));
        } else {
            groups.push_back(std::move(group));
        }
    });
    return groups;
}

}  // namespace

std::span<const ColumnGroup> run_columns() {
    static const std::vector<ColumnGroup> kColumns = make_run_columns();
    return kColumns;
}

void run_cells(const core::RunResult& result, RunRow& row) {
    row.cells.clear();
    std::size_t next = 0;
    visit_run(result, [&](const auto&, const auto& values) {
        for_values(values, [&](const auto& value) {
            if constexpr (kIsDetail<std::remove_cvref_t<decltype(value)>>) {
                std::string& text = row.texts.at(next++);
                text = detail_text(value);
                row.cells.push_back(text.empty() ? Cell() : Cell(std::string_view(text)));
            } else {
                row.cells.push_back(cell_of(value));
            }
        });
    });
}

core::RunResult run_of_cells(std::span<const Cell> cells) {
    core::RunResult result;
    std::size_t next = 0;
    visit_run(result, [&](const auto&, auto&& values) {
        for_values(values, [&](auto& value) { set(value, cells[next++]); });
    });
    GALLERYSIM_ASSERT(next == cells.size(), "every cell has its value");
    return result;
}

}  // namespace gallerysim::analysis
