#include "core/replication/replicate.hpp"

#include <algorithm>
#include <deque>

#include "core/replication/gallery_replicator.hpp"

namespace gallerysim::core {

namespace {

void run_until(sim::Simulation& simulation, sim::SimTime until) {
    if (until < sim::SimTime::never()) {
        simulation.run_until(until);
    } else {
        simulation.run();
    }
}

bool changes_replicas(const GalleryEvent& event) {
    switch (event.operation) {
        case GalleryOperation::set_replicas:
        case GalleryOperation::add_region:
        case GalleryOperation::remove_region: return true;
        default: return false;
    }
}

/// Nobody reads.
class NoReaders final : public ServedReplicas {
public:
    [[nodiscard]] ReplicaSet* replicas_of(VersionIndex, const TargetRegion&) override { return nullptr; }
    void set_replicas(VersionIndex, const std::string&, std::int64_t) override {}
};

/// With the events that change regions and replicas: as the galleries come to say.
std::vector<ReplicationReport> replicate_with_events(Scenario scenario, sim::SimTime until) {
    std::erase_if(scenario.events, [](const GalleryEvent& event) { return !changes_replicas(event); });
    scenario.access.roles.clear();
    for (Gallery& gallery : scenario.galleries) {
        gallery.tenant = scenario.clients.front().tenant;  // everything is done by one who may
        for (ImageDefinition& image : gallery.images) {
            for (ImageVersion& version : image.versions) {
                version.published = version.published.value_or(sim::SimTime::zero());
            }
        }
    }
    sim::Simulation simulation{scenario.seed, 0};
    GalleryTimeline timeline(scenario);
    NoReaders nobody;
    RunStatistics statistics(KeepRecords::no);
    GalleryReplicator replicator(simulation, scenario, timeline, nobody, statistics);
    replicator.start(GalleryReplicator::Events::of_replicas);
    run_until(simulation, until);
    return replicator.reports();
}

}  // namespace

std::vector<ReplicationReport> replicate(const Scenario& scenario, const ReplicationFigures& figures,
                                         const ReplicationPolicy& policy, sim::SimTime until) {
    if (std::ranges::any_of(scenario.events, changes_replicas)) {
        Scenario changed = scenario;
        changed.catalogue.replication = figures;
        changed.platform.replication = policy;
        return replicate_with_events(std::move(changed), until);
    }
    // In this order: processes refer to what stands before the simulation's end.
    sim::Simulation simulation{scenario.seed, 0};
    CopyNetwork network(simulation, figures);
    std::deque<Replication> replications;
    for (std::size_t g = 0; g < scenario.galleries.size(); ++g) {
        const auto& images = scenario.galleries[g].images;
        for (std::size_t i = 0; i < images.size(); ++i) {
            for (std::size_t v = 0; v < images[i].versions.size(); ++v) {
                ReplicationPlan plan = plan_replication(scenario, {g, i, v}, figures, policy);
                plan.published = images[i].versions[v].published.value_or(sim::SimTime::zero());
                replications.emplace_back(simulation, network, figures, std::move(plan));
            }
        }
    }
    for (Replication& replication : replications) replication.start();
    run_until(simulation, until);
    std::vector<ReplicationReport> reports;
    for (const Replication& replication : replications) reports.push_back(replication.report());
    return reports;
}

}  // namespace gallerysim::core
