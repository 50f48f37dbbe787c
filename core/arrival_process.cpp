#include "core/arrival_process.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/stream_purpose.hpp"
#include "core/trace_file.hpp"
#include "sim/delay.hpp"

namespace gallerysim::core {

namespace {

sim::Process request_at_once(sim::Simulation& simulation, DeploymentContext& context, sim::SimTime at,
                             const BurstArrivals& burst) {
    co_await sim::delay(at - simulation.now());
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

/// A Poisson stream with changing rate: the times at which its cumulative rate has grown by exponential steps of mean
/// 1. A change of the rates so leaves the draws alone.
sim::Process request_by_profile(sim::Simulation& simulation, DeploymentContext& context, sim::SimTime at,
                                const ProfileArrivals& profile) {
    sim::RandomStream stream =
        simulation.stream(static_cast<std::uint16_t>(StreamPurpose::arrival), context.index);
    const auto step = sim::Distribution::exponential(1.0);
    std::uint32_t vm = 0;
    double left = step.sample(stream);  // of the cumulative rate, until the next request
    for (std::size_t i = 0; i < profile.times.size(); ++i) {
        const double rate = profile.rates[i].value;
        const sim::SimTime end = at + (i + 1 < profile.times.size() ? profile.times[i + 1] : profile.duration);
        sim::SimTime now = at + profile.times[i];
        for (;;) {
            const double within = rate * (end - now).seconds();
            if (left >= within) {
                left -= within;
                break;
            }
            now += sim::SimTime::from_seconds(left / rate);
            co_await sim::delay(std::max(sim::SimTime::zero(), now - simulation.now()));
            simulation.spawn(deploy_vm(simulation, context, vm++));
            left = step.sample(stream);
        }
    }
}

sim::Process request_in_batches(sim::Simulation& simulation, DeploymentContext& context, sim::SimTime at,
                                const BatchArrivals& arrivals) {
    co_await sim::delay(at - simulation.now());
    std::uint32_t vm = 0;
    for (std::int64_t batch = 0; batch < arrivals.batches; ++batch) {
        if (batch > 0) co_await sim::delay(arrivals.every);
        for (std::int64_t i = 0; i < arrivals.vms; ++i) simulation.spawn(deploy_vm(simulation, context, vm++));
    }
}

/// One of the places of a pool: creates a VM, and the next one when that has ended.
sim::Process keep_creating(sim::Simulation& simulation, DeploymentContext& context, std::uint32_t& next_vm,
                           std::uint32_t vms) {
    while (next_vm < vms) {
        const sim::Process vm = simulation.spawn(deploy_vm(simulation, context, next_vm++));
        co_await vm.join();
    }
}

sim::Process request_in_closed_loop(sim::Simulation& simulation, DeploymentContext& context, sim::SimTime at,
                                    const ClosedLoopArrivals& loop) {
    co_await sim::delay(at - simulation.now());
    const auto vms = static_cast<std::uint32_t>(loop.vms);
    const auto places = static_cast<std::size_t>(std::min(loop.in_flight, loop.vms));
    std::uint32_t next_vm = 0;
    std::vector<sim::Process> workers;  // they count in this frame, so it stays until they have ended
    for (std::size_t i = 0; i < places; ++i) {
        workers.push_back(simulation.spawn(keep_creating(simulation, context, next_vm, vms)));
    }
    for (const sim::Process& worker : workers) co_await worker.join();
}

/// Which of the trace's targets a row means; rows mostly mean the same as the one before.
class TargetOfRow {
public:
    TargetOfRow(const RequestContext& context, const Deployment& deployment, const TraceArrivals& trace)
        : context_(&context), deployment_(&deployment), trace_(&trace) {}

    DeploymentContext& operator()(const TraceRow& row) {
        const std::string_view region = row.region.empty() ? std::string_view(deployment_->region) : row.region;
        const std::string_view image = row.image.empty() ? std::string_view(deployment_->image.text) : row.image;
        const auto fits = [&](const TraceArrivals::Target& target) {
            return target.region == region && target.image.text == image;
        };
        if (!fits(trace_->targets[last_])) {
            const auto found = std::ranges::find_if(trace_->targets, fits);
            if (found == trace_->targets.end()) throw Error(trace_->file + ": the trace has changed");
            last_ = static_cast<std::size_t>(found - trace_->targets.begin());
        }
        return *context_->trace_targets[last_];
    }

private:
    const RequestContext* context_;
    const Deployment* deployment_;
    const TraceArrivals* trace_;
    std::size_t last_ = 0;
};

sim::Process request_as_traced(sim::Simulation& simulation, const RequestContext& context,
                               const Deployment& deployment, sim::SimTime at, const TraceArrivals& trace) {
    TraceReader reader(trace.file);
    TargetOfRow target_of(context, deployment, trace);
    TraceRow row;
    std::uint32_t vm = 0;
    auto next = reader.next(row);
    for (; next == TraceReader::Next::row; next = reader.next(row)) {
        DeploymentContext& target = target_of(row);
        const std::int64_t vms = row.vms;
        const sim::SimTime wait = at + row.time - simulation.now();
        if (wait > sim::SimTime::zero()) co_await sim::delay(wait);
        for (std::int64_t i = 0; i < vms; ++i) simulation.spawn(deploy_vm(simulation, target, vm++));
    }
    if (next == TraceReader::Next::problem || reader.fingerprint() != trace.fingerprint) {
        throw Error(trace.file + ": the trace has changed since the scenario was read");
    }
}

sim::Process request_scale_sets(sim::Simulation& simulation, const ScaleSetContext& context, sim::SimTime at) {
    co_await sim::delay(at - simulation.now());
    for (std::int64_t i = 0; i < context.spec->count; ++i) {
        simulation.spawn(run_scale_set(simulation, context, static_cast<std::uint32_t>(i)));
    }
}

}  // namespace

sim::Process request_vms(sim::Simulation& simulation, const RequestContext& context, const Deployment& deployment,
                         sim::SimTime at) {
    struct Requests {
        sim::Simulation& simulation;
        const RequestContext& context;
        const Deployment& deployment;
        sim::SimTime at;

        sim::Process operator()(const BurstArrivals& a) const {
            return request_at_once(simulation, *context.vms, at, a);
        }
        sim::Process operator()(const PoissonArrivals& a) const {
            return request_as_poisson(simulation, *context.vms, at, a);
        }
        sim::Process operator()(const ProfileArrivals& a) const {
            return request_by_profile(simulation, *context.vms, at, a);
        }
        sim::Process operator()(const BatchArrivals& a) const {
            return request_in_batches(simulation, *context.vms, at, a);
        }
        sim::Process operator()(const ClosedLoopArrivals& a) const {
            return request_in_closed_loop(simulation, *context.vms, at, a);
        }
        sim::Process operator()(const ListedArrivals& a) const {
            return request_as_listed(simulation, *context.vms, at, a);
        }
        sim::Process operator()(const TraceArrivals& a) const {
            return request_as_traced(simulation, context, deployment, at, a);
        }
        sim::Process operator()(const ScaleSets&) const {
            return request_scale_sets(simulation, context.scale_sets, at);
        }
    };
    return std::visit(Requests{simulation, context, deployment, at}, deployment.arrivals);
}

}  // namespace gallerysim::core
