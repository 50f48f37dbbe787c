#include "core/replication/replicate.hpp"

#include <deque>

namespace gallerysim::core {

std::vector<ReplicationReport> replicate(const Scenario& scenario, const ReplicationFigures& figures,
                                         const ReplicationPolicy& policy, sim::SimTime until) {
    // In this order: processes refer to what stands before the simulation's end.
    sim::Simulation simulation{scenario.seed, 0};
    CopyNetwork network(simulation, figures);
    std::deque<Replication> replications;
    for (std::size_t g = 0; g < scenario.galleries.size(); ++g) {
        const auto& images = scenario.galleries[g].images;
        for (std::size_t i = 0; i < images.size(); ++i) {
            for (std::size_t v = 0; v < images[i].versions.size(); ++v) {
                replications.emplace_back(simulation, network, figures,
                                          plan_replication(scenario, {g, i, v}, figures, policy));
            }
        }
    }
    for (Replication& replication : replications) replication.start();
    if (until < sim::SimTime::never()) {
        simulation.run_until(until);
    } else {
        simulation.run();
    }
    std::vector<ReplicationReport> reports;
    for (const Replication& replication : replications) reports.push_back(replication.report());
    return reports;
}

}  // namespace gallerysim::core
