#include "core/replication/replication_plan.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace gallerysim::core {

namespace {

constexpr int kZonesOfZrs = 3;

/// The gallery's own region, or else the first one; among those that have replicas, if any has.
std::size_t source_of(const Gallery& gallery, const ImageVersion& version,
                      const std::vector<std::int64_t>& present) {
    const bool some = std::ranges::any_of(present, [](std::int64_t n) { return n > 0; });
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < version.target_regions.size(); ++i) {
        if (some && present[i] == 0) continue;
        if (version.target_regions[i].name == gallery.location) return i;
        if (!first) first = i;
    }
    return first.value_or(0);
}

RegionGraph graph_of(const ReplicationFigures& figures, const Catalogue& catalogue, const ImageVersion& version) {
    std::vector<Region> regions;
    for (const TargetRegion& target : version.target_regions) {
        regions.push_back(region_of(catalogue.regions, target.name));
    }
    return RegionGraph(std::move(regions), figures, list_egress_price(catalogue.prices));
}

void order_copies(ReplicationPlan& plan) {
    const std::vector<std::size_t> tree = plan.graph.cheapest_tree(plan.source);
    std::size_t place = 1;  // the source is the first of the first phase
    const auto phase_size = static_cast<std::size_t>(plan.policy.phase_size.value);
    for (std::size_t i = 0; i < plan.regions.size(); ++i) {
        PlannedRegion& region = plan.regions[i];
        region.parent = plan.policy.strategy.value == CopyStrategy::tree ? tree[i] : plan.source;
        if (plan.policy.strategy.value == CopyStrategy::phases && i != plan.source && region.is_asked())
            region.phase = place++ / phase_size;
    }
}

ReplicationPlan make_plan(const Scenario& scenario, VersionIndex index, const ImageVersion& version,
                          const std::vector<std::int64_t>& present, const ReplicationFigures& figures,
                          const ReplicationPolicy& policy) {
    const Gallery& gallery = scenario.galleries[index.gallery];
    const ImageDefinition& image = gallery.images[index.image];
    ReplicationPlan plan{
        .version = fmt::format("{}/{}/{}", gallery.name, image.name, version.name),
        .subscription = gallery.subscription,
        .bytes = version.occupied(),
        .published = sim::SimTime::zero(),
        .source = source_of(gallery, version, present),
        .regions = {},
        .graph = graph_of(figures, scenario.catalogue, version),
        .policy = policy,
    };
    for (std::size_t i = 0; i < version.target_regions.size(); ++i) {
        const TargetRegion& target = version.target_regions[i];
        const StorageFigures& storage = scenario.catalogue.storage_of(target.storage);
        plan.regions.push_back({.name = target.name,
                                .replicas = target.replicas,
                                .reads = storage.throughput.value,
                                .zones_written = storage.zone_redundant ? kZonesOfZrs : 1,
                                .fails_after = target.copies_fail_after,
                                .present = present[i]});
    }
    plan.is_shallow = version.replication_mode == ReplicationMode::shallow;
    order_copies(plan);
    return plan;
}

}  // namespace

ReplicationPlan plan_replication(const Scenario& scenario, VersionIndex index,
                                 const ReplicationFigures& figures, const ReplicationPolicy& policy) {
    const ImageVersion& version =
        scenario.galleries[index.gallery].images[index.image].versions[index.version];
    const std::vector<std::int64_t> none(version.target_regions.size(), 0);
    return make_plan(scenario, index, version, none, figures, policy);
}

ReplicationPlan plan_change(const Scenario& scenario, VersionIndex index, const ImageVersion& now,
                            const std::vector<std::int64_t>& present, sim::SimTime at) {
    ReplicationPlan plan = make_plan(scenario, index, now, present, scenario.catalogue.replication,
                                     scenario.platform.replication);
    plan.published = at;
    return plan;
}

}  // namespace gallerysim::core
