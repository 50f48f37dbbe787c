#include "core/scale_set_run.hpp"

#include <algorithm>
#include <cmath>

#include "core/stream_purpose.hpp"
#include "sim/combinators.hpp"
#include "sim/delay.hpp"

namespace gallerysim::core {

namespace {

/// Numbers of VMs that each scale set has for itself, so that one does not shift the draws of the next.
constexpr std::uint32_t kNumbersPerSet = 8192;

/// A scale set between its operations.
struct ScaleSetState {
    const ScaleSetContext* context;
    std::uint32_t number;
    std::uint32_t next_vm;
    std::int64_t running = 0;
};

struct Growth {
    ApiOperation operation;
    std::int64_t target;  ///< instances to add
};

/// ceil(part x of), safe against the rounding of a part such as 0.2.
std::int64_t part_of(double part, std::int64_t of) {
    return static_cast<std::int64_t>(std::ceil(part * static_cast<double>(of) - 1e-9));
}

void begin_instances(sim::Simulation& simulation, DeploymentContext& instances, ScaleSetState& set,
                     InstanceGroup& group, std::int64_t first, std::int64_t last, std::int64_t batch_size) {
    for (std::int64_t i = first; i < last; ++i) {
        group.add(simulation.spawn(deploy_instance(simulation, instances, set.next_vm++, group,
                                                   static_cast<std::size_t>(i / batch_size))));
    }
}

/// Calls the control plane for the scale set; what it answers is in `admission`.
sim::Task<> call_for(sim::Simulation& simulation, const DeploymentContext& instances, const ScaleSetState& set,
                     ApiOperation operation, Admission& admission) {
    const Call errand = instances.client->call(operation, instances.region,
                                               vm_entity(instances.index, set.number * kNumbersPerSet));
    if (!instances.client->try_admit_at_once(errand, admission)) {
        co_await admit(simulation, *instances.client, errand, admission);
    }
}

/// Lets the batches begin one after the other, until enough instances run.
sim::Task<> release_batches(sim::Simulation&, InstanceGroup& group, std::size_t batches, sim::SimTime pause) {
    for (std::size_t batch = 0; batch < batches && !group.is_settled(); ++batch) {
        if (batch > 0 && pause > sim::SimTime::zero()) co_await sim::first_of(sim::delay(pause), group.changed().wait());
        group.batch(batch).notify();
    }
}

sim::Task<> wait_until_over(sim::Simulation&, InstanceGroup& group) {
    while (!group.is_over()) co_await group.changed().wait();
}

/// Whether the gallery's rules let the scale set's instances in now. Where not, as many as are asked for are begun, so
/// that each is counted as rejected, and the scale set makes no call.
sim::Task<bool> is_let_in(sim::Simulation& simulation, DeploymentContext& instances, ScaleSetState& set,
                          std::int64_t asked_for, bool in_place) {
    if (instances.gate->is_open(instances.door, simulation.now())) co_return true;
    InstanceGroup group(set.number, asked_for, in_place);
    begin_instances(simulation, instances, set, group, 0, asked_for, asked_for);
    co_await wait_until_over(simulation, group);
    co_return false;
}

sim::Task<> grow(sim::Simulation& simulation, ScaleSetState& set, Growth growth) {
    const ScaleSetFigures& figures = *set.context->figures;
    DeploymentContext& instances = *set.context->instances;
    const sim::SimTime requested = simulation.now();
    const std::int64_t batch_size = figures.batch_size.value;
    instances.statistics->note_operation();
    if (!co_await is_let_in(simulation, instances, set, growth.target, false)) co_return;

    Admission admission;
    admission.hold_ups = instances.hold_ups;
    admission.vms = growth.target;
    InstanceGroup group(set.number, growth.target, false);
    begin_instances(simulation, instances, set, group, 0, growth.target, batch_size);
    co_await call_for(simulation, instances, set, growth.operation, admission);
    group.note_admission(admission);

    std::int64_t begun = growth.target;
    const bool accepted = admission.state == Admission::State::accepted;
    if (accepted && set.context->spec->overprovision) {
        begun += part_of(figures.overprovision.value, growth.target);
        begin_instances(simulation, instances, set, group, growth.target, begun, batch_size);
    }
    const auto batches = static_cast<std::size_t>((begun + batch_size - 1) / batch_size);
    const sim::SimTime pause = accepted ? figures.batch_pause.value : sim::SimTime::zero();
    co_await release_batches(simulation, group, batches, pause);
    while (!group.is_settled() && !group.is_over()) co_await group.changed().wait();
    if (group.is_settled()) instances.statistics->note_ready(simulation.now() - requested);
    co_await wait_until_over(simulation, group);
    set.running += group.running();
}

sim::Task<> upgrade(sim::Simulation& simulation, ScaleSetState& set, const RollingUpgrade& upgrade) {
    DeploymentContext& instances = *set.context->upgraded;
    const sim::SimTime requested = simulation.now();
    const std::int64_t all = set.running;
    const std::int64_t batch = std::max<std::int64_t>(1, part_of(upgrade.batch, all));
    const auto most_failed = static_cast<std::int64_t>(upgrade.max_unhealthy * static_cast<double>(all));
    instances.statistics->note_operation();
    if (!co_await is_let_in(simulation, instances, set, all, true)) co_return;

    Admission admission;
    admission.hold_ups = instances.hold_ups;
    co_await call_for(simulation, instances, set, ApiOperation::update_scale_set, admission);
    if (admission.state != Admission::State::accepted) co_return;
    std::int64_t failed = 0;
    for (std::int64_t done = 0; done < all && failed <= most_failed; done += batch) {
        if (done > 0) co_await sim::delay(upgrade.pause);
        const std::int64_t size = std::min(batch, all - done);
        InstanceGroup group(set.number, size, true);
        Admission platform;  // it goes on by itself: no call, no wait
        platform.started = simulation.now();
        platform.state = Admission::State::accepted;
        group.note_admission(platform);
        begin_instances(simulation, instances, set, group, 0, size, size);
        group.batch(0).notify();
        co_await wait_until_over(simulation, group);
        failed += size - group.running();
    }
    if (failed == 0) instances.statistics->note_ready(simulation.now() - requested);
}

sim::Task<> wait_until(sim::Simulation& simulation, sim::SimTime time) {
    if (time > simulation.now()) co_await sim::delay(time - simulation.now());
}

}  // namespace

sim::Process run_scale_set(sim::Simulation& simulation, const ScaleSetContext& context, std::uint32_t number) {
    const sim::SimTime start = simulation.now();
    const ScaleSets& spec = *context.spec;
    ScaleSetState set{&context, number, number * kNumbersPerSet};
    co_await grow(simulation, set, {ApiOperation::create_scale_set, spec.capacity});
    if (set.running == 0) co_return;
    if (spec.scale_out) {
        co_await wait_until(simulation, start + spec.scale_out->at);
        co_await grow(simulation, set, {ApiOperation::update_scale_set, spec.scale_out->to - set.running});
    }
    if (spec.upgrade) {
        co_await wait_until(simulation, start + spec.upgrade->at);
        co_await upgrade(simulation, set, *spec.upgrade);
    }
}

}  // namespace gallerysim::core
