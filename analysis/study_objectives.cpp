#include "analysis/study_objectives.hpp"

#include <algorithm>

#include "core/objective.hpp"

namespace gallerysim::analysis {

core::Objective default_objective() { return core::parse_objective("failed_fraction < 1 %").value.value(); }

std::vector<core::Objective> study_objectives(std::span<const core::Objective> given,
                                              const core::Scenario& scenario) {
    const std::span<const core::Objective> wanted = given.empty() ? scenario.experiment.objectives : given;
    const bool counts_failures = std::ranges::any_of(
        wanted, [](const core::Objective& o) { return o.metric == "failed_fraction"; });
    std::vector<core::Objective> objectives;
    if (!counts_failures) objectives.push_back(default_objective());
    objectives.insert(objectives.end(), wanted.begin(), wanted.end());
    return objectives;
}

core::Scenario alone(const core::Scenario& scenario, std::size_t deployment) {
    core::Scenario one = scenario;
    one.deployments = {scenario.deployments[deployment]};
    one.deployments.front().arrivals = core::BurstArrivals{1};
    one.deployments.front().at = {};
    one.experiment.sweep.clear();
    one.experiment.design = {};
    one.experiment.steady_state.reset();
    one.experiment.objectives.clear();
    one.experiment.horizon.reset();
    return one;
}

core::TargetRegion& target_to_vary(core::Scenario& scenario, std::size_t deployment) {
    const core::ImageReference& image = scenario.deployments[deployment].image;
    return scenario.galleries[image.gallery].images[image.image].versions[image.version].target_regions
        [image.target_region];
}

std::string joined(std::span<const core::Objective> objectives) {
    std::string text;
    for (const core::Objective& objective : objectives) text += (text.empty() ? "" : " and ") + objective.text;
    return text;
}

}  // namespace gallerysim::analysis
