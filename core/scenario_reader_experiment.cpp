#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/objective.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<std::int64_t> kMinRuns{2, 1'000'000};
constexpr ValueRange<std::int64_t> kMaxRuns{2, 1'000'000};
constexpr ValueRange<double> kHalfWidth{0.0001, 1.0};
constexpr ValueRange<double> kConfidence{0.5, 0.9999};

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

/// Streams go on; bursts and scale sets are over when they have begun.
bool is_stream(const Arrivals& arrivals) {
    return !std::holds_alternative<BurstArrivals>(arrivals) && !std::holds_alternative<ScaleSets>(arrivals);
}

void read_steady_state(const MapReader& map, const MapReader& root, Scenario& scenario) {
    constexpr std::size_t kTerminating = 0;  // the first of its choices
    std::size_t kind = kTerminating;
    map.choice("kind", kind);
    SteadyState steady;
    if (sim::SimTime time; map.time("warm_up", time, kAnyTime)) steady.warm_up = time;
    if (sim::SimTime time; map.time("cool_down", time, kAnyTime)) steady.cool_down = time;
    if (kind == kTerminating) {
        for (const char* key : {"warm_up", "cool_down"}) {
            if (map.has(key)) map.error(key, "only an experiment of kind steady_state has one");
        }
        return;
    }
    scenario.experiment.steady_state = steady;
    if (root.diagnostics().has_errors()) return;  // the deployments may be incomplete
    for (std::size_t i = 0; i < scenario.deployments.size(); ++i) {
        const Deployment& deployment = scenario.deployments[i];
        const MapReader element(root, "deployments", i);
        if (!is_stream(deployment.arrivals)) {
            element.error("", "VMs that come all at once have no steady state; give the deployment arrivals over time, "
                              "or make the experiment terminating");
        } else if (const auto* profile = std::get_if<ProfileArrivals>(&deployment.arrivals);
                   profile != nullptr && profile->rates.size() > 1) {
            element.warning("arrivals", "rates that change have no steady state; its numbers would be a mixture");
        }
    }
}

}  // namespace

void read_experiment(const MapReader& root, Scenario& scenario, SweepSection sweep) {
    Experiment& experiment = scenario.experiment;
    const MapReader map(root, "experiment");
    read_steady_state(map, root, scenario);
    read_runs(MapReader(map, "runs"), experiment);
    map.fraction("confidence", experiment.confidence, kConfidence);
    if (sim::SimTime horizon; map.time("horizon", horizon, kPositiveTime)) experiment.horizon = horizon;
    read_objectives(map, experiment);
    if (sweep == SweepSection::read) read_sweep(map, experiment);
}

}  // namespace gallerysim::core
