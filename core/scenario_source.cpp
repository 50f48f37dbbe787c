#include "core/scenario_source.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/key_path.hpp"
#include "core/number_text.hpp"
#include "core/scenario_files.hpp"
#include "core/scenario_reader.hpp"
#include "core/sweep_values.hpp"
#include "core/yaml_document.hpp"
#include "sim/assert.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kMostProblemsPerAxis = 3;

/// A word that YAML reads as itself: no indicator, no blank, no null. Most values of sweeps are, and need no
/// parser.
bool is_simple_word(std::string_view text) {
    const auto simple = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '/' || c == ' ';
    };
    constexpr std::string_view kNull = "null";
    return !text.empty() && text.front() != ' ' && text.back() != ' ' && text.size() != kNull.size() &&
           std::all_of(text.begin(), text.end(), simple);
}

YamlNodePtr parse_value(const Setting& setting, Diagnostics& diagnostics) {
    auto source = std::make_shared<const SourceText>(
        SourceText{setting.origin, setting.value, SourceText::Kind::setting});
    if (is_simple_word(setting.value)) {
        YamlNode node;
        node.kind = YamlNode::Kind::plain_scalar;
        node.at = {std::move(source), 1, 1};
        node.text = setting.value;
        return std::make_shared<const YamlNode>(std::move(node));
    }
    if (trimmed(setting.value).empty()) {
        diagnostics.error({source, 0, 0}, setting.path, "the value is missing; null would remove the key");
        return nullptr;
    }
    Diagnostics found;
    YamlNodePtr value = parse_yaml(source, found);
    for (const Diagnostic& d : found.all()) diagnostics.error(d.at, setting.path, d.message);
    return value;
}

/// The root with one more value; nullptr after a problem with the path, which is written at `path_at`.
YamlNodePtr set_value(const YamlNodePtr& root, std::string_view path, const SourceMark& path_at,
                      const YamlNodePtr& value, Diagnostics& diagnostics) {
    std::string problem;
    YamlNodePtr changed = set_at_path(root, path, value, problem);
    if (changed == nullptr) diagnostics.error(path_at, std::string(path), std::move(problem));
    return changed;
}

/// The values of an axis as nodes that know their line in the file.
std::vector<YamlNodePtr> value_nodes(const YamlNode& to) {
    if (!to.is_scalar()) return to.items;
    std::vector<YamlNodePtr> nodes;
    for (std::string& text : parse_sweep_range(to.text).value.value_or(std::vector<std::string>{})) {
        YamlNode node = to;
        node.kind = YamlNode::Kind::plain_scalar;
        node.text = std::move(text);
        nodes.push_back(std::make_shared<const YamlNode>(std::move(node)));
    }
    return nodes;
}

/// Reads the scenario with each value of the axis in turn and says which ones do not fit.
void check_axis(const YamlNodePtr& root, const std::string& name, const YamlNode& axis,
                Diagnostics& diagnostics) {
    const YamlNode& set = *axis.find("set")->value;
    std::size_t problems = 0;
    for (const YamlNodePtr& value : value_nodes(*axis.find("to")->value)) {
        Diagnostics found;
        const YamlNodePtr changed = set_value(root, set.text, set.at, value, found);
        if (changed == nullptr) {
            // The same for all values: the path leads nowhere.
            diagnostics.append(found);
            return;
        }
        static_cast<void>(read_scenario(*changed, found, SweepSection::skip));
        for (const Diagnostic& d : found.all()) {
            if (d.severity != Severity::error) continue;
            if (problems++ == kMostProblemsPerAxis) return;
            diagnostics.error(d.at, d.path,
                              fmt::format("{} (axis '{}' at {})", d.message, name, to_flow_yaml(*value)));
        }
    }
}

void check_sweep(const YamlNodePtr& root, Diagnostics& diagnostics) {
    const YamlEntry* experiment = root->find("experiment");
    const YamlEntry* sweep = experiment == nullptr ? nullptr : experiment->value->find("sweep");
    if (sweep == nullptr) return;
    for (const YamlEntry& axis : sweep->value->entries) {
        if (axis.value->is_map()) check_axis(root, axis.key, *axis.value, diagnostics);
    }
}

}  // namespace

std::optional<Setting> parse_setting(std::string_view text, std::string origin, Diagnostics& diagnostics) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) {
        auto source =
            std::make_shared<const SourceText>(SourceText{std::move(origin), {}, SourceText::Kind::setting});
        diagnostics.error({std::move(source), 0, 0}, {},
                          fmt::format("expected key=value such as platform.routing=round_robin, found {}",
                                      in_quotes(text)));
        return std::nullopt;
    }
    return Setting{std::string(trimmed(text.substr(0, equals))),
                   std::string(trimmed(text.substr(equals + 1))), std::move(origin)};
}

std::optional<ScenarioSource> ScenarioSource::load(const std::filesystem::path& file,
                                                   Diagnostics& diagnostics) {
    YamlNodePtr root = load_scenario_tree(file, diagnostics);
    if (root == nullptr) return std::nullopt;
    return ScenarioSource(std::move(root));
}

std::optional<ScenarioSource> ScenarioSource::from_text(std::string text, Diagnostics& diagnostics,
                                                        const std::filesystem::path& name) {
    YamlNodePtr root = parse_scenario_tree(std::move(text), name, diagnostics);
    if (root == nullptr) return std::nullopt;
    return ScenarioSource(std::move(root));
}

std::optional<ScenarioSource> ScenarioSource::with(std::span<const Setting> settings,
                                                   Diagnostics& diagnostics) const {
    YamlNodePtr root = root_;
    bool fine = true;
    for (const Setting& setting : settings) {
        const YamlNodePtr value = parse_value(setting, diagnostics);
        YamlNodePtr changed =
            value == nullptr ? nullptr : set_value(root, setting.path, value->at, value, diagnostics);
        if (changed == nullptr) {
            fine = false;
        } else {
            root = std::move(changed);
        }
    }
    if (!fine) return std::nullopt;
    return ScenarioSource(std::move(root));
}

std::optional<Scenario> ScenarioSource::read(Diagnostics& diagnostics) const {
    auto scenario = read_scenario(*root_, diagnostics, SweepSection::read);
    if (!scenario) return std::nullopt;
    const std::size_t errors_before = diagnostics.errors();
    if (scenario->experiment.design == SweepDesign{}) check_sweep(root_, diagnostics);
    if (diagnostics.errors() > errors_before) return std::nullopt;
    return scenario;
}

std::optional<Scenario> ScenarioSource::read_point(std::span<const Setting> settings,
                                                   Diagnostics& diagnostics) const {
    const auto varied = with(settings, diagnostics);
    if (!varied) return std::nullopt;
    return read_scenario(*varied->root_, diagnostics, SweepSection::skip);
}

std::vector<Setting> settings_of_point(std::span<const SweepAxis> axes,
                                       std::span<const std::string> values) {
    GALLERYSIM_ASSERT(axes.size() == values.size(), "a point has one value of each axis");
    std::vector<Setting> settings;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        settings.push_back({axes[i].set, values[i], axes[i].origin});
    }
    return settings;
}

}  // namespace gallerysim::core
