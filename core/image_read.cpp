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

void note_lost_read(const sim::Simulation& simulation, ReplicaSet& replicas, VmRecord& vm) {
    replicas.break_off_read(vm.replica, 0.0);
    vm.lost_to_faults.reads += simulation.now() - vm.read_started;
    vm.read_started = sim::SimTime::never();
    vm.read_ended = sim::SimTime::never();
    ++vm.lost_reads;
    ++vm.fault_hits;
}

sim::Task<ReadAdmission> begin_read_when_admitted(sim::Simulation& simulation, ReplicaSet& replicas,
                                                  ReadRetry retry, VmRecord& vm) {
    constexpr int kDrawsOfReadBits = 8;  // each read that was lost goes on in a part of its own
    const auto& most = retry.policy->max_attempts.value;
    sim::RandomStream stream = vm_stream(simulation, StreamPurpose::busy, vm);
    if (vm.lost_reads > 0) stream.skip(std::uint64_t{vm.lost_reads} << kDrawsOfReadBits);
    bool is_fault = vm.lost_reads > 0;  // that made it wait
    do {
        if (vm.replica == kNoReplica) {
            is_fault = true;
            ++vm.fault_hits;
        }
        if (is_fault && simulation.now() >= retry.give_up_at) co_return ReadAdmission::gave_up;
        const std::uint32_t refusals = vm.busy_answers + vm.lost_reads;
        if (most && refusals >= *most) co_return ReadAdmission::gave_up;
        const sim::SimTime asked = simulation.now();
        const sim::SimTime wait = retry.policy->wait_before(refusals, sim::SimTime::zero(), stream);
        const auto outcome = co_await sim::delay(wait);
        if (is_fault) vm.lost_to_faults.reads += simulation.now() - asked;
        if (outcome == sim::Outcome::interrupted) co_return ReadAdmission::interrupted;
        vm.replica = replicas.route_elsewhere(vm.replica, vm.zone, stream);
        is_fault = false;
    } while (!ask(simulation, replicas, vm));
    co_return ReadAdmission::admitted;
}

}  // namespace gallerysim::core
