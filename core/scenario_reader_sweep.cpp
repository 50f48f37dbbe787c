#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/nearest_name.hpp"
#include "core/scenario_reader_sections.hpp"
#include "core/sweep_constraint.hpp"
#include "core/sweep_values.hpp"

namespace gallerysim::core {
namespace {

constexpr std::size_t kMostPoints = 1'000'000;
constexpr ValueRange<std::int64_t> kSamples{2, 100'000};

/// As the key table has them; a list becomes the zip of its columns.
enum class DesignWord { grid, zip, list, latin_hypercube };

void read_value_list(const MapReader& map, const YamlNode& to, DesignWord design, SweepAxis& axis) {
    std::set<std::string> seen;
    for (const YamlNodePtr& item : to.items) {
        if (item->kind == YamlNode::Kind::empty || item->kind == YamlNode::Kind::removed) {
            map.error_at(*item, "to", "a value is missing");
            continue;
        }
        axis.values.push_back(to_flow_yaml(*item));
        if (!seen.insert(axis.values.back()).second && design != DesignWord::zip) {
            map.error_at(*item, "to",
                         fmt::format("{} stands in the list twice", in_quotes(axis.values.back())));
        }
    }
}

void read_axis_values(const MapReader& map, DesignWord design, SweepAxis& axis) {
    const YamlNode* to = map.find("to");
    if (design == DesignWord::list) {
        if (to != nullptr) map.error("to", "the design lists the points, with their values");
        return;
    }
    if (to == nullptr) {
        if (map.present()) map.error("", "the key 'to' is missing");
        return;
    }
    axis.origin = to->at.to_string();
    if (to->is_scalar() && design == DesignWord::latin_hypercube && is_continuous_range(to->text)) {
        auto range = parse_fine_range(to->text, 1);
        if (!range.value) map.error("to", std::move(range.problem));
        axis.between = to->text;
    } else if (to->is_scalar()) {
        auto range = parse_sweep_range(to->text);
        if (!range.value) {
            map.error("to", std::move(range.problem));
        } else {
            axis.values = std::move(*range.value);
        }
    } else if (!to->is_sequence() || to->items.empty()) {
        map.error("to", fmt::format("expected a range such as '1..12' or a list of values, found {}",
                                    to->is_sequence() ? "an empty list" : describe(*to)));
    } else {
        read_value_list(map, *to, design, axis);
    }
}

void read_axis(const MapReader& map, const YamlEntry& entry, DesignWord design, Experiment& experiment) {
    SweepAxis axis;
    axis.name = entry.key;
    if (!is_name(axis.name)) {
        map.diagnostics().error(entry.key_at, map.path({}),
                                fmt::format("{} is not a name", in_quotes(axis.name)));
    }
    map.text("set", axis.set);
    if (axis.set == "experiment" || axis.set.starts_with("experiment.") || axis.set == "schema") {
        map.error("set", "a sweep varies the scenario, not the experiment or its schema");
    }
    for (const SweepAxis& other : experiment.sweep) {
        if (other.set == axis.set) map.error("set", fmt::format("the axis '{}' sets it as well", other.name));
    }
    read_axis_values(map, design, axis);
    experiment.sweep.push_back(std::move(axis));
}

/// One point of a list: a map from the axes to their values.
void read_listed_point(const MapReader& map, const YamlNode& point, Experiment& experiment) {
    if (!point.is_map()) {
        map.error_at(point, "points",
                     fmt::format("expected a map from the axes to their values, found {}", describe(point)));
        return;
    }
    std::vector<std::string_view> names;
    for (const SweepAxis& axis : experiment.sweep) names.push_back(axis.name);
    for (const YamlEntry& entry : point.entries) {
        if (std::ranges::find(names, entry.key) != names.end()) continue;
        map.diagnostics().error(entry.key_at, map.path("points"),
                                fmt::format("{} is no axis of the sweep{}", in_quotes(entry.key),
                                            suggestion(entry.key, names)));
    }
    for (SweepAxis& axis : experiment.sweep) {
        const YamlEntry* entry = point.find(axis.name);
        if (entry == nullptr || entry->value->kind == YamlNode::Kind::empty) {
            map.error_at(point, "points", fmt::format("the point has no value for the axis '{}'", axis.name));
            continue;
        }
        if (axis.origin.empty()) axis.origin = entry->value->at.to_string();
        axis.values.push_back(to_flow_yaml(*entry->value));
    }
}

void read_listed_points(const MapReader& map, Experiment& experiment) {
    const YamlNode* points = map.find("points");
    if (points == nullptr) {
        map.error("", "a design of kind list needs the key 'points'");
    } else if (!points->is_sequence() || points->items.empty()) {
        map.error("points", fmt::format("expected a list of points, each a map, found {}",
                                        points->is_sequence() ? "an empty list" : describe(*points)));
    } else {
        for (const YamlNodePtr& point : points->items) read_listed_point(map, *point, experiment);
    }
}

void check_zip(const MapReader& sweep_of, const Experiment& experiment) {
    for (const SweepAxis& axis : experiment.sweep) {
        const SweepAxis& first = experiment.sweep.front();
        if (axis.values.size() == first.values.size() || axis.values.empty() || first.values.empty()) continue;
        sweep_of.error("kind", fmt::format("the axes of a zip need as many values: '{}' has {}, '{}' has {}",
                                           first.name, first.values.size(), axis.name, axis.values.size()));
        return;
    }
}

void read_constraints(const MapReader& map, Experiment& experiment) {
    const YamlNode* value = map.find("constraint");
    if (value == nullptr) return;
    std::vector<const YamlNode*> items{value};
    if (!value->is_scalar()) items = map.scalars("constraint").value_or(std::vector<const YamlNode*>{});
    for (const YamlNode* item : items) {
        auto parsed = SweepConstraint::parse(item->text, experiment.sweep);
        if (!parsed.value) {
            map.error_at(*item, "constraint", std::move(parsed.problem));
        } else {
            experiment.design.constraints.push_back({item->text, item->at.to_string()});
        }
    }
}

void check_number_of_points(const MapReader& experiment_map, const Experiment& experiment) {
    std::size_t points = 1;
    for (const SweepAxis& axis : experiment.sweep) {
        points *= std::max<std::size_t>(axis.values.size(), 1);
        if (points <= kMostPoints) continue;
        experiment_map.error("sweep", fmt::format("the grid has more than {} points", kMostPoints));
        return;
    }
}

void read_latin_hypercube(const MapReader& map, Experiment& experiment) {
    if (!map.integer("samples", experiment.design.points, kSamples)) {
        if (!map.has("samples")) map.error("", "a design of kind latin_hypercube needs the key 'samples'");
        return;
    }
    for (const SweepAxis& axis : experiment.sweep) {
        if (axis.between.empty() || !parse_fine_range(axis.between, 1).value) continue;
        auto range = parse_fine_range(axis.between, static_cast<std::uint64_t>(experiment.design.points));
        if (!range.value) map.error("samples", std::move(range.problem));
    }
}

}  // namespace

void read_sweep(const MapReader& map, Experiment& experiment) {
    const MapReader design(map, "design");
    std::size_t word = 0;
    design.choice("kind", word);
    const auto kind = static_cast<DesignWord>(word);
    for (const YamlEntry* entry : map.entries_of("sweep")) {
        const MapReader axis(map, "sweep", *entry);
        if (axis.present()) read_axis(axis, *entry, kind, experiment);
    }
    if (experiment.sweep.empty()) {
        if (design.present()) map.error("design", "there is no sweep that it could be the design of");
        return;
    }
    if (kind != DesignWord::list && design.has("points")) design.error("points", "only a design of kind list has them");
    if (kind != DesignWord::latin_hypercube && design.has("samples")) {
        design.error("samples", "only a design of kind latin_hypercube has them");
    }
    switch (kind) {
        case DesignWord::grid: check_number_of_points(map, experiment); break;
        case DesignWord::zip:
            experiment.design.kind = SweepDesign::Kind::zip;
            check_zip(design, experiment);
            break;
        case DesignWord::list:
            experiment.design.kind = SweepDesign::Kind::zip;
            read_listed_points(design, experiment);
            break;
        case DesignWord::latin_hypercube:
            experiment.design.kind = SweepDesign::Kind::latin_hypercube;
            read_latin_hypercube(design, experiment);
    }
    read_constraints(design, experiment);
}

}  // namespace gallerysim::core
