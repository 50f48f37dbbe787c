#include "core/replication/replication_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gallerysim::core {

namespace {

constexpr int kZonesOfZrs = 3;

std::size_t source_of(const Gallery& gallery, const ImageVersion& version) {
    for (std::size_t i = 0; i < version.target_regions.size(); ++i) {
        if (version.target_regions[i].name == gallery.location) return i;
    }
    return 0;
}

RegionGraph graph_of(const ReplicationFigures& figures, const Prices& prices, const ImageVersion& version) {
    std::vector<const Region*> regions;
    for (const TargetRegion& target : version.target_regions) regions.push_back(find_region(target.name));
    return RegionGraph(std::move(regions), figures, list_egress_price(prices));
}

void order_copies(ReplicationPlan& plan) {
    const std::vector<std::size_t> tree = plan.graph.cheapest_tree(plan.source);
    std::size_t place = 1;  // the source is the first of the first phase
    const auto phase_size = static_cast<std::size_t>(plan.policy.phase_size);
    for (std::size_t i = 0; i < plan.regions.size(); ++i) {
        PlannedRegion& region = plan.regions[i];
        region.parent = plan.policy.strategy.value == CopyStrategy::tree ? tree[i] : plan.source;
        if (plan.policy.strategy.value == CopyStrategy::phases && i != plan.source)
            region.phase = place++ / phase_size;
    }
}

}  // namespace

ReplicationPlan plan_replication(const Scenario& scenario, VersionIndex index,
                                 const ReplicationFigures& figures, const ReplicationPolicy& policy) {
    const Gallery& gallery = scenario.galleries[index.gallery];
    const ImageDefinition& image = gallery.images[index.image];
    const ImageVersion& version = image.versions[index.version];
    ReplicationPlan plan{
        .version = fmt::format("{}/{}/{}", gallery.name, image.name, version.name),
        .subscription = gallery.subscription,
        .entity = (index.gallery * 1000 + index.image) * 1000 + index.version,
        .bytes = version.occupied(),
        .published = sim::SimTime::zero(),
        .source = source_of(gallery, version),
        .regions = {},
        .graph = graph_of(figures, scenario.catalogue.prices, version),
        .policy = policy,
    };
    for (const TargetRegion& target : version.target_regions) {
        const StorageFigures& storage = scenario.catalogue.storage_of(target.storage);
        plan.regions.push_back({.name = target.name,
                                .replicas = target.replicas,
                                .reads = storage.throughput.value,
                                .zones_written = storage.zone_redundant ? kZonesOfZrs : 1});
    }
    plan.is_shallow = version.replication_mode == ReplicationMode::shallow;
    order_copies(plan);
    return plan;
}

}  // namespace gallerysim::core
