#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/csv_text.hpp"
#include "analysis/json_number.hpp"
#include "analysis/sensitivity_sentences.hpp"
#include "analysis/sensitivity_text.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kMorrisNames{"mu_star", "mu", "sigma"};
constexpr std::array<std::string_view, 3> kSobolNames{"total", "first", "interaction"};

std::string_view method_name(const SensitivityStudy& study) {
    return study.method == SensitivityMethod::morris ? "morris" : "sobol";
}

/// Name and interval of each estimate, in the order of the output.
std::vector<std::pair<std::string_view, Interval>> estimates_of(const SensitivityStudy& study,
                                                                const ResponseSensitivity& response, std::size_t factor) {
    if (study.method == SensitivityMethod::morris) {
        const MorrisEffect& effect = response.effects[factor];
        return {{kMorrisNames[0], effect.mu_star}, {kMorrisNames[1], effect.mu}, {kMorrisNames[2], effect.sigma}};
    }
    const SobolIndex& index = response.indices.factors[factor];
    return {{kSobolNames[0], index.total}, {kSobolNames[1], index.first}, {kSobolNames[2], index.interaction}};
}

Json interval_object(const Interval& interval) {
    return {{"value", json_number(interval.value)}, {"low", json_number(interval.low)}, {"high", json_number(interval.high)}};
}

std::string_view statistic_name(const Response& response) {
    return core::statistics_of(core::info(response.metric))[static_cast<std::size_t>(response.statistic)];
}

Json ranked_json(const SensitivityStudy& study, const ResponseSensitivity& response) {
    Json all = Json::array();
    for (const std::size_t f : ranking(study, response)) {
        Json factor = {{"rank", all.size() + 1}, {"path", study.factors[f].path}};
        for (const auto& [name, interval] : estimates_of(study, response, f)) {
            factor[std::string(name)] = interval_object(interval);
        }
        if (study.method == SensitivityMethod::morris) {
            factor["noise"] = response.effects[f].noise;
            factor["effects"] = response.effects[f].effects;
        }
        all.push_back(std::move(factor));
    }
    return all;
}

Json response_json(const SensitivityStudy& study, const ResponseSensitivity& response) {
    Json json = {{"metric", core::name_with_unit(core::info(response.response.metric))},
                 {"statistic", statistic_name(response.response)},
                 {"as_assumed", interval_object(response.as_assumed)},
                 {"lowest", json_number(response.lowest)},
                 {"highest", json_number(response.highest)},
                 {"points_undefined", response.points_undefined}};
    if (response.response.objective) {
        json["objective"] = response.response.objective->text;
        json["points_meeting_objective"] = response.points_meeting;
    }
    if (study.method == SensitivityMethod::sobol) {
        const SobolIndices& indices = response.indices;
        json["mean"] = json_number(indices.mean);
        json["variance"] = json_number(indices.variance);
        json["sum_of_first"] = interval_object(indices.sum_of_first);
        json["noise_share"] = json_number(indices.noise_share);
        json["rows_dropped"] = indices.rows_dropped;
    }
    json["ranking"] = ranked_json(study, response);
    return json;
}

Json factors_json(const SensitivityStudy& study) {
    Json all = Json::array();
    for (const Factor& factor : study.factors) {
        all.push_back({{"path", factor.path}, {"range", factor.range}, {"reason", factor.reason}});
    }
    return all;
}

}  // namespace

std::string sensitivity_csv(const core::Scenario& scenario, const SensitivityStudy& study) {
    const bool is_morris = study.method == SensitivityMethod::morris;
    std::string text = "scenario_hash,seed,method,samples,runs,response,statistic,rank,path,range";
    for (const std::string_view name : is_morris ? kMorrisNames : kSobolNames) {
        text += fmt::format(",{0},{0}.low,{0}.high", name);
    }
    text += is_morris ? ",noise,effects\n" : "\n";
    for (const ResponseSensitivity& response : study.responses) {
        std::uint64_t rank = 0;
        for (const std::size_t f : ranking(study, response)) {
            CsvLine line;
            line.add(core::content_hash(scenario));
            line.add(scenario.seed);
            line.add(method_name(study));
            line.add(std::uint64_t{study.samples});
            line.add(std::uint64_t{study.runs});
            line.add(core::name_with_unit(core::info(response.response.metric)));
            line.add(statistic_name(response.response));
            line.add(++rank);
            line.add(study.factors[f].path);
            line.add(study.factors[f].range);
            for (const auto& [name, interval] : estimates_of(study, response, f)) {
                for (const double value : {interval.value, interval.low, interval.high}) line.add(value);
            }
            if (is_morris) {
                line.add(response.effects[f].noise);
                line.add(std::uint64_t{response.effects[f].effects});
            }
            text += line.text();
        }
    }
    return text;
}

std::string sensitivity_json(const core::Scenario& scenario, const SensitivityStudy& study) {
    Json json = {
        {"scenario", {{"name", scenario.name}, {"hash", core::content_hash(scenario)}, {"seed", scenario.seed}}},
        {"version", core::kVersion},
        {"method", method_name(study)},
        {"samples", study.samples},
        {"runs", study.runs},
        {"runs_as_assumed", study.runs_as_assumed},
        {"points", study.points},
        {"confidence", study.confidence},
        {"responses", Json::array()},
        {"factors", factors_json(study)},
        {"held", Json::array()}};
    for (const ResponseSensitivity& response : study.responses) json["responses"].push_back(response_json(study, response));
    for (const HeldFigure& figure : study.held) {
        json["held"].push_back({{"path", figure.path}, {"value", figure.value}, {"reason", figure.reason}});
    }
    return json.dump(2) + '\n';
}

}  // namespace gallerysim::analysis
