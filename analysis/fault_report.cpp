#include "analysis/fault_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/comparison.hpp"
#include "analysis/human_text.hpp"
#include "analysis/json_number.hpp"
#include "analysis/point_result.hpp"
#include "analysis/text_table.hpp"
#include "core/metric_names.hpp"

namespace gallerysim::analysis {

using core::Metric;
using core::Statistic;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::array<std::pair<Metric, Statistic>, 4> kCosts{{{Metric::failed_fraction, Statistic::mean},
                                                              {Metric::time_to_running, Statistic::mean},
                                                              {Metric::time_to_running, Statistic::p95},
                                                              {Metric::makespan, Statistic::mean}}};

FaultTally tally_of(const PointResult& result, std::size_t fault) {
    return fault < result.faults.size() ? result.faults[fault] : FaultTally{};
}

std::string name_of(const FaultCost& cost) {
    const core::MetricInfo& info = core::info(cost.metric);
    const auto names = core::statistics_of(info);
    const std::string name(info.name);
    return names.size() == 1 || cost.metric == Metric::makespan
               ? name
               : name + '.' + std::string(names[static_cast<std::size_t>(cost.statistic)]);
}

std::string what_broke(const core::FaultSpec& fault) {
    std::string text(core::kFaultKindNames[static_cast<std::size_t>(fault.kind)]);
    if (fault.part) text += fmt::format(" {}", *fault.part);
    return text + ", " + fault.region;
}

std::string happened_table(const core::Scenario& scenario, const PointResult& result) {
    using Align = TextTable::Align;
    TextTable table({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right});
    table.add({"fault", "", "times per run", "min each", "reads lost", "places lost"});
    const auto per_run = [&](std::uint64_t count) {
        return short_number(static_cast<double>(count) / static_cast<double>(result.runs));
    };
    for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
        const FaultTally tally = tally_of(result, i);
        const double each = tally.times == 0 ? std::nan("") : tally.broken_s / static_cast<double>(tally.times) / 60.0;
        table.add({scenario.faults[i].name, what_broke(scenario.faults[i]), per_run(tally.times), short_number(each),
                   per_run(tally.reads_lost), per_run(tally.places_lost)});
    }
    return table.render();
}

std::string hit_sentence(const PointResult& result) {
    if (result.hit_vms == 0) return "No VM was hit by a fault.\n";
    const auto runs = static_cast<double>(result.runs);
    return fmt::format("Faults hit {} VMs per run ({} %), of which {} did not come to run.\n",
                       short_number(static_cast<double>(result.hit_vms) / runs),
                       percent_number(static_cast<double>(result.hit_vms) / static_cast<double>(result.requested)),
                       short_number(static_cast<double>(result.hit_vms_failed) / runs));
}

std::string cost_table(const PointResult& result) {
    if (result.fault_costs.empty()) return {};
    using Align = TextTable::Align;
    TextTable table({Align::left, Align::right, Align::right, Align::right, Align::left});
    table.add({"what the faults cost", "without", "with", "difference", "interval"});
    for (const FaultCost& cost : result.fault_costs) {
        const double typical = std::isnan(cost.with) ? cost.without : cost.with;
        const DisplayUnit unit = display_unit(core::info(cost.metric).unit, typical);
        const DisplayUnit difference = display_unit(core::info(cost.metric).unit, std::abs(cost.difference.value));
        table.add({name_of(cost), value_text(cost.without, unit), value_text(cost.with, unit),
                   value_text(cost.difference.value, difference), interval_text(cost.difference, difference)});
    }
    const bool fails = result.fault_costs.front().with > 0.0;
    return table.render() + (fails ? "Times are of the VMs that run: with faults these may be others, and fewer.\n" : "");
}

}  // namespace

std::vector<FaultTally> tally_faults(std::span<const core::RunResult> runs) {
    std::vector<FaultTally> tallies;
    for (const core::RunResult& run : runs) {
        for (const core::FaultOccurrence& occurrence : run.faults) {
            if (occurrence.fault >= tallies.size()) tallies.resize(occurrence.fault + 1);
            FaultTally& tally = tallies[occurrence.fault];
            ++tally.times;
            tally.broken_s += (occurrence.until - occurrence.from).seconds();
            tally.reads_lost += occurrence.reads_lost;
            tally.places_lost += occurrence.places_lost;
        }
    }
    return tallies;
}

std::vector<FaultCost> compute_fault_costs(const core::Scenario& scenario, std::uint64_t runs,
                                           const ExperimentOptions& options) {
    if (scenario.faults.empty()) return {};
    core::Scenario without = scenario;
    without.faults.clear();
    without.experiment.max_runs = static_cast<std::int64_t>(runs);
    without.experiment.min_runs = std::min(without.experiment.min_runs, without.experiment.max_runs);
    const Comparison comparison = compare_scenarios(without, scenario, options);
    std::vector<FaultCost> costs;
    for (const auto& [metric, statistic] : kCosts) {
        const ComparisonRow* row = comparison.find(metric, statistic);
        if (row == nullptr) continue;
        costs.push_back({metric, statistic, row->a, row->b, row->difference});
    }
    return costs;
}

std::string fault_table(const core::Scenario& scenario, const PointResult& result) {
    if (scenario.faults.empty()) return {};
    const std::string costs = cost_table(result);
    return happened_table(scenario, result) + hit_sentence(result) + (costs.empty() ? "" : "\n" + costs);
}

Json fault_json(const core::Scenario& scenario, const PointResult& result) {
    const auto runs = static_cast<double>(result.runs);
    Json happened = Json::array();
    for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
        const FaultTally tally = tally_of(result, i);
        const core::FaultSpec& fault = scenario.faults[i];
        happened.push_back({{"name", fault.name},
                            {"kind", core::kFaultKindNames[static_cast<std::size_t>(fault.kind)]},
                            {"region", fault.region},
                            {"times_per_run", static_cast<double>(tally.times) / runs},
                            {"broken_s_per_run", tally.broken_s / runs},
                            {"reads_lost_per_run", static_cast<double>(tally.reads_lost) / runs},
                            {"places_lost_per_run", static_cast<double>(tally.places_lost) / runs}});
    }
    Json costs = Json::array();
    for (const FaultCost& cost : result.fault_costs) {
        const core::MetricInfo& info = core::info(cost.metric);
        costs.push_back({{"metric", core::name_with_unit(info)},
                         {"statistic", core::statistics_of(info)[static_cast<std::size_t>(cost.statistic)]},
                         {"without", json_number(cost.without)},
                         {"with", json_number(cost.with)},
                         {"difference", json_number(cost.difference.value)},
                         {"low", json_number(cost.difference.low)},
                         {"high", json_number(cost.difference.high)}});
    }
    return {{"happened", std::move(happened)},
            {"hit_vms", result.hit_vms},
            {"hit_vms_failed", result.hit_vms_failed},
            {"cost", std::move(costs)}};
}

}  // namespace gallerysim::analysis
