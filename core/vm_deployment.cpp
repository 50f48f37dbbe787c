#include "core/vm_deployment.hpp"

#include <algorithm>

#include "core/image_read.hpp"
#include "core/stream_purpose.hpp"
#include "sim/delay.hpp"
#include "sim/this_process.hpp"

namespace gallerysim::core {

namespace {

sim::SimTime draw_time(sim::Simulation& simulation, StreamPurpose purpose, const VmRecord& vm,
                       const sim::Distribution& seconds) {
    sim::RandomStream stream =
        simulation.stream(static_cast<std::uint16_t>(purpose), vm_entity(vm.deployment, vm.vm));
    return std::max(sim::SimTime::zero(), sim::SimTime::from_seconds(seconds.sample(stream)));
}

std::uint16_t choose_zone(sim::Simulation& simulation, const DeploymentContext& context, const VmRecord& vm) {
    if (!context.zones.empty()) return static_cast<std::uint16_t>(context.zones[vm.vm % context.zones.size()]);
    if (context.region_zones == 0) return 0;
    sim::RandomStream stream =
        simulation.stream(static_cast<std::uint16_t>(StreamPurpose::zone), vm_entity(vm.deployment, vm.vm));
    return static_cast<std::uint16_t>(1 + stream.below(static_cast<std::uint64_t>(context.region_zones)));
}

/// The client's deadline for a VM that it would delete: interrupts the VM's process. Nothing when it would leave it.
class Deadline {
public:
    Deadline(sim::Simulation& simulation, sim::ProcessState& process, const DeploymentContext& context)
        : simulation_(&simulation) {
        if (context.on_timeout == OnTimeout::leave) return;
        event_ = simulation.after(context.provisioning_timeout, [&process] { process.interrupt(); },
                                  sim::Priority::late);  // what ends at the deadline ends in time
    }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    ~Deadline() {
        if (!simulation_->is_ending()) simulation_->cancel(event_);
    }

private:
    sim::Simulation* simulation_;
    sim::EventHandle event_;
};

void end(const DeploymentContext& context, LiveVm& live, sim::SimTime now, VmOutcome reached) {
    context.in_flight->remove(live);
    settle(live, now, reached);
    context.statistics->note_end(live.record);
}

}  // namespace

sim::Process deploy_vm(sim::Simulation& simulation, DeploymentContext& context, std::uint32_t vm) {
    LiveVm live;
    live.provisioning_timeout = context.provisioning_timeout;
    VmRecord& record = live.record;
    record.deployment = context.index;
    record.vm = vm;
    record.requested = simulation.now();
    record.solo_read = context.solo_read_time;
    context.in_flight->push_back(live);
    context.statistics->note_request(simulation.now());

    const Call errand = context.client->call(ApiOperation::create_vm, context.region, vm_entity(context.index, vm));
    if (!context.client->try_admit_at_once(errand, live.admission)) {
        co_await admit(simulation, *context.client, errand, live.admission);
    }
    if (live.admission.state != Admission::State::accepted) {
        end(context, live, simulation.now(), VmOutcome::throttled);
        co_return;
    }
    record.admitted = simulation.now();

    {
        const auto placement = co_await context.allocator->acquire();
        co_await sim::delay(draw_time(simulation, StreamPurpose::placement, record, *context.placement_time));
    }
    record.allocated = simulation.now();
    record.zone = choose_zone(simulation, context, record);

    auto reached = VmOutcome::provisioning_timed_out;
    {
        const Deadline deadline{simulation, co_await sim::this_process(), context};
        ReplicaSet& replicas = *context.replicas;
        auto admission = ReadAdmission::admitted;
        if (!try_begin_read(simulation, replicas, record)) {
            admission = co_await begin_read_when_admitted(simulation, replicas, *context.busy_retry, record);
        }
        if (admission == ReadAdmission::gave_up) {
            reached = VmOutcome::storage_unavailable;
        } else if (admission == ReadAdmission::admitted) {
            double left = 0.0;
            if (co_await replicas.read(record.replica).leaving(left) == sim::Outcome::done) {
                replicas.end_read(record.replica);
                record.read_ended = simulation.now();
                const auto boot = draw_time(simulation, StreamPurpose::boot, record, context.boot_time);
                if (co_await sim::delay(boot) == sim::Outcome::done) {
                    reached = VmOutcome::running;
                    replicas.note_running(record.replica);
                }
            } else {
                replicas.break_off_read(record.replica, left);
                record.read_ended = simulation.now();
            }
        }
    }
    end(context, live, simulation.now(), reached);
}

void settle(LiveVm& live, sim::SimTime now, VmOutcome reached) {
    VmRecord& record = live.record;
    record.ended = now;
    record.outcome = reached;
    record.started = live.admission.started;
    record.throttled_answers = live.admission.throttled_answers;
    record.throttled_by = live.admission.last_limit;
    if (record.allocated < now && now - record.allocated > live.provisioning_timeout) {
        record.ended = record.allocated + live.provisioning_timeout;
        record.outcome = VmOutcome::provisioning_timed_out;
    }
    for (sim::SimTime* door : {&record.started, &record.admitted, &record.allocated, &record.read_started,
                              &record.read_ended}) {
        *door = std::min(*door, record.ended);
    }
}

}  // namespace gallerysim::core
