#include "core/world.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/named.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

World::World(const Scenario& scenario, std::uint32_t run, KeepRecords keep)
    : scenario_(&scenario),
      simulation_(scenario.seed, run),
      statistics_(keep),
      placement_time_(scenario.catalogue.allocator.placement_time.value.build()),
      control_plane_(simulation_, scenario.catalogue.throttles),
      gate_(scenario, [this](const ImageReference& image, const std::string& region) {
          return source_of(image, region);
      }) {
    add_clients();
    for (std::uint32_t i = 0; i < scenario.deployments.size(); ++i) add_deployment(i);
}

RunResult World::run() {
    start();
    end_unfinished();
    const sim::SimTime first_request = std::min(statistics_.first_request(), simulation_.now());
    RunResult result = statistics_.finish(simulation_.now(), replica_use());
    result.throttles = control_plane_.counts();
    for (const auto& [key, replicas] : replica_sets_) result.storage += replicas.use();
    const auto binding = hold_ups_.binding_times(simulation_.now());
    std::ranges::transform(binding, result.binding_s.begin(), &sim::SimTime::seconds);
    result.binding_s[static_cast<std::size_t>(HoldUp::none)] -= first_request.seconds();
    result.events = simulation_.events_run();
    result.end = simulation_.now();
    return result;
}

void World::start() {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        simulation_.spawn(request_vms(simulation_, requests_[i], scenario_->deployments[i]));
    }
    if (scenario_->experiment.horizon) {
        simulation_.run_until(*scenario_->experiment.horizon);
    } else {
        simulation_.run();
    }
}

Curve World::run_for_curve(sim::SimTime step) {
    Curve curve;
    simulation_.after(step, [this, &curve] { look(curve, simulation_.now()); }, sim::Priority::late);
    start();
    return curve;
}

void World::look(Curve& curve, sim::SimTime step) {
    if (curve.size() == kMostCurvePoints) {
        throw Error(fmt::format("the curve has more than {} points; take a longer step", kMostCurvePoints));
    }
    curve.push_back(look_now());
    if (simulation_.pending_events() == 0) return;
    simulation_.after(step, [this, &curve] { look(curve, curve.front().time); }, sim::Priority::late);
}

CurvePoint World::look_now() const {
    CurvePoint point;
    point.time = simulation_.now();
    point.requested = statistics_.requested();
    point.running = statistics_.running();
    const ThrottleCounts calls = control_plane_.counts();
    for (const std::uint64_t answers : calls.throttled) point.throttled_answers += answers;
    point.in_flight = in_flight_.size();
    for (std::size_t i = 0; i < kHoldUps; ++i) point.held_up[i] = hold_ups_.held_up_by(static_cast<HoldUp>(i));
    point.binding = hold_ups_.binding();
    const FillLevels fill = control_plane_.fill_levels();
    for (std::size_t i = 0; i < kLimits; ++i) point.used[i] = 1.0 - fill[i];
    for (const auto& [region, allocator] : allocators_) {
        point.placers_used = std::max(point.placers_used, allocator.placers_used());
    }
    std::uint64_t readers = 0;
    std::size_t replicas = 0;
    for (const auto& [key, set] : replica_sets_) {
        point.busy_answers += set.busy_answers();
        replicas += set.size();
        for (std::uint32_t i = 0; i < set.size(); ++i) {
            readers += set.readers_of(i);
            if (set.has_credits(i)) ++point.bursting;
            point.most_readers = std::max(point.most_readers, set.readers_of(i));
        }
    }
    if (replicas > 0) point.mean_readers = static_cast<double>(readers) / static_cast<double>(replicas);
    return point;
}

Curve simulate_curve(const Scenario& scenario, std::uint32_t run, sim::SimTime step) {
    Curve curve = World{scenario, run}.run_for_curve(step);
    // Looks count from the beginning; the points of a curve from the look before.
    for (std::size_t i = curve.size(); i-- > 0;) {
        CurvePoint& point = curve[i];
        const CurvePoint before = i > 0 ? curve[i - 1] : CurvePoint{};
        point.came_to_run = point.running - before.running;
        point.requested -= before.requested;
        point.throttled_answers -= before.throttled_answers;
        point.busy_answers -= before.busy_answers;
    }
    return curve;
}

namespace {

/// The place of `name` in `names`, where it is put if it is new.
std::uint16_t number_in(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::ranges::find(names, name);
    const auto number = static_cast<std::uint16_t>(found - names.begin());
    if (found == names.end()) names.push_back(name);
    return number;
}

int zones_of(const std::string& region_name) {
    const Region* region = find_region(region_name);
    return region != nullptr ? region->availability_zones : 0;
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
    RequestContext& requests = requests_.emplace_back();
    requests.vms = &add_context(index, deployment.region, deployment.image);
    if (const auto* trace = std::get_if<TraceArrivals>(&deployment.arrivals)) {
        for (const TraceArrivals::Target& target : trace->targets) {
            requests.trace_targets.push_back(&add_context(index, target.region, target.image));
        }
    } else if (const auto* sets = std::get_if<ScaleSets>(&deployment.arrivals)) {
        requests.scale_sets = {.spec = sets,
                               .figures = &scenario_->catalogue.scale_sets,
                               .instances = requests.vms,
                               .upgraded = nullptr};
        if (sets->upgrade) {
            requests.scale_sets.upgraded = &add_context(index, deployment.region, sets->upgrade->image);
        }
    }
}

DeploymentContext& World::add_context(std::uint32_t index, const std::string& region_name,
                                      const ImageReference& image) {
    const Deployment& deployment = scenario_->deployments[index];
    const BootProfile& boot = scenario_->boot_of(image);
    const Platform& platform = scenario_->platform;
    const int zones = zones_of(region_name);
    return contexts_.emplace_back(DeploymentContext{
        .index = index,
        .client = clients_[deployment.client].get(),
        .region = number_in(regions_, region_name),
        .allocator = &allocator_of(region_name, zones),
        .placement_time = &placement_time_,
        .gate = &gate_,
        .door = gate_.door(deployment, region_name, image),
        .busy_retry = &platform.admission.retry,
        .boot_time = boot.cpu_time.value.build(),
        .applications = applications_of(deployment, region_name),
        .provisioning_timeout = boot.provisioning_timeout.value,
        .on_timeout = platform.on_timeout,
        .tries = platform.on_timeout == OnTimeout::remove_and_retry ? platform.timeout_tries.value : 1,
        .region_zones = zones,
        .zones = region_name == deployment.region ? deployment.zones : std::vector<int>{},
        .strict_zones = deployment.strict_zones,
        .hold_ups = &hold_ups_,
        .statistics = &statistics_,
        .in_flight = &in_flight_,
    });
}

Allocator& World::allocator_of(const std::string& region, int zones) {
    return allocators_.try_emplace(region, simulation_, scenario_->catalogue.allocator, zones).first->second;
}

ReplicaSetTerms World::terms_of(const TargetRegion& target, const std::string& region) {
    return {.replicas = target.replicas,
            .zones = zones_of(region),
            .routing = scenario_->platform.routing.value,
            .readers = {},
            .hydration = {},
            .hold_ups = &hold_ups_};
}

ImageSource World::source_of(const ImageReference& image, const std::string& region) {
    const TargetRegion& target = scenario_->target_of(image);
    const ImageVersion& version = scenario_->version_of(image);
    const StorageFigures& storage = scenario_->catalogue.storage_of(target.storage);
    const std::vector<DiskReads> reads = boot_reads(scenario_->boot_of(image), version);
    const ServiceDemand demand = service_demand(storage, reads, scenario_->catalogue.vm_disk);
    ReplicaSetTerms terms = terms_of(target, region);
    terms.readers = scenario_->platform.admission.readers;
    if (scenario_->platform.background_hydration) {
        terms.hydration = hydration_demand(storage, reads, version, scenario_->catalogue.hydration);
    }
    ReplicaSet& replicas =
        replica_sets_
            .try_emplace(ReplicaSetKey{image.gallery, image.image, image.version, image.target_region}, simulation_,
                         storage, demand, terms)
            .first->second;
    return {.replicas = &replicas, .solo_read_time = demand.solo_read_time()};
}

std::vector<ApplicationSource> World::applications_of(const Deployment& deployment, const std::string& region) {
    std::vector<ApplicationSource> sources;
    if (deployment.applications.empty()) return sources;
    const GalleryService listed(*scenario_);
    for (const std::string& name : deployment.applications) {
        const auto path = ResourcePath::parse(name).value_or(ResourcePath{});
        const ApplicationVersion* version = listed.find_application_version(path);
        const TargetRegion* target = version == nullptr ? nullptr : find_named(version->target_regions, region);
        if (target == nullptr) continue;  // the gate refuses such a deployment
        const DiskReads package{.reads = 0.0, .bytes = version->size};
        const StorageFigures& storage = scenario_->catalogue.storage_of(target->storage);
        const ServiceDemand demand = service_demand(storage, std::span(&package, 1), scenario_->catalogue.vm_disk);
        ReplicaSet& replicas = package_replicas_
                                   .try_emplace(name + '/' + region, simulation_, storage, demand,
                                                terms_of(*target, region))
                                   .first->second;
        sources.push_back({&replicas, version->install_time.value.build()});
    }
    return sources;
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
