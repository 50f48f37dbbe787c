#include "core/image_read.hpp"

#include "core/stream_purpose.hpp"
#include "core/vm_streams.hpp"
#include "sim/delay.hpp"

namespace gallerysim::core {

namespace {

/// Asks the replica of the record.
bool ask(sim::Simulation& simulation, ReplicaSet& replicas, VmRecord& vm) {
    if (!replicas.admit(vm.replica)) {
        ++vm.busy_answers;
        return false;
    }
    vm.read_started = simulation.now();
    return true;
}

}  // namespace

bool try_begin_read(sim::Simulation& simulation, ReplicaSet& replicas, VmRecord& vm) {
    sim::RandomStream stream = simulation.stream(static_cast<std::uint16_t>(StreamPurpose::routing),
                                                 vm_entity(vm.deployment, vm.vm));
    vm.replica = replicas.route(vm.zone, stream);
    return ask(simulation, replicas, vm);
}

sim::Task<ReadAdmission> begin_read_when_admitted(sim::Simulation& simulation, ReplicaSet& replicas,
                                                  const RetryPolicy& policy, VmRecord& vm) {
    const auto& most = policy.max_attempts.value;
    sim::RandomStream stream = vm_stream(simulation, StreamPurpose::busy, vm);
    do {
        if (most && vm.busy_answers >= *most) co_return ReadAdmission::gave_up;
        const sim::SimTime wait = policy.wait_before(vm.busy_answers, sim::SimTime::zero(), stream);
        if (co_await sim::delay(wait) == sim::Outcome::interrupted) co_return ReadAdmission::interrupted;
        vm.replica = replicas.route_elsewhere(vm.replica, vm.zone, stream);
    } while (!ask(simulation, replicas, vm));
    co_return ReadAdmission::admitted;
}

}  // namespace gallerysim::core
