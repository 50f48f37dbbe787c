#include "analysis/findings_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/key_path.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kIndent = 2;

std::string dumped(const Json& json) {
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + '\n';
}

/// Where the key is written, or the nearest part of its path that is.
core::SourceMark place_of(const core::ScenarioSource& source, std::string path) {
    while (!path.empty()) {
        if (const core::YamlNodePtr node = core::find_at_path(source.root(), path)) return node->at;
        const auto dot = path.rfind('.');
        path.resize(dot == std::string::npos ? 0 : dot);
    }
    return source.root()->at;
}

std::string file_of(const core::SourceMark& at) { return at.source ? at.source->name : std::string(); }

/// A path as a relative URI, or an absolute one of the scheme file: whatever is no plain character is escaped.
std::string uri_of(std::string_view path) {
    constexpr std::string_view kPlain = "-._~/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        if (kPlain.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return uri;
}

}  // namespace

std::vector<LocatedFinding> located_findings(const core::ScenarioSource& source,
                                             const core::Scenario& scenario) {
    std::vector<LocatedFinding> all;
    for (core::Finding& finding : core::best_practices(scenario)) {
        core::SourceMark at = place_of(source, finding.path);
        all.push_back({std::move(finding), std::move(at)});
    }
    return all;
}

std::string findings_text(const std::vector<LocatedFinding>& findings) {
    std::string text;
    for (const auto& [finding, at] : findings) {
        const std::string place = at.to_string();
        text += fmt::format("{}{}{}: {}: {}; {} [{}]\n", place, place.empty() ? "" : ": ",
                            core::to_string(finding.severity), finding.path, finding.reason,
                            finding.practice->remedy, finding.practice->id);
    }
    return text;
}

std::string findings_json(const core::Scenario& scenario, const std::vector<LocatedFinding>& findings) {
    Json list = Json::array();
    for (const auto& [finding, at] : findings) {
        list.push_back({{"id", finding.practice->id},
                        {"severity", core::to_string(finding.severity)},
                        {"key", finding.path},
                        {"file", file_of(at)},
                        {"line", at.line},
                        {"column", at.column},
                        {"reason", finding.reason},
                        {"advice", finding.practice->advice},
                        {"remedy", finding.practice->remedy}});
    }
    return dumped({{"scenario", {{"name", scenario.name}, {"hash", core::content_hash(scenario)}}},
                   {"version", core::kVersion},
                   {"findings", std::move(list)}});
}

std::string findings_sarif(const std::vector<LocatedFinding>& findings) {
    Json rules = Json::array();
    for (const core::Practice& practice : core::practices()) {
        rules.push_back({{"id", practice.id},
                         {"shortDescription", {{"text", practice.advice}}},
                         {"help", {{"text", practice.remedy}}}});
    }
    Json results = Json::array();
    for (const auto& [finding, at] : findings) {
        Json location = {{"artifactLocation", {{"uri", uri_of(file_of(at))}}}};
        if (at.line >= 1)
            location["region"] = {{"startLine", at.line}, {"startColumn", std::max(at.column, 1)}};
        results.push_back(
            {{"ruleId", finding.practice->id},
             {"ruleIndex", finding.practice - core::practices().data()},
             {"level", finding.severity == core::Severity::note ? "note" : "warning"},
             {"message",
              {{"text", fmt::format("{}: {}; {}", finding.path, finding.reason, finding.practice->remedy)}}},
             {"locations",
              Json::array({{{"physicalLocation", std::move(location)},
                            {"logicalLocations", Json::array({{{"fullyQualifiedName", finding.path}}})}}})}});
    }
    Json driver = {{"name", "gallerysim"}, {"version", core::kVersion}, {"rules", std::move(rules)}};
    Json run = {{"tool", {{"driver", std::move(driver)}}},
                {"results", std::move(results)}};
    return dumped({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({std::move(run)})}});
}

}  // namespace gallerysim::analysis
