#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/objective.hpp"
#include "core/scenario_reader_sections.hpp"
#include "core/sweep_values.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<std::int64_t> kMinRuns{2, 1'000'000};
constexpr ValueRange<std::int64_t> kMaxRuns{2, 1'000'000};
constexpr ValueRange<double> kHalfWidth{0.0001, 1.0};
constexpr ValueRange<double> kConfidence{0.5, 0.9999};
constexpr std::size_t kMostPoints = 1'000'000;

void read_runs(const MapReader& map, Experiment& experiment) {
    const bool min = map.integer("min", experiment.min_runs, kMinRuns);
    const bool max = map.integer("max", experiment.max_runs, kMaxRuns);
    // A bound that is written moves the default of the other.
    if (!min) experiment.min_runs = std::min(experiment.min_runs, experiment.max_runs);
    if (!max) experiment.max_runs = std::max(experiment.max_runs, experiment.min_runs);
    if (experiment.min_runs > experiment.max_runs) {
        map.error("max",
                  fmt::format("at most {} runs, but at least {}", experiment.max_runs, experiment.min_runs));
    }
    map.fraction("relative_half_width", experiment.relative_half_width, kHalfWidth);
    const auto metrics = map.scalars("of");
    if (!metrics) return;
    experiment.precision_of.clear();
    for (const YamlNode* item : *metrics) {
        const auto parsed = parse_metric_statistic(item->text);
        if (!parsed.value) {
            map.error_at(*item, "of", parsed.problem);
        } else {
            experiment.precision_of.push_back(parsed.value->to_string());
        }
    }
}

void read_objectives(const MapReader& map, Experiment& experiment) {
    const auto objectives = map.scalars("objectives");
    if (!objectives) return;
    for (const YamlNode* item : *objectives) {
        auto parsed = parse_objective(item->text);
        if (!parsed.value) {
            map.error_at(*item, "objectives", std::move(parsed.problem));
        } else {
            experiment.objectives.push_back(std::move(*parsed.value));
        }
    }
}

void read_axis_values(const MapReader& map, SweepAxis& axis) {
    const YamlNode* to = map.find("to");
    if (to == nullptr) return;
    axis.origin = to->at.to_string();
    if (to->is_scalar()) {
        auto range = parse_sweep_range(to->text);
        if (!range.value) {
            map.error("to", std::move(range.problem));
        } else {
            axis.values = std::move(*range.value);
        }
        return;
    }
    if (!to->is_sequence() || to->items.empty()) {
        map.error("to", fmt::format("expected a range such as '1..12' or a list of values, found {}",
                                    to->is_sequence() ? "an empty list" : describe(*to)));
        return;
    }
    std::set<std::string> seen;
    for (const YamlNodePtr& item : to->items) {
        if (item->kind == YamlNode::Kind::empty || item->kind == YamlNode::Kind::removed) {
            map.error_at(*item, "to", "a value is missing");
            continue;
        }
        axis.values.push_back(to_flow_yaml(*item));
        if (!seen.insert(axis.values.back()).second) {
            map.error_at(*item, "to",
                         fmt::format("{} stands in the list twice", in_quotes(axis.values.back())));
        }
    }
}

void read_axis(const MapReader& map, const YamlEntry& entry, Experiment& experiment) {
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
    read_axis_values(map, axis);
    experiment.sweep.push_back(std::move(axis));
}

void read_sweep(const MapReader& map, Experiment& experiment) {
    for (const YamlEntry* entry : map.entries_of("sweep")) {
        const MapReader axis(map, "sweep", *entry);
        if (axis.present()) read_axis(axis, *entry, experiment);
    }
    std::size_t points = 1;
    for (const SweepAxis& axis : experiment.sweep) {
        points *= std::max<std::size_t>(axis.values.size(), 1);
        if (points <= kMostPoints) continue;
        map.error("sweep", fmt::format("the grid has more than {} points", kMostPoints));
        return;
    }
}

}  // namespace

void read_experiment(const MapReader& root, Scenario& scenario, SweepSection sweep) {
    Experiment& experiment = scenario.experiment;
    const MapReader map(root, "experiment");
    read_runs(MapReader(map, "runs"), experiment);
    map.fraction("confidence", experiment.confidence, kConfidence);
    if (sim::SimTime horizon; map.time("horizon", horizon, kPositiveTime)) experiment.horizon = horizon;
    read_objectives(map, experiment);
    if (sweep == SweepSection::read) read_sweep(map, experiment);
}

}  // namespace gallerysim::core
