#include "core/world.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/named.hpp"
#include "sim/assert.hpp"
#include "sim/delay.hpp"
#include "sim/process.hpp"

namespace gallerysim::core {

World::World(const Scenario& scenario, std::uint32_t run, KeepRecords keep, std::span<const std::size_t> group_of)
    : scenario_(&scenario),
      keep_(keep),
      simulation_(scenario.seed, run),
      // What counts of a steady stream is known when all of it is there.
      statistics_(scenario.experiment.steady_state ? KeepRecords::yes : keep),
      group_of_(group_of.begin(), group_of.end()),
      placement_time_(scenario.catalogue.allocator.placement_time.value.build()),
      control_plane_(simulation_, scenario.catalogue.throttles),
      gate_(scenario, [this](const ImageReference& image, const TargetRegion& target) {
          return source_of(image, target);
      }),
      replicator_(simulation_, scenario, gate_.timeline(), *this, statistics_) {
    GALLERYSIM_ASSERT(group_of_.empty() || group_of_.size() == scenario.deployments.size(),
                      "every deployment belongs to a group");
    // Contexts point to them: never more are added.
    if (!group_of_.empty()) group_statistics_.resize(*std::ranges::max_element(group_of_) + 1, RunStatistics(keep));
    if (!scenario.faults.empty()) faults_.emplace(scenario, simulation_, gate_, in_flight_);
    add_clients();
    for (std::uint32_t i = 0; i < scenario.deployments.size(); ++i) add_deployment(i);
}

namespace {

/// Requests a deployment's VMs from the moment on at which its image can be deployed; or when it turns out that this
/// moment never comes, so that they are refused.
sim::Process request_when_deployable(sim::Simulation& simulation, RequestContext& requests,
                                     const Deployment& deployment, GalleryGate& gate,
                                     GalleryReplicator& replicator) {
    co_await sim::delay(deployment.at);
    while (!gate.is_open(requests.vms->door, simulation.now()) && !replicator.is_settled()) {
        co_await replicator.changed().wait();
    }
    simulation.spawn(request_vms(simulation, requests, deployment, simulation.now()));
}

}  // namespace

RunResult World::run() {
    if (scenario_->experiment.steady_state) {
        simulation_.after(totals_.step(), [this] { note_totals(); }, sim::Priority::late);
    }
    start();
    end_unfinished();
    const sim::SimTime first_request = std::min(statistics_.first_request(), end_);
    RunResult result = statistics_.finish(end_, replica_use());
    result.throttles = control_plane_.counts();
    for (const auto& [key, replicas] : replica_sets_) result.storage += replicas.use();
    const auto binding = hold_ups_.binding_times(end_);
    std::ranges::transform(binding, result.binding_s.begin(), &sim::SimTime::seconds);
    result.binding_s[static_cast<std::size_t>(HoldUp::none)] -= first_request.seconds();
    result.replications = replicator_.reports();
    result.events = simulation_.events_run();
    result.end = end_;
    if (faults_) result.faults = faults_->occurrences(end_);
    if (const auto& steady = scenario_->experiment.steady_state) {
        result = steady_part(std::move(result), *steady, totals_, replica_use().replicas);
        if (keep_ == KeepRecords::no) result.records = {};
    }
    return result;
}

void World::note_totals() {
    RunTotals totals{.work_done = replica_use().work_done, .binding_s = {}};
    std::ranges::transform(hold_ups_.binding_times(simulation_.now()), totals.binding_s.begin(), &sim::SimTime::seconds);
    totals_.note(totals);
    if (simulation_.pending_events() == 0) return;
    simulation_.after(totals_.step(), [this] { note_totals(); }, sim::Priority::late);
}

std::vector<RunResult> World::run_groups() {
    start();
    end_unfinished();
    std::vector<RunResult> results;
    for (std::size_t group = 0; group < group_statistics_.size(); ++group) {
        results.push_back(group_statistics_[group].finish(end_, replica_use_of(group)));
        results.back().end = end_;
    }
    return results;
}

void World::start() {
    const auto& deployments = scenario_->deployments;
    const bool someone_waits = std::ranges::any_of(deployments, &Deployment::waits_for_image);
    replicator_.start(someone_waits ? GalleryReplicator::Events::all : GalleryReplicator::Events::of_replicas);
    for (std::size_t i = 0; i < requests_.size(); ++i) {
        if (deployments[i].waits_for_image) {
            simulation_.spawn(request_when_deployable(simulation_, requests_[i], deployments[i], gate_, replicator_));
        } else {
            simulation_.spawn(request_vms(simulation_, requests_[i], deployments[i], deployments[i].at));
        }
    }
    const sim::SimTime horizon = scenario_->experiment.horizon.value_or(sim::SimTime::never());
    end_ = horizon;
    if (faults_) {
        run_with_faults(horizon);
    } else {
        simulation_.run_until(horizon);
        end_ = simulation_.now();
    }
}

/// Nothing goes on, and no fault ahead could change that.
bool World::is_over() const {
    if (simulation_.pending_events() > 0) return false;
    return in_flight_.empty() || !faults_ || faults_->next_change() == sim::SimTime::never();
}

void World::run_with_faults(sim::SimTime horizon) {
    sim::SimTime last_change;  // that happened while something went on
    while (!is_over()) {
        const sim::SimTime change = faults_->next_change();
        simulation_.run_until(std::min(change, horizon));
        if (change > horizon || change == sim::SimTime::never()) break;
        if (is_over()) break;
        faults_->apply(change);
        last_change = change;
    }
    // Faults that came when all was over do not count; with a horizon a run lasts until then.
    if (horizon == sim::SimTime::never()) end_ = std::max(simulation_.last_event(), last_change);
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
    if (is_over()) return;
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
    const int zones = zones_of(scenario_->catalogue.regions, region_name);
    if (!group_of_.empty()) {
        group_of_replicas_.try_emplace(ReplicaSetKey{image.gallery, image.image, image.version, image.target_region},
                                       group_of_[index]);
    }
    return contexts_.emplace_back(DeploymentContext{
        .index = index,
        .client = clients_[deployment.client].get(),
        .region = number_in(regions_, region_name),
        .region_name = &region_name,
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
        .statistics = &statistics_of(index),
        .in_flight = &in_flight_,
    });
}

Allocator& World::allocator_of(const std::string& region, int zones) {
    const auto [found, is_new] = allocators_.try_emplace(region, simulation_, scenario_->catalogue.allocator, zones);
    if (is_new && faults_) faults_->add(found->second, region);
    return found->second;
}

ReplicaSetTerms World::terms_of(const TargetRegion& target, const std::string& region) {
    return {.replicas = target.replicas,
            .zones = zones_of(scenario_->catalogue.regions, region),
            .routing = scenario_->platform.routing.value,
            .readers = {},
            .hydration = {},
            .hold_ups = &hold_ups_};
}

ServiceDemand World::demand_of(const ImageReference& image, const TargetRegion& target) const {
    const std::vector<DiskReads> reads = boot_reads(scenario_->boot_of(image), scenario_->version_of(image));
    return service_demand(scenario_->catalogue.storage_of(target.storage), reads, scenario_->catalogue.vm_disk);
}

ImageSource World::source_of(const ImageReference& image, const TargetRegion& target) {
    return {.replicas = replicas_of({image.gallery, image.image, image.version}, target),
            .solo_read_time = demand_of(image, target).solo_read_time()};
}

World::ReplicaSetKey World::key_of(VersionIndex version, const std::string& region) {
    const auto& listed =
        scenario_->galleries[version.gallery].images[version.image].versions[version.version].target_regions;
    const auto key = [&](std::size_t place) {
        return ReplicaSetKey{version.gallery, version.image, version.version, place};
    };
    if (const auto place = index_of(listed, region)) return key(*place);
    std::vector<std::string>& added = added_regions_[version];
    const auto found = std::ranges::find(added, region);
    const auto place = static_cast<std::size_t>(found - added.begin());
    if (found == added.end()) added.push_back(region);
    return key(listed.size() + place);
}

/// As many as there may come to be, those included that are taken away meanwhile.
std::int64_t World::most_replicas(VersionIndex version, const std::string& region) const {
    const Gallery& gallery = scenario_->galleries[version.gallery];
    const ImageDefinition& image = gallery.images[version.image];
    const std::string path = ResourcePath{gallery.name, image.name, image.versions[version.version].name}.to_string();
    const TargetRegion* listed = find_named(image.versions[version.version].target_regions, region);
    std::int64_t most = replicator_.replicas_in(version, region).value_or(0);
    for (const GalleryEvent& event : timeline_events(*scenario_)) {
        if (event.operation == GalleryOperation::set_replicas || event.operation == GalleryOperation::add_region) {
            if (event.region == region && event.target == path) most += event.replicas;
        } else if (listed != nullptr && (event.target == path || path.starts_with(event.target + '/'))) {
            most += listed->replicas;  // it may be what creates the version
        }
    }
    return most;
}

ReplicaSet* World::replicas_of(VersionIndex version, const TargetRegion& target) {
    const ReplicaSetKey key = key_of(version, target.name);
    if (const auto found = replica_sets_.find(key); found != replica_sets_.end()) return &found->second;
    ImageReference image;
    image.gallery = version.gallery;
    image.image = version.image;
    image.version = version.version;
    const StorageFigures& storage = scenario_->catalogue.storage_of(target.storage);
    ReplicaSetTerms terms = terms_of(target, target.name);
    if (const auto held = replicator_.replicas_in(version, target.name)) {
        terms.replicas = *held;
        terms.most_replicas = most_replicas(version, target.name);
    }
    terms.readers = scenario_->platform.admission.readers;
    if (scenario_->platform.background_hydration) {
        const std::vector<DiskReads> reads = boot_reads(scenario_->boot_of(image), scenario_->version_of(image));
        terms.hydration =
            hydration_demand(storage, reads, scenario_->version_of(image), scenario_->catalogue.hydration);
    }
    const auto [found, is_new] = replica_sets_.try_emplace(key, simulation_, storage, demand_of(image, target), terms);
    for (std::uint32_t i = 0; is_new && i < found->second.size(); ++i) kept_replicas_[key].push_back(i);
    if (is_new && faults_) {
        const Gallery& gallery = scenario_->galleries[version.gallery];
        const std::string path = fmt::format("{}/{}/{}", gallery.name, scenario_->image_of(image).name,
                                             scenario_->version_of(image).name);
        faults_->add(found->second, target.name, target.storage, path);
    }
    return &found->second;
}

void World::set_replicas(VersionIndex version, const std::string& region, std::int64_t replicas) {
    const ReplicaSetKey key = key_of(version, region);
    const auto found = replica_sets_.find(key);
    if (found == replica_sets_.end()) return;  // whoever reads there first finds as many as there are then
    std::vector<std::uint32_t>& kept = kept_replicas_[key];
    const auto wanted = static_cast<std::size_t>(replicas);
    while (kept.size() < wanted) kept.push_back(found->second.add_replica());
    for (; kept.size() > wanted; kept.pop_back()) found->second.retire(kept.back());
    // What breaks at this very moment comes last.
    if (faults_) faults_->apply(simulation_.now() - sim::SimTime::from_nanoseconds(1));
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
        const auto [found, is_new] = package_replicas_.try_emplace(name + '/' + region, simulation_, storage, demand,
                                                                   terms_of(*target, region));
        if (is_new && faults_) faults_->add(found->second, region, target->storage, {});
        sources.push_back({&found->second, version->install_time.value.build()});
    }
    return sources;
}

void World::end_unfinished() {
    while (!in_flight_.empty()) {
        auto& live = static_cast<LiveVm&>(in_flight_.pop_front());
        settle(live, end_, VmOutcome::unfinished);
        statistics_of(live.record.deployment).note_end(live.record);
    }
}

RunStatistics& World::statistics_of(std::size_t deployment) {
    return group_of_.empty() ? statistics_ : group_statistics_[group_of_[deployment]];
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

RunStatistics::ReplicaUse World::replica_use_of(std::size_t group) const {
    RunStatistics::ReplicaUse use;
    for (const auto& [key, replicas] : replica_sets_) {
        const auto found = group_of_replicas_.find(key);
        if (found == group_of_replicas_.end() || found->second != group) continue;
        use.peak_readers = std::max(use.peak_readers, replicas.peak_readers());
        use.work_done += replicas.work_done();
        use.replicas += static_cast<double>(replicas.size());
    }
    return use;
}

RunResult simulate(const Scenario& scenario, std::uint32_t run, KeepRecords keep) {
    return World{scenario, run, keep}.run();
}

std::vector<RunResult> simulate_groups(const Scenario& scenario, std::uint32_t run,
                                       std::span<const std::size_t> group_of) {
    return World{scenario, run, group_of}.run_groups();
}

}  // namespace gallerysim::core
