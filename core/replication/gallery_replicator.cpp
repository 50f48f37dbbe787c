#include "core/replication/gallery_replicator.hpp"

#include <algorithm>

#include "core/named.hpp"

namespace gallerysim::core {

namespace {

bool is_about_replicas(GalleryOperation operation) {
    switch (operation) {
        case GalleryOperation::create_gallery:
        case GalleryOperation::create_image:
        case GalleryOperation::create_version:
        case GalleryOperation::set_replicas:
        case GalleryOperation::add_region:
        case GalleryOperation::remove_region:
        case GalleryOperation::remove: return true;
        default: return false;
    }
}

/// Is it this version, or what it belongs to?
bool concerns(const std::string& target, const ResourcePath& version) {
    const std::string path = version.to_string();
    return target == path || path.starts_with(target + '/');
}

}  // namespace

/// The copies that one change of a version asks for.
struct GalleryReplicator::Operation final : ReplicationHost {
    Operation(GalleryReplicator& owner, VersionIndex index, std::vector<TargetRegion> regions, ReplicationPlan plan)
        : replicator(&owner),
          version(index),
          targets(std::move(regions)),
          replication(*owner.simulation_, owner.network_, owner.scenario_->catalogue.replication, std::move(plan),
                      this) {}

    void replica_made(std::size_t region) override {
        Held& held = replicator->held_[{version, targets[region].name}];
        replicator->served_->set_replicas(version, targets[region].name, ++held.replicas);
    }
    void region_ended(std::size_t region) override { replicator->region_ended(*this, region); }
    void ended() override {
        --replicator->under_way_;
        replicator->changed_.notify();
    }
    ServingReplica replica_to_copy(std::size_t region, std::size_t number) override {
        ReplicaSet* replicas = replicator->served_->replicas_of(version, targets[region]);
        if (replicas == nullptr) return {};
        const std::vector<std::uint32_t>& available = replicas->available();
        return {.replicas = replicas,
                .replica = available.empty() ? kNoReplica : available[std::min(number, available.size() - 1)],
                .rate = replication.plan().regions[region].reads};
    }

    GalleryReplicator* replicator;
    VersionIndex version;
    std::vector<TargetRegion> targets;  ///< as the regions of the plan
    Replication replication;
};

GalleryReplicator::GalleryReplicator(sim::Simulation& simulation, const Scenario& scenario, GalleryTimeline& timeline,
                                     ServedReplicas& served, RunStatistics& statistics)
    : simulation_(&simulation),
      scenario_(&scenario),
      timeline_(&timeline),
      served_(&served),
      statistics_(&statistics),
      network_(simulation, scenario.catalogue.replication) {
    if (timeline.events().empty()) return;
    for_each_version([&](VersionIndex version) {
        const ImageVersion* now = timeline.service().find_version(path_of(version));
        if (now == nullptr) return;  // created later
        for (const TargetRegion& target : now->target_regions) {
            held_[{version, target.name}].replicas = target.replicas;
        }
    });
    timeline.on_change([this](const GalleryEvent& event) { follow(event); });
}

GalleryReplicator::~GalleryReplicator() = default;

template <class Action>
void GalleryReplicator::for_each_version(Action action) const {
    for (std::size_t g = 0; g < scenario_->galleries.size(); ++g) {
        const auto& images = scenario_->galleries[g].images;
        for (std::size_t i = 0; i < images.size(); ++i) {
            for (std::size_t v = 0; v < images[i].versions.size(); ++v) action(VersionIndex{g, i, v});
        }
    }
}

void GalleryReplicator::start(Events events) {
    for (const GalleryEvent& event : timeline_->events()) {
        if (events == Events::of_replicas && !is_about_replicas(event.operation)) continue;
        ++events_left_;
        simulation_->at(event.at, [this] {
            --events_left_;
            timeline_->advance(simulation_->now());
            changed_.notify();
        });
    }
}

ResourcePath GalleryReplicator::path_of(VersionIndex version) const {
    const Gallery& gallery = scenario_->galleries[version.gallery];
    const ImageDefinition& image = gallery.images[version.image];
    return {gallery.name, image.name, image.versions[version.version].name};
}

std::optional<std::int64_t> GalleryReplicator::replicas_in(VersionIndex version, const std::string& region) const {
    if (timeline_->events().empty()) return std::nullopt;
    const auto found = held_.find({version, region});
    return found == held_.end() ? 0 : found->second.replicas;
}

void GalleryReplicator::follow(const GalleryEvent& event) {
    if (!is_about_replicas(event.operation)) return;
    for_each_version([&](VersionIndex version) {
        if (!concerns(event.target, path_of(version))) return;
        for (auto& [place, held] : held_) {
            if (place.first == version) held.has_failed = false;  // whoever changes a version asks for it anew
        }
        bring_up_to_date(version);
    });
}

void GalleryReplicator::bring_up_to_date(VersionIndex version) {
    const ImageVersion* now = timeline_->service().find_version(path_of(version));
    take_away(version, now);
    if (now != nullptr) copy_what_is_missing(version, *now);
}

/// Regions that the version has no longer, and replicas beyond those wanted.
void GalleryReplicator::take_away(VersionIndex version, const ImageVersion* now) {
    for (auto place = held_.lower_bound({version, {}}); place != held_.end() && place->first.first == version;) {
        const std::string& region = place->first.second;
        Held& held = place->second;
        const TargetRegion* target = now == nullptr ? nullptr : find_named(now->target_regions, region);
        if (target == nullptr) {
            if (held.under_way != nullptr) {
                held.under_way->replication.withdraw(held.place);
                statistics_->note_region_released();
            }
            served_->set_replicas(version, region, 0);
            timeline_->set_replication(path_of(version), region, GalleryService::Replication::complete);
            place = held_.erase(place);
            continue;
        }
        if (held.under_way == nullptr && held.replicas > target->replicas) {
            held.replicas = target->replicas;
            served_->set_replicas(version, region, held.replicas);
        }
        ++place;
    }
}

void GalleryReplicator::copy_what_is_missing(VersionIndex version, const ImageVersion& now) {
    ImageVersion asked = now;
    std::vector<std::int64_t> present;
    bool is_missing = false;
    for (TargetRegion& target : asked.target_regions) {
        Held& held = held_[{version, target.name}];
        present.push_back(held.replicas);
        if (held.replicas == 0) {
            timeline_->set_replication(path_of(version), target.name, GalleryService::Replication::under_way);
        }
        if (held.replicas < target.replicas && held.under_way == nullptr && !held.has_failed) {
            is_missing = true;
        } else {
            target.replicas = held.replicas;  // nothing is asked of it
        }
    }
    if (!is_missing) return;
    ReplicationPlan plan = plan_change(*scenario_, version, asked, present, simulation_->now());
    plan.operation = static_cast<std::uint64_t>(
        std::ranges::count_if(operations_, [&](const auto& one) { return one->version == version; }));
    Operation& operation =
        *operations_.emplace_back(std::make_unique<Operation>(*this, version, asked.target_regions, std::move(plan)));
    ++under_way_;
    for (std::size_t i = 0; i < asked.target_regions.size(); ++i) {
        if (!operation.replication.plan().regions[i].is_asked()) continue;
        Held& held = held_[{version, asked.target_regions[i].name}];
        held.under_way = &operation;
        held.place = i;
        statistics_->note_region_asked();
    }
    operation.replication.start();
}

void GalleryReplicator::region_ended(Operation& operation, std::size_t region) {
    const PlannedRegion& planned = operation.replication.plan().regions[region];
    const TargetRegion& target = operation.targets[region];
    Held& held = held_[{operation.version, target.name}];
    held.under_way = nullptr;
    if (operation.replication.is_complete(region)) {
        statistics_->note_region_replicated(simulation_->now() - operation.replication.plan().published);
        if (planned.present == 0) {
            held.replicas = planned.replicas;
            served_->set_replicas(operation.version, target.name, held.replicas);
            timeline_->set_replication(path_of(operation.version), target.name,
                                       GalleryService::Replication::complete);
        }
    } else {
        held.has_failed = true;
    }
    bring_up_to_date(operation.version);
    changed_.notify();
}

std::vector<ReplicationReport> GalleryReplicator::reports() const {
    std::vector<ReplicationReport> all;
    for (const auto& operation : operations_) all.push_back(operation->replication.report());
    return all;
}

}  // namespace gallerysim::core
