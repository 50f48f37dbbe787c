#include "analysis/plan_targets.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

namespace gallerysim::analysis {

namespace {

using core::ImageReference;

struct Read {
    ImageReference image;
    std::string region;
};

/// Where the VMs of a deployment read their images.
std::vector<Read> reads_of(const core::Deployment& deployment) {
    std::vector<Read> reads{{deployment.image, deployment.region}};
    if (const auto* trace = std::get_if<core::TraceArrivals>(&deployment.arrivals)) {
        for (const core::TraceArrivals::Target& target : trace->targets) reads.push_back({target.image, target.region});
    } else if (const auto* sets = std::get_if<core::ScaleSets>(&deployment.arrivals); sets != nullptr && sets->upgrade) {
        reads.push_back({sets->upgrade->image, deployment.region});
    }
    return reads;
}

bool is_same(const ImageReference& a, const ImageReference& b) {
    return a.gallery == b.gallery && a.image == b.image && a.version == b.version && a.target_region == b.target_region;
}

PlanTarget target_of(const core::Scenario& scenario, const Read& read) {
    const core::Gallery& gallery = scenario.galleries[read.image.gallery];
    const core::ImageDefinition& image = gallery.images[read.image.image];
    const core::ImageVersion& version = image.versions[read.image.version];
    const core::Region* region = core::find_region(read.region);
    PlanTarget target;
    target.image = read.image;
    target.version = fmt::format("{}/{}/{}", gallery.name, image.name, version.name);
    target.region = read.region;
    target.zones = region == nullptr ? 0 : region->availability_zones;
    target.is_shallow = version.replication_mode == core::ReplicationMode::shallow;
    return target;
}

}  // namespace

PlanTargets plan_targets(const core::Scenario& scenario) {
    PlanTargets plan;
    for (std::size_t d = 0; d < scenario.deployments.size(); ++d) plan.group_of.push_back(d);
    std::vector<std::size_t> first_reader;  // by target: a deployment
    for (std::size_t d = 0; d < scenario.deployments.size(); ++d) {
        for (const Read& read : reads_of(scenario.deployments[d])) {
            const auto known = std::ranges::find_if(
                plan.targets, [&](const PlanTarget& t) { return is_same(t.image, read.image); });
            if (known == plan.targets.end()) {
                plan.targets.push_back(target_of(scenario, read));
                first_reader.push_back(d);
                continue;
            }
            const std::size_t other = plan.group_of[first_reader[static_cast<std::size_t>(known - plan.targets.begin())]];
            const std::size_t joined = plan.group_of[d];
            std::ranges::replace(plan.group_of, joined, other);
        }
    }
    // Numbered from 0 without gaps.
    std::vector<std::size_t> numbers;
    for (std::size_t& group : plan.group_of) {
        const auto found = std::ranges::find(numbers, group);
        const auto number = static_cast<std::size_t>(found - numbers.begin());
        if (found == numbers.end()) numbers.push_back(group);
        group = number;
    }
    for (std::size_t t = 0; t < plan.targets.size(); ++t) {
        plan.targets[t].group = plan.group_of[first_reader[t]];
        for (std::size_t d = 0; d < scenario.deployments.size(); ++d) {
            const auto reads = reads_of(scenario.deployments[d]);
            if (std::ranges::any_of(reads, [&](const Read& r) { return is_same(r.image, plan.targets[t].image); })) {
                plan.targets[t].vms += core::expected_vms(scenario.deployments[d].arrivals);
            }
        }
    }
    return plan;
}

core::TargetRegion& region_of(core::Scenario& scenario, const PlanTarget& target) {
    return scenario.galleries[target.image.gallery]
        .images[target.image.image]
        .versions[target.image.version]
        .target_regions[target.image.target_region];
}

const core::TargetRegion& region_of(const core::Scenario& scenario, const PlanTarget& target) {
    return scenario.target_of(target.image);
}

}  // namespace gallerysim::analysis
