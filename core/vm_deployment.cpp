#include "core/vm_deployment.hpp"

#include <algorithm>

#include "core/image_read.hpp"
#include "core/stream_purpose.hpp"
#include "core/vm_streams.hpp"
#include "sim/assert.hpp"
#include "sim/delay.hpp"
#include "sim/this_process.hpp"

namespace gallerysim::core {

namespace {

sim::SimTime draw_time(sim::Simulation& simulation, StreamPurpose purpose, const VmRecord& vm,
                       const sim::Distribution& seconds) {
    sim::RandomStream stream = vm_stream(simulation, purpose, vm);
    return std::max(sim::SimTime::zero(), sim::SimTime::from_seconds(seconds.sample(stream)));
}

std::uint16_t choose_zone(sim::Simulation& simulation, const DeploymentContext& context, const VmRecord& vm) {
    if (!context.zones.empty()) return static_cast<std::uint16_t>(context.zones[vm.vm % context.zones.size()]);
    if (context.region_zones == 0) return 0;
    sim::RandomStream stream = vm_stream(simulation, StreamPurpose::zone, vm);
    return static_cast<std::uint16_t>(1 + stream.below(static_cast<std::uint64_t>(context.region_zones)));
}

/// By the gallery's rules as they are now; notes the rule that refuses.
bool is_let_in(const sim::Simulation& simulation, DeploymentContext& context, VmRecord& vm) {
    if (context.gate->is_open(context.door, simulation.now())) return true;
    vm.rejected_by = *context.door.refused;
    return false;
}

/// The client's deadline for a VM that it would delete: interrupts the VM's process. Nothing when it would leave it.
class Deadline {
public:
    Deadline(sim::Simulation& simulation, sim::ProcessState& process, const DeploymentContext& context,
             sim::SimTime first_placed)
        : simulation_(&simulation), process_(&process) {
        if (context.on_timeout == OnTimeout::leave) return;
        const sim::SimTime passes = std::max(simulation.now(), first_placed + context.provisioning_timeout);
        event_ = simulation.at(passes, [this] { pass(); },
                               sim::Priority::late);  // what ends at the deadline ends in time
    }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    ~Deadline() {
        if (!simulation_->is_ending()) simulation_->cancel(event_);
    }

    [[nodiscard]] bool has_passed() const { return has_passed_; }

private:
    void pass() {
        has_passed_ = true;
        process_->interrupt();
    }

    sim::Simulation* simulation_;
    sim::ProcessState* process_;
    sim::EventHandle event_;
    bool has_passed_ = false;
};

/// Whether enough instances of its group run without it.
bool is_surplus(const LiveVm& live) { return live.group != nullptr && live.group->is_settled(); }

/// Whether the VM itself was interrupted, and not what it reads from.
bool is_interrupted(const LiveVm& live, const Deadline& deadline) {
    return live.has_lost_place || deadline.has_passed() || is_surplus(live);
}

/// Reads the packages of the VM's applications from their replicas and installs them, one after the other. Where a
/// replica is lost, the package is read again from another one.
sim::Task<sim::Outcome> install_applications(sim::Simulation& simulation, const DeploymentContext& context,
                                             LiveVm& live, const Deadline& deadline) {
    VmRecord& vm = live.record;
    sim::RandomStream stream = vm_stream(simulation, StreamPurpose::application, vm);
    for (const ApplicationSource& application : context.applications) {
        ReplicaSet& replicas = *application.replicas;
        std::uint32_t replica = replicas.route(vm.zone, stream);
        for (std::uint32_t losses = 1;; ++losses) {
            const sim::SimTime asked = simulation.now();
            if (replicas.admit(replica)) {
                double left = 0.0;
                if (co_await replicas.read(replica).leaving(left) == sim::Outcome::done) {
                    replicas.end_read(replica);
                    break;
                }
                replicas.break_off_read(replica, left);
                if (is_interrupted(live, deadline)) co_return sim::Outcome::interrupted;
            }
            const bool is_too_late = simulation.now() - live.first_placed >= context.provisioning_timeout;
            if (is_too_late) co_return sim::Outcome::interrupted;
            ++vm.fault_hits;
            const auto outcome =
                co_await sim::delay(context.busy_retry->wait_before(losses, sim::SimTime::zero(), stream));
            vm.lost_to_faults.packages += simulation.now() - asked;
            if (outcome != sim::Outcome::done) co_return outcome;
            replica = replicas.route_elsewhere(replica, vm.zone, stream);
        }
        const auto time = sim::SimTime::from_seconds(application.install_time.sample(stream));
        const auto outcome = co_await sim::delay(std::max(sim::SimTime::zero(), time));
        if (outcome != sim::Outcome::done) co_return outcome;
    }
    co_return sim::Outcome::done;
}

void begin(const sim::Simulation& simulation, const DeploymentContext& context, std::uint32_t vm,
           InstanceGroup* group, LiveVm& live) {
    live.context = &context;
    live.provisioning_timeout = context.provisioning_timeout;
    live.group = group;
    live.admission.hold_ups = context.hold_ups;
    VmRecord& record = live.record;
    record.deployment = context.index;
    record.vm = vm;
    record.requested = simulation.now();
    context.in_flight->push_back(live);
    if (group != nullptr) record.scale_set = group->scale_set();
    if (group != nullptr && group->is_full()) {
        context.statistics->note_overprovisioned();
    } else {
        context.statistics->note_request(simulation.now());
    }
}

void end(const DeploymentContext& context, LiveVm& live, sim::SimTime now, VmOutcome reached) {
    context.in_flight->remove(live);
    settle(live, now, reached);
    context.statistics->note_end(live.record);
    if (live.group != nullptr) live.group->note_end(live.record.outcome);
}

/// What the control plane did with the group's operation holds for each of its instances; overprovisioned ones are
/// begun when it has been let in.
void share_admission(LiveVm& live) {
    const Admission& shared = *live.group->admission();
    Admission& admission = live.admission;
    admission.started = std::max(shared.started, live.record.requested);
    admission.throttled_answers = shared.throttled_answers;
    admission.last_limit = shared.last_limit;
    admission.state = shared.state;
}

/// Takes room in a zone for the VM, unless it has its place already; false where there is none.
bool take_room(sim::Simulation& simulation, const DeploymentContext& context, LiveVm& live) {
    VmRecord& record = live.record;
    record.zone = choose_zone(simulation, context, record);
    const bool zone_is_lost = context.allocator->is_lost(record.zone);
    if (live.group != nullptr && live.group->in_place()) {
        if (zone_is_lost) ++record.fault_hits;
        return !zone_is_lost;
    }
    const auto zone = context.allocator->take_room(record.zone, context.zones, context.strict_zones);
    if (zone) {
        record.zone = *zone;
    } else if (zone_is_lost) {
        ++record.fault_hits;
    }
    return zone.has_value();
}

void give_room_back(const DeploymentContext& context, const LiveVm& live) {
    if (live.group == nullptr || !live.group->in_place()) context.allocator->give_room_back(live.record.zone);
}

/// The client deletes the VM that timed out: a call like any other, which may be throttled.
sim::Task<> remove_vm(sim::Simulation& simulation, DeploymentContext& context, LiveVm& live) {
    const VmRecord& record = live.record;
    if (live.group != nullptr) {  // the platform deletes an instance of a scale set
        give_room_back(context, live);
        co_return;
    }
    const Call errand =
        context.client->call(ApiOperation::delete_vm, context.region, vm_entity(context.index, record.vm));
    Admission removal;
    removal.hold_ups = context.hold_ups;
    removal.slot = std::move(live.admission.slot);
    if (!context.client->try_admit_at_once(errand, removal)) {
        co_await admit(simulation, *context.client, errand, removal);
    }
    context.allocator->give_room_back(record.zone);
    live.admission.slot = std::move(removal.slot);
}

/// Counts what the last try met, and makes the VM ready for the next one.
void begin_next_try(LiveVm& live) {
    VmRecord& record = live.record;
    Admission next;
    next.hold_ups = live.admission.hold_ups;
    next.slot = std::move(live.admission.slot);
    if (record.tries == 1) record.started = live.admission.started;
    record.throttled_answers += live.admission.throttled_answers;
    if (live.admission.throttled_answers > 0) record.throttled_by = live.admission.last_limit;
    ++record.tries;
    record.replica = kNoReplica;
    record.lost_to_faults = {};
    live.first_placed = sim::SimTime::never();
    for (sim::SimTime* door : {&record.admitted, &record.allocated, &record.read_started, &record.read_ended}) {
        *door = sim::SimTime::never();
    }
    live.admission = std::move(next);
}

/// The zone that the VM was in is lost: whatever it did since its admission is undone.
void note_lost_place(LiveVm& live, sim::SimTime now) {
    VmRecord& record = live.record;
    live.has_lost_place = false;
    ++record.fault_hits;
    record.lost_to_faults = {.placements = now - record.admitted, .reads = {}, .packages = {}};
    record.replica = kNoReplica;
    for (sim::SimTime* door : {&record.allocated, &record.read_started, &record.read_ended}) {
        *door = sim::SimTime::never();
    }
}

/// The way of a VM: of a single one, or of an instance of `group`.
sim::Process deploy(sim::Simulation& simulation, DeploymentContext& context, std::uint32_t vm, InstanceGroup* group,
                    std::size_t batch) {
    LiveVm live;
    VmRecord& record = live.record;
    begin(simulation, context, vm, group, live);
    live.process = &co_await sim::this_process();
    ImageSource source;
    for (bool is_let_in_before = false;;) {
        if (!is_let_in_before) {
            if (!is_let_in(simulation, context, record)) {  // before any call: it takes no token
                end(context, live, simulation.now(), VmOutcome::rejected);
                co_return;
            }
            if (group == nullptr) {
                const Call errand =
                    context.client->call(ApiOperation::create_vm, context.region, vm_entity(context.index, vm));
                if (!context.client->try_admit_at_once(errand, live.admission)) {
                    co_await admit(simulation, *context.client, errand, live.admission);
                }
            } else {
                co_await group->batch(batch).wait();
                if (!is_surplus(live)) share_admission(live);
            }
            if (live.admission.state != Admission::State::accepted) {
                end(context, live, simulation.now(), is_surplus(live) ? VmOutcome::surplus : VmOutcome::throttled);
                co_return;
            }
            record.admitted = simulation.now();
            if (!is_let_in(simulation, context, record)) {  // the galleries have changed while it waited
                end(context, live, simulation.now(), VmOutcome::rejected);
                co_return;
            }
            source = context.door.source;
            record.solo_read = source.solo_read_time;
        }

        if (group == nullptr || !group->in_place()) {
            live.admission.note_hold_up(simulation.now(), HoldUp::allocator);
            const auto placer = co_await context.allocator->placers().acquire();
            live.admission.note_hold_up(simulation.now(), HoldUp::none);
            if (!is_surplus(live)) {
                co_await sim::delay(draw_time(simulation, StreamPurpose::placement, record, *context.placement_time));
            }
        }
        if (is_surplus(live)) {
            end(context, live, simulation.now(), VmOutcome::surplus);
            co_return;
        }
        if (!take_room(simulation, context, live)) {
            end(context, live, simulation.now(), VmOutcome::allocation_failed);
            co_return;
        }
        record.allocated = simulation.now();
        live.first_placed = std::min(live.first_placed, record.allocated);
        live.is_placed = true;

        auto reached = VmOutcome::provisioning_timed_out;
        {
            const Deadline deadline{simulation, *live.process, context, live.first_placed};
            ReplicaSet& replicas = *source.replicas;
            bool is_reading = try_begin_read(simulation, replicas, record);
            for (;;) {
                if (!is_reading) {
                    live.admission.note_hold_up(simulation.now(), HoldUp::storage_busy);
                    const ReadRetry retry{context.busy_retry, live.first_placed + context.provisioning_timeout};
                    const auto admission = co_await begin_read_when_admitted(simulation, replicas, retry, record);
                    live.admission.note_hold_up(simulation.now(), HoldUp::none);
                    if (admission == ReadAdmission::gave_up) reached = VmOutcome::storage_unavailable;
                    if (admission != ReadAdmission::admitted) break;
                }
                double left = 0.0;
                const auto read = co_await replicas.read(record.replica).leaving(left);
                record.read_ended = simulation.now();
                if (read == sim::Outcome::done) {
                    replicas.end_read(record.replica);
                    if (is_surplus(live)) break;
                    const auto boot = draw_time(simulation, StreamPurpose::boot, record, context.boot_time);
                    auto outcome = co_await sim::delay(boot);
                    if (outcome == sim::Outcome::done && !context.applications.empty() && !is_surplus(live)) {
                        outcome = co_await install_applications(simulation, context, live, deadline);
                    }
                    if (outcome == sim::Outcome::done) reached = VmOutcome::running;
                    break;
                }
                if (is_interrupted(live, deadline)) {
                    replicas.break_off_read(record.replica, left);
                    break;
                }
                note_lost_read(simulation, replicas, record);
                is_reading = false;
            }
        }
        live.is_placed = false;
        if (is_surplus(live)) {
            give_room_back(context, live);
            end(context, live, simulation.now(), VmOutcome::surplus);
            co_return;
        }
        // One that has timed out already, and was left to itself, is not placed again.
        if (live.has_lost_place && simulation.now() - live.first_placed <= context.provisioning_timeout) {
            give_room_back(context, live);
            note_lost_place(live, simulation.now());
            is_let_in_before = true;
            continue;
        }
        if (reached == VmOutcome::running) source.replicas->note_running(record.replica);
        if (reached != VmOutcome::provisioning_timed_out) {
            end(context, live, simulation.now(), reached);
            co_return;
        }
        if (context.on_timeout == OnTimeout::leave) {
            if (live.has_lost_place) give_room_back(context, live);
            end(context, live, simulation.now(), reached);
            co_return;
        }
        live.has_lost_place = false;
        const bool tries_again = group == nullptr && record.tries < context.tries;
        if (!tries_again) end(context, live, simulation.now(), reached);
        co_await remove_vm(simulation, context, live);
        if (!tries_again) co_return;
        begin_next_try(live);
        is_let_in_before = false;
    }
}

}  // namespace

sim::Process deploy_vm(sim::Simulation& simulation, DeploymentContext& context, std::uint32_t vm) {
    return deploy(simulation, context, vm, nullptr, 0);
}

sim::Process deploy_instance(sim::Simulation& simulation, DeploymentContext& context, std::uint32_t vm,
                             InstanceGroup& group, std::size_t batch) {
    return deploy(simulation, context, vm, &group, batch);
}

void settle(LiveVm& live, sim::SimTime now, VmOutcome reached) {
    VmRecord& record = live.record;
    record.ended = now;
    record.outcome = reached;
    if (record.tries == 1) record.started = live.admission.started;
    record.retried = live.admission.started;
    record.throttled_answers += live.admission.throttled_answers;
    if (live.admission.throttled_answers > 0) record.throttled_by = live.admission.last_limit;
    if (live.first_placed < now && now - live.first_placed > live.provisioning_timeout) {
        record.ended = live.first_placed + live.provisioning_timeout;
        record.outcome = VmOutcome::provisioning_timed_out;
    }
    for (sim::SimTime* door : {&record.started, &record.retried, &record.admitted, &record.allocated,
                               &record.read_started, &record.read_ended}) {
        *door = std::min(*door, record.ended);
    }
    LostToFaults& lost = record.lost_to_faults;
    lost.placements = std::min(lost.placements, record.allocated - record.admitted);
    lost.reads = std::min(lost.reads, record.read_started - record.allocated);
    lost.packages = std::min(lost.packages, record.ended - record.read_ended);
}

}  // namespace gallerysim::core
