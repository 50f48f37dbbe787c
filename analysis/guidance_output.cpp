// guidance_csv() and guidance_json() of guidance_table.hpp.


#include <nlohmann/json.hpp>

#include "analysis/closed_forms.hpp"
#include "analysis/csv_text.hpp"
#include "analysis/guidance_regimes.hpp"
#include "analysis/guidance_table.hpp"
#include "analysis/guidance_verdict.hpp"
#include "analysis/json_number.hpp"
#include "core/metric.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

using Json = nlohmann::ordered_json;
using core::Metric;
using core::Statistic;

Json interval_json(const Interval& i) {
    return {{"value", json_number(i.value)}, {"low", json_number(i.low)}, {"high", json_number(i.high)}};
}

double hottest_at_random(const GuidancePoint& point) {
    return expected_hottest(static_cast<int>(point.burst.holds), static_cast<int>(point.replicas));
}

Json point_json(const GuidanceCase& of, const GuidancePoint& point, std::int64_t most_vms) {
    Json json = {{"replicas", point.replicas},
                 {"largest_burst", point.burst.holds},
                 {"at_least", point.is_capped(most_vms)},
                 {"shown_to_miss", point.burst.misses > most_vms ? Json(nullptr) : Json(point.burst.misses)},
                 {"by_arithmetic", point.by_arithmetic ? Json(*point.by_arithmetic) : Json(nullptr)},
                 {"runs", point.burst.runs},
                 {"binding_limit", binding_limit(of, point, most_vms)},
                 {"hottest_if_random", json_number(hottest_at_random(point))}};
    if (point.at_burst.runs > 0) {
        const BottleneckShare& share = point.at_burst.bottleneck;
        json["hottest"] = json_number(point.at_burst[Metric::peak_vms_per_replica][Statistic::mean].value);
        json["time_to_running_s.p95"] = json_number(point.at_burst[Metric::time_to_running][Statistic::p95].value);
        json["contention_share"] = json_number(share.contention_s / share.total_s());
    }
    return json;
}

Json claim_json(std::string_view name, const JudgedClaim& judged) {
    return {{"claim", name},
            {"verdict", to_string(judged.verdict)},
            {"decided_up_to_replicas", judged.decided_up_to},
            {"misses_at_replicas", judged.misses_at == 0 ? Json(nullptr) : Json(judged.misses_at)}};
}

Json case_json(const GuidanceCase& of, const GuidanceStudy& study) {
    Json json = {{"image", of.image},
                 {"os_type", core::to_string(of.os)},
                 {"storage", core::to_string(of.storage)},
                 {"routing", core::to_string(of.routing)},
                 {"same_as_storage", of.same_as ? Json(core::to_string(*of.same_as)) : Json(nullptr)},
                 {"demand_s", of.demand_s},
                 {"vms_per_replica_by_arithmetic", of.per_replica},
                 {"k", interval_json(of.line.k)},
                 {"b", interval_json(of.power.b)},
                 {"points_fitted", of.line.points},
                 {"claims", Json::array()},
                 {"points", Json::array()}};
    for (const RatioClaim& claim : ratio_claims()) {
        json["claims"].push_back(
            claim_json(claim.name, judge_ratio(of, claim.vms_per_replica, study.terms.most_vms)));
    }
    json["claims"].push_back(claim_json("at least 3", judge_at_least_three(of)));
    for (const GuidancePoint& point : of.points) json["points"].push_back(point_json(of, point, study.terms.most_vms));
    return json;
}

}  // namespace

std::string guidance_json(const core::Scenario& scenario, const GuidanceStudy& study) {
    Json json = {{"scenario",
                  {{"name", scenario.name}, {"hash", core::content_hash(scenario)}, {"seed", scenario.seed}}},
                 {"version", core::kVersion},
                 {"confidence", study.confidence},
                 {"most_vms", study.terms.most_vms},
                 {"objectives", Json::array()},
                 {"cases", Json::array()},
                 {"regimes", Json::array()}};
    for (const core::Objective& objective : study.terms.objectives) json["objectives"].push_back(objective.text);
    for (const GuidanceCase& of : study.cases) json["cases"].push_back(case_json(of, study));
    const std::vector<Regime> regimes = regimes_of(scenario, study);
    for (const PublishedRatio& ratio : published_ratios()) {
        if (regimes.empty()) break;
        const Regime& regime = nearest_regime(regimes, ratio.vms_per_replica);
        json["regimes"].push_back({{"published_vms_per_replica", ratio.vms_per_replica},
                                   {"source", ratio.source},
                                   {"image", regime.image},
                                   {"storage", core::to_string(regime.storage)},
                                   {"routing", regime.routing == core::Routing::random ? "random" : "even"},
                                   {"timeout_s", regime.timeout_s},
                                   {"vms_per_replica", regime.vms_per_replica}});
    }
    return json.dump(2) + '\n';
}

std::string guidance_csv(const core::Scenario& scenario, const GuidanceStudy& study) {
    CsvLine heading;
    for (const char* name : {"scenario_hash", "seed", "image", "os_type", "storage", "routing", "replicas", "largest_burst",
                             "at_least", "shown_to_miss", "by_arithmetic", "hottest", "hottest_if_random", "contention_share",
                             "binding_limit", "k", "k.low", "k.high", "b", "b.low", "b.high"}) {
        heading.add(std::string_view(name));
    }
    std::string text = heading.text();
    const std::string hash = core::content_hash(scenario);
    for (const GuidanceCase& of : study.cases) {
        for (const GuidancePoint& point : of.points) {
            const bool is_described = point.at_burst.runs > 0;
            const bool is_capped = point.is_capped(study.terms.most_vms);
            CsvLine line;
            line.add(std::string_view(hash));
            line.add(std::uint64_t{scenario.seed});
            line.add(std::string_view(of.image));
            line.add(core::to_string(of.os));
            line.add(core::to_string(of.storage));
            line.add(core::to_string(of.routing));
            line.add(static_cast<std::uint64_t>(point.replicas));
            line.add(static_cast<std::uint64_t>(point.burst.holds));
            line.add(std::string_view(is_capped ? "true" : "false"));
            if (point.burst.misses > study.terms.most_vms) line.add_empty();
            else line.add(static_cast<std::uint64_t>(point.burst.misses));
            if (point.by_arithmetic) line.add(static_cast<std::uint64_t>(*point.by_arithmetic));
            else line.add_empty();
            const BottleneckShare& share = point.at_burst.bottleneck;
            line.add(is_described ? point.at_burst[Metric::peak_vms_per_replica][Statistic::mean].value : core::MetricSummary::kNone);
            line.add(hottest_at_random(point));
            line.add(is_described ? share.contention_s / share.total_s() : core::MetricSummary::kNone);
            line.add(std::string_view(binding_limit(of, point, study.terms.most_vms)));
            for (const Interval* i : {&of.line.k, &of.power.b}) {
                line.add(i->value);
                line.add(i->low);
                line.add(i->high);
            }
            text += line.text();
        }
    }
    return text;
}

}  // namespace gallerysim::analysis
