#include "core/arrival_process.hpp"

#include <cstdint>

#include "core/stream_purpose.hpp"
#include "sim/delay.hpp"

namespace gallerysim::core {

namespace {

sim::Process request_at_once(sim::Simulation& simulation, DeploymentContext& context, sim::SimTime at,
                             const BurstArrivals& burst) {
    co_await sim::delay(at);
    for (std::uint32_t vm = 0; vm < burst.vms; ++vm) simulation.spawn(deploy_vm(simulation, context, vm));
}

sim::Process request_as_poisson(sim::Simulation& simulation, DeploymentContext& context, sim::SimTime at,
                                const PoissonArrivals& poisson) {
    sim::RandomStream stream =
        simulation.stream(static_cast<std::uint16_t>(StreamPurpose::arrival), context.index);
    const auto between = sim::Distribution::exponential(1.0 / poisson.rate.value);
    const sim::SimTime end = at + poisson.duration;
    sim::SimTime next = at + sim::SimTime::from_seconds(between.sample(stream));
    for (std::uint32_t vm = 0; next < end; ++vm) {
        co_await sim::delay(next - simulation.now());
        simulation.spawn(deploy_vm(simulation, context, vm));
        next += sim::SimTime::from_seconds(between.sample(stream));
    }
}

sim::Process request_as_listed(sim::Simulation& simulation, DeploymentContext& context, sim::SimTime at,
                               const ListedArrivals& listed) {
    std::uint32_t vm = 0;
    for (const sim::SimTime time : listed.times) {
        co_await sim::delay(at + time - simulation.now());
        simulation.spawn(deploy_vm(simulation, context, vm++));
    }
}

}  // namespace

sim::Process request_vms(sim::Simulation& simulation, DeploymentContext& context, const Deployment& deployment) {
    if (const auto* burst = std::get_if<BurstArrivals>(&deployment.arrivals)) {
        return request_at_once(simulation, context, deployment.at, *burst);
    }
    if (const auto* poisson = std::get_if<PoissonArrivals>(&deployment.arrivals)) {
        return request_as_poisson(simulation, context, deployment.at, *poisson);
    }
    return request_as_listed(simulation, context, deployment.at, std::get<ListedArrivals>(deployment.arrivals));
}

}  // namespace gallerysim::core
