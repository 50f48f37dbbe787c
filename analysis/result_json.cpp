#include "analysis/result_json.hpp"


#include <nlohmann/json.hpp>

#include "analysis/arithmetic.hpp"
#include "analysis/gallery_report.hpp"
#include "analysis/json_number.hpp"
#include "analysis/replication_text.hpp"
#include "analysis/result_warnings.hpp"
#include "analysis/throughput_scaling.hpp"
#include "core/metric.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kJsonIndent = 2;

Json interval_of_json(const Interval& interval) {
    return {
        {"value", json_number(interval.value)}, {"low", json_number(interval.low)}, {"high", json_number(interval.high)}};
}

Json scenario_json(const core::Scenario& scenario) {
    return {{"name", scenario.name}, {"hash", core::content_hash(scenario)}, {"seed", scenario.seed}};
}

Json outcomes_json(const PointResult& result) {
    Json outcomes = Json::object();
    for (std::size_t i = 0; i < core::kVmOutcomes; ++i) {
        outcomes[std::string(core::kVmOutcomeNames[i])] = result.outcomes[i];
    }
    return outcomes;
}

Json metrics_json(const PointResult& result) {
    Json metrics = Json::object();
    for (std::size_t m = 0; m < core::kMetrics; ++m) {
        const core::MetricInfo& info = core::info(static_cast<core::Metric>(m));
        const auto names = core::statistics_of(info);
        Json statistics = Json::object();
        for (std::size_t s = 0; s < names.size(); ++s) {
            statistics[std::string(names[s])] = interval_of_json(result.metrics[m].statistics[s]);
        }
        metrics[core::name_with_unit(info)] = std::move(statistics);
    }
    return metrics;
}

Json bottleneck_json(const BottleneckShare& share) {
    return {{"client_s", share.client_s},
            {"lost_s", share.lost_s},
            {"throttled_s", share.throttled_s},
            {"allocation_s", share.allocation_s},
            {"storage_busy_s", share.storage_busy_s},
            {"contention_s", share.contention_s},
            {"solo_read_s", share.solo_read_s},
            {"boot_s", share.boot_s},
            {"fault_s", share.fault_s},
            {"total_s", share.total_s()}};
}

Json binding_json(const PointResult& result) {
    Json shares = Json::object();
    for (std::size_t i = 0; i < core::kHoldUps; ++i) {
        shares[std::string(core::name_of(static_cast<core::HoldUp>(i)))] = result.binding[i];
    }
    return shares;
}

/// Calls to the control plane and its 429 answers, per run.
Json control_plane_json(const PointResult& result) {
    const auto per_run = [&](std::uint64_t count) {
        return static_cast<double>(count) / static_cast<double>(result.runs);
    };
    Json throttled = Json::object();
    for (std::size_t i = 0; i < core::kLimits; ++i) {
        throttled[std::string(core::kLimitNames[i])] = per_run(result.throttles.throttled[i]);
    }
    return {{"accepted_per_run", per_run(result.throttles.accepted)}, {"throttled_per_run", std::move(throttled)}};
}

/// What the replicas were asked for and did, per run.
Json storage_json(const PointResult& result) {
    const auto per_run = [&](double sum) { return sum / static_cast<double>(result.runs); };
    const core::StorageUse& use = result.storage;
    return {{"busy_per_run", per_run(static_cast<double>(use.busy_answers))},
            {"bytes_read_per_run", per_run(use.bytes_read)},
            {"work_demanded_s_per_run", per_run(use.work_demanded_s)},
            {"work_served_s_per_run", per_run(use.work_served_s)},
            {"work_left_s_per_run", per_run(use.work_left_s)}};
}

/// null where the experiment is terminating.
Json steady_json(const PointResult& result) {
    if (!result.steady) return nullptr;
    const SteadySummary& steady = *result.steady;
    return {{"from_s", steady.from_s},
            {"to_s", steady.to_s},
            {"warm_up_vms", steady.warm_up_vms},
            {"cool_down_vms", steady.cool_down_vms},
            {"unsettled_runs", steady.unsettled_runs},
            {"empty_runs", steady.empty_runs}};
}

Json objectives_json(const core::Scenario& scenario, const PointResult& result) {
    Json objectives = Json::array();
    for (std::size_t i = 0; i < result.objectives.size(); ++i) {
        const ObjectiveResult& measured = result.objectives[i];
        const core::Objective& wanted = scenario.experiment.objectives[i];
        objectives.push_back({{"expression", measured.text},
                              {"value", json_number(measured.value.value)},
                              {"ok", measured.ok},
                              {"certain", measured.is_certain},
                              {"low", json_number(measured.value.low)},
                              {"high", json_number(measured.value.high)},
                              {"metric", wanted.metric},
                              {"statistic", wanted.statistic},
                              {"relation", core::to_string(wanted.relation)},
                              {"threshold", wanted.threshold}});
    }
    return objectives;
}

Json precision_json(const PointResult& result) {
    Json all = Json::array();
    for (const PrecisionResult& precision : result.precision) {
        using State = PrecisionResult::State;
        const bool defined = precision.state != State::undefined;
        all.push_back({{"metric", precision.metric},
                       {"half_width", defined ? json_number(precision.half_width) : Json(nullptr)},
                       {"reached", precision.state == State::reached}});
    }
    return all;
}

Json quality_json(const FitQuality& quality) {
    return {{"r_squared", json_number(quality.r_squared)},
            {"largest_relative_residual", json_number(quality.largest_relative_residual)},
            {"runs_test_p", json_number(quality.runs_test_p)}};
}

Json usl_json(const UslFit& usl) {
    if (!usl.why_not.empty()) return {{"why_not", usl.why_not}};
    return {{"lambda_per_min", interval_of_json(usl.lambda)}, {"sigma", interval_of_json(usl.sigma)},
            {"kappa", interval_of_json(usl.kappa)},           {"n_max", json_number(usl.n_max)},
            {"x_max_per_min", json_number(usl.x_max)},          {"quality", quality_json(usl.quality)}};
}

Json knee_json(const KneeFit& knee) {
    if (!knee.why_not.empty()) return {{"why_not", knee.why_not}};
    return {{"at", interval_of_json(knee.knee)},
            {"throughput_per_min", json_number(knee.at_knee)},
            {"slope_before_per_min", json_number(knee.slope_before)},
            {"slope_after_per_min", json_number(knee.slope_after)},
            {"p_straight", json_number(knee.p_straight)},
            {"quality", quality_json(knee.quality)}};
}

Json scaling_json(const SweepGrid& grid, std::span<const PointResult> results) {
    Json all = Json::array();
    for (const ThroughputScaling& scaling : throughput_scaling(grid, results)) {
        all.push_back({{"axis", scaling.axis},
                       {"others", scaling.others},
                       {"x", scaling.x},
                       {"throughput_per_min", scaling.y},
                       {"left_out", scaling.left_out},
                       {"failing", scaling.failing},
                       {"linear",
                        {{"per_min_for_each", interval_of_json(scaling.linear.k)},
                         {"quality", quality_json(scaling.linear.quality)}}},
                       {"usl", usl_json(scaling.usl)},
                       {"knee", knee_json(scaling.knee)}});
    }
    return all;
}

/// All that is said of one scenario's runs, into `json`.
void add_result(Json& json, const core::Scenario& scenario, const PointResult& result) {
    json["runs"] = result.runs;
    json["requested"] = result.requested;
    json["outcomes"] = outcomes_json(result);
    json["rejected_by_rule"] = rejection_json(result);
    json["metrics"] = metrics_json(result);
    json["control_plane"] = control_plane_json(result);
    json["storage"] = storage_json(result);
    json["bottleneck"] = bottleneck_json(result.bottleneck);
    json["binding_limit"] = binding_json(result);
    json["arithmetic"] = closed_form_json(closed_forms_of(scenario, result));
    json["events"] = event_json(scenario, result);
    if (!scenario.faults.empty()) json["faults"] = fault_json(scenario, result);
    json["replication"] = replication_json(result.replications);
    json["bill"] = bill_json(bill_of_runs(scenario, result));
    json["steady_state"] = steady_json(result);
    json["objectives"] = objectives_json(scenario, result);
    json["objectives_met"] = result.objectives.empty() ? Json(nullptr) : Json(result.objectives_met());
    json["confidence"] = scenario.experiment.confidence;
    json["relative_half_width"] = scenario.experiment.relative_half_width;
    json["precision"] = precision_json(result);
    json["precision_reached"] = result.precision_reached();
    json["warnings"] = result_warnings(scenario, result);
}

}  // namespace

std::string run_json(const core::Scenario& scenario, const PointResult& result) {
    Json json = {{"scenario", scenario_json(scenario)}, {"version", core::kVersion}};
    if (result.replay) json["replay"] = {{"point", result.replay->point}, {"run", result.replay->run}};
    add_result(json, scenario, result);
    return json.dump(kJsonIndent) + '\n';
}

std::string sweep_json(const core::Scenario& base, const SweepGrid& grid,
                       std::span<const PointResult> results) {
    GALLERYSIM_ASSERT(results.size() == grid.scenarios.size(), "every point has a result");
    Json json = {{"scenario", scenario_json(base)}, {"version", core::kVersion}, {"axes", Json::array()}};
    for (const core::SweepAxis& axis : grid.axes) {
        json["axes"].push_back({{"name", axis.name}, {"set", axis.set}, {"values", axis.values}});
    }
    json["points"] = Json::array();
    for (std::size_t p = 0; p < results.size(); ++p) {
        Json point = {
            {"point", grid.numbers[p]}, {"scenario", scenario_json(grid.scenarios[p])}, {"values", Json::object()}};
        for (std::size_t i = 0; i < grid.axes.size(); ++i)
            point["values"][grid.axes[i].name] = grid.values[p][i];
        add_result(point, grid.scenarios[p], results[p]);
        json["points"].push_back(std::move(point));
    }
    json["throughput_scaling"] = scaling_json(grid, results);
    return json.dump(kJsonIndent) + '\n';
}

}  // namespace gallerysim::analysis
