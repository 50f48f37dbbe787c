#include "core/world.hpp"

#include <algorithm>

#include "core/arrival_process.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

World::World(const Scenario& scenario, std::uint32_t run, KeepRecords keep)
    : scenario_(&scenario),
      simulation_(scenario.seed, run),
      statistics_(keep),
      placement_time_(scenario.catalogue.allocator.placement_time.value.build()),
      control_plane_(simulation_, scenario.catalogue.throttles) {
    add_clients();
    for (std::uint32_t i = 0; i < scenario.deployments.size(); ++i) add_deployment(i);
}

RunResult World::run() {
    for (const auto& context : deployments_) {
        simulation_.spawn(request_vms(simulation_, *context, scenario_->deployments[context->index]));
    }
    if (scenario_->experiment.horizon) {
        simulation_.run_until(*scenario_->experiment.horizon);
    } else {
        simulation_.run();
    }
    end_unfinished();
    RunResult result = statistics_.finish(simulation_.now(), replica_use());
    result.throttles = control_plane_.counts();
    for (const auto& [key, replicas] : replica_sets_) result.storage += replicas.use();
    result.events = simulation_.events_run();
    return result;
}

namespace {

/// The place of `name` in `names`, where it is put if it is new.
std::uint16_t number_in(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::ranges::find(names, name);
    const auto number = static_cast<std::uint16_t>(found - names.begin());
    if (found == names.end()) names.push_back(name);
    return number;
}

}  // namespace

void World::add_clients() {
    std::vector<std::string> principals;
    std::vector<std::string> subscriptions;
    for (const ClientSpec& spec : scenario_->clients) {
        clients_.push_back(std::make_unique<Client>(simulation_, control_plane_, spec.settings,
                                                    number_in(principals, spec.principal),
                                                    number_in(subscriptions, spec.subscription)));
    }
}

void World::add_deployment(std::uint32_t index) {
    const Deployment& deployment = scenario_->deployments[index];
    const BootProfile& boot = scenario_->boot_of(deployment);
    const Catalogue& catalogue = scenario_->catalogue;
    const Region* region = find_region(deployment.region);
    const int zones = region != nullptr ? region->availability_zones : 0;
    const StorageFigures& storage = catalogue.storage_of(scenario_->target_of(deployment).storage);
    const std::vector<DiskReads> reads = boot_reads(boot, scenario_->version_of(deployment));
    const ServiceDemand demand = service_demand(storage, reads, catalogue.vm_disk);
    deployments_.push_back(std::make_unique<DeploymentContext>(DeploymentContext{
        .index = index,
        .client = clients_[deployment.client].get(),
        .region = number_in(regions_, deployment.region),
        .allocator = &allocator_of(deployment.region),
        .placement_time = &placement_time_,
        .replicas = &replicas_of(deployment, reads, demand, zones),
        .busy_retry = &scenario_->platform.admission.retry,
        .solo_read_time = demand.solo_read_time(),
        .boot_time = boot.cpu_time.value.build(),
        .provisioning_timeout = boot.provisioning_timeout.value,
        .on_timeout = scenario_->platform.on_timeout,
        .region_zones = zones,
        .zones = deployment.zones,
        .statistics = &statistics_,
        .in_flight = &in_flight_,
    }));
}

sim::Servers& World::allocator_of(const std::string& region) {
    return allocators_.try_emplace(region, simulation_, scenario_->catalogue.allocator.parallel.value).first->second;
}

ReplicaSet& World::replicas_of(const Deployment& deployment, std::span<const DiskReads> reads,
                               const ServiceDemand& demand, int zones) {
    const ImageReference& image = deployment.image;
    const TargetRegion& target = scenario_->target_of(deployment);
    const StorageFigures& storage = scenario_->catalogue.storage_of(target.storage);
    ReplicaSetTerms terms{.replicas = target.replicas,
                          .zones = zones,
                          .routing = scenario_->platform.routing.value,
                          .readers = scenario_->platform.admission.readers,
                          .hydration = {}};
    if (scenario_->platform.background_hydration) {
        terms.hydration =
            hydration_demand(storage, reads, scenario_->version_of(deployment), scenario_->catalogue.hydration);
    }
    return replica_sets_
        .try_emplace(ReplicaSetKey{image.gallery, image.image, image.version, image.target_region}, simulation_,
                     storage, demand, terms)
        .first->second;
}

void World::end_unfinished() {
    while (!in_flight_.empty()) {
        auto& live = static_cast<LiveVm&>(in_flight_.pop_front());
        settle(live, simulation_.now(), VmOutcome::unfinished);
        statistics_.note_end(live.record);
    }
}

RunStatistics::ReplicaUse World::replica_use() const {
    RunStatistics::ReplicaUse use;
    for (const auto& [key, replicas] : replica_sets_) {
        use.peak_readers = std::max(use.peak_readers, replicas.peak_readers());
        use.work_done += replicas.work_done();
        use.replicas += static_cast<double>(replicas.size());
    }
    return use;
}

RunResult simulate(const Scenario& scenario, std::uint32_t run, KeepRecords keep) {
    return World{scenario, run, keep}.run();
}

}  // namespace gallerysim::core
