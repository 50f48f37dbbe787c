#include "analysis/report/guidance_charts.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "analysis/burst_size.hpp"
#include "analysis/guidance_names.hpp"
#include "analysis/guidance_verdict.hpp"
#include "analysis/human_text.hpp"
#include "analysis/report/chart_parts.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kRow = 26;  // pixels

Interval per_replica(const GuidancePoint& point, std::int64_t most_vms) {
    const auto r = static_cast<double>(point.replicas);
    const auto holds = static_cast<double>(point.burst.holds);
    const double open = point.burst.misses > most_vms ? holds : static_cast<double>(point.burst.misses - 1);
    return {holds / r, holds / r, open / r};
}

ReportChart burst_chart(const GuidanceStudy& study, const std::string& image, std::size_t number) {
    ChartRows rows{"way", "replicas", "value", "low", "high", "largest_burst", "searched"};
    double least = INFINITY;
    double most = 0.0;
    for (const GuidanceCase* of : printed_cases(study)) {
        if (of->image != image) continue;
        for (const GuidancePoint& point : of->points) {
            if (point.burst.holds == 0) continue;
            const Interval ratio = per_replica(point, study.terms.most_vms);
            least = std::fmin(least, ratio.value);
            most = std::fmax(most, ratio.value);
            rows.add(way_text(study, *of), point.replicas, ratio, point.burst.holds,
                     point.is_capped(study.terms.most_vms) ? "at least: no larger burst was looked at" : "found");
        }
    }
    Json spec = Json::parse(R"({"height": 300, "data": {"name": "bursts"}, "layer": [
        {"mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6, "tooltip": null},
         "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}},
        {"mark": {"type": "line", "strokeWidth": 1.5}, "encoding": {"y": {"field": "value", "type": "quantitative"}}},
        {"mark": {"type": "point", "size": 45}, "encoding": {"y": {"field": "value", "type": "quantitative"}}}]})");
    const Json scale = {{"type", "log"}};
    const std::string title = "largest burst per replica, n* / r";
    for (Json& layer : spec["layer"]) {
        layer["encoding"]["y"]["title"] = title;
        layer["encoding"]["y"]["scale"] = scale;
    }
    Json x = quantity("replicas", "replicas, r");
    x["scale"] = {{"type", "log"}};
    x["axis"] = {{"values", study.terms.replicas}, {"format", "d"}};
    Json colour = category("way", "storage, routing");
    colour["legend"] = {{"columns", 2}};
    for (Json& layer : spec["layer"]) {
        layer["encoding"]["x"] = x;
        layer["encoding"]["color"] = colour;
    }
    Json& points = spec["layer"][2]["encoding"];
    points["shape"] = category("searched", "");
    points["shape"]["scale"] = {{"domain", {"found", "at least: no larger burst was looked at"}}, {"range", {"circle", "triangle-up"}}};
    points["tooltip"] = Json::array({category("way", "storage, routing"), quantity("replicas", "replicas"), quantity("largest_burst", "largest burst, n*"),
                                     quantity("value", "n* / r"), category("searched", "")});
    for (Json& layer : guide_line("y", static_cast<double>(kGuidedVmsPerReplica), "1 replica per 20 VMs", title)) {
        layer["encoding"]["y"]["scale"] = scale;
        spec["layer"].push_back(std::move(layer));
    }
    return make_chart(fmt::format("largest-burst-{}", number), fmt::format("{}: the largest burst per replica", image),
                      fmt::format("From {} to {} VMs per replica hold. Points above the dashed line hold more than the guidance of 1 replica per 20 VMs says; "
                                  "upright strokes span what the search left open.",
                                  short_number(least), short_number(most)),
                      spec, {{"bursts", rows.csv()}});
}

}  // namespace

std::vector<ReportChart> burst_charts(const GuidanceStudy& study) {
    std::vector<ReportChart> charts;
    std::set<std::string> seen;
    for (const GuidanceCase* of : printed_cases(study)) {
        const bool some = std::ranges::any_of(study.cases, [&](const GuidanceCase& other) {
            return other.image == of->image && std::ranges::any_of(other.points, [](const GuidancePoint& p) { return p.burst.holds > 0; });
        });
        if (some && seen.insert(of->image).second) charts.push_back(burst_chart(study, of->image, seen.size()));
    }
    return charts;
}

std::vector<ReportChart> fit_chart(const GuidanceStudy& study) {
    ChartRows rows{"image", "way", "value", "low", "high"};
    std::set<std::string> ways;
    for (const GuidanceCase* of : printed_cases(study)) {
        if (!std::isfinite(of->line.k.value)) continue;
        rows.add(of->image, way_text(study, *of), of->line.k);
        ways.insert(way_text(study, *of));
    }
    if (rows.empty()) return {};
    Json spec = Json::parse(R"({"data": {"name": "fits"}, "layer": [
        {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5}, "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": true, "size": 70}, "encoding": {"x": {"field": "value", "type": "quantitative"}}}]})");
    spec["height"] = kRow * 3 / 2 * ways.size();
    draw_known_ranges(spec["layer"][0], RangeScale::logarithmic);
    const Json scale = {{"type", "log"}};
    const std::string title = "k: VMs per replica in n* = k r";
    for (Json& layer : spec["layer"]) {
        layer["encoding"]["x"]["title"] = title;
        layer["encoding"]["x"]["scale"] = scale;
        layer["encoding"]["y"] = category("way", "");
        layer["encoding"]["y"]["axis"] = {{"labelLimit", 300}};
        layer["encoding"]["yOffset"] = category("image", "");
        layer["encoding"]["color"] = category("image", "");
    }
    for (Json& layer : guide_line("x", static_cast<double>(kGuidedVmsPerReplica), "1 replica per 20 VMs", title)) {
        layer["encoding"]["x"]["scale"] = scale;
        spec["layer"].push_back(std::move(layer));
    }
    return {make_chart("per-replica", "VMs per replica: the slope of n* = k r",
                       fmt::format("Each image, storage type and routing with its fitted k and its {} % interval, where there are points enough for one; the dashed line is the guidance. The table "
                                   "below tells where n* does not grow in proportion.",
                                   short_number(100.0 * study.confidence)),
                       spec, {{"fits", rows.csv()}})};
}

std::vector<ReportChart> verdict_chart(const GuidanceStudy& study) {
    ChartRows rows{"case", "claim", "verdict"};
    std::vector<std::string> claims;
    for (const RatioClaim& claim : ratio_claims()) claims.emplace_back(claim.name);
    claims.emplace_back("at least 3");
    std::size_t not_enough = 0;
    std::size_t all = 0;
    for (const GuidanceCase* of : printed_cases(study)) {
        const std::string name = fmt::format("{}, {}", of->image, way_text(study, *of));
        for (std::size_t i = 0; i < claims.size(); ++i) {
            const bool is_ratio = i < ratio_claims().size();
            const JudgedClaim judged =
                is_ratio ? judge_ratio(*of, ratio_claims()[i].vms_per_replica, study.terms.most_vms) : judge_at_least_three(*of);
            rows.add(name, claims[i], to_string(judged.verdict));
            ++all;
            not_enough += judged.verdict == Verdict::not_enough ? 1U : 0U;
        }
    }
    Json spec = Json::parse(R"({"data": {"name": "verdicts"}, "layer": [
        {"mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 1}, "encoding": {}},
        {"mark": {"type": "text", "fontSize": 11}, "encoding": {"text": {"field": "verdict", "type": "nominal"}}}]})");
    spec["height"] = kRow * (all / claims.size());
    Json y = category("case", "");
    y["axis"] = {{"labelLimit", 380}, {"ticks", false}};
    Json x = category("claim", "");
    x["sort"] = claims;
    x["axis"] = {{"orient", "top"}, {"labelAngle", 0}, {"ticks", false}};
    spec["encoding"] = {{"x", std::move(x)}, {"y", std::move(y)}};
    Json colour = category("verdict", "");
    colour["scale"] = {{"domain", {"conservative", "about right", "not enough", "not settled"}}, {"range", {"#56b4e9", "#bfe3f7", "#e69f00", "#d5dbe1"}}};
    colour["legend"] = nullptr;
    spec["layer"][0]["encoding"]["color"] = std::move(colour);
    spec["layer"][1]["mark"]["color"] = "#1a1f24";
    return {make_chart("verdicts", "Are the published ratios right?",
                       fmt::format("{} of {} verdicts are: not enough. Definitions stand below the table.", not_enough, all), spec, {{"verdicts", rows.csv()}})};
}

}  // namespace gallerysim::analysis
