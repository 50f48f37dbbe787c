#include "core/gallery/gallery_timeline.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/faults/fault_plan.hpp"
#include "core/gallery/access.hpp"
#include "core/named.hpp"

namespace gallerysim::core {
namespace {

Refused not_found(const std::string& what) {
    return Refusal{Rule::not_found, fmt::format("there is no {}", what)};
}

Refused already_exists(const std::string& what) {
    return Refusal{Rule::already_exists, fmt::format("{} is there already", what)};
}

/// nullptr: the scenario lists no such version of an image.
const ImageVersion* listed_version(const Scenario& scenario, const ResourcePath& path) {
    const Gallery* gallery = find_named(scenario.galleries, path.gallery);
    const ImageDefinition* image = gallery == nullptr ? nullptr : find_named(gallery->images, path.item);
    return image == nullptr ? nullptr : find_named(image->versions, path.version);
}

bool is_creation(GalleryOperation operation) {
    return operation == GalleryOperation::create_gallery || operation == GalleryOperation::create_image ||
           operation == GalleryOperation::create_version;
}

/// Does an event of its own, or its publication, create this?
bool is_created_by_event(const Scenario& scenario, const ResourcePath& path) {
    if (const ImageVersion* version = listed_version(scenario, path); version != nullptr && version->published) {
        return true;
    }
    return std::any_of(scenario.events.begin(), scenario.events.end(), [&](const GalleryEvent& event) {
        return is_creation(event.operation) && event.target == path.to_string();
    });
}

/// What the scenario lists, without what an event creates; `created` itself stays.
std::vector<Gallery> without_created(const Scenario& scenario, const ResourcePath& created = {}) {
    std::vector<Gallery> galleries = scenario.galleries;
    if (timeline_events(scenario).empty()) return galleries;
    const auto comes_later = [&](const ResourcePath& path) {
        return path != created && is_created_by_event(scenario, path);
    };
    std::erase_if(galleries, [&](const Gallery& g) { return comes_later({g.name}); });
    for (Gallery& g : galleries) {
        std::erase_if(g.images, [&](const ImageDefinition& i) { return comes_later({g.name, i.name}); });
        for (ImageDefinition& i : g.images) {
            std::erase_if(i.versions, [&](const ImageVersion& v) {
                return comes_later({g.name, i.name, v.name});
            });
        }
    }
    return galleries;
}

/// The image with these of its versions.
Refused create_image(GalleryService& service, const Request& by, const std::string& gallery,
                     const ImageDefinition& image) {
    if (auto no = service.put_image(by, gallery, image)) return no;
    for (const ImageVersion& version : image.versions) {
        if (auto no = service.put_version(by, {gallery, image.name}, version)) return no;
    }
    return {};
}

Refused create_gallery(GalleryService& service, const Request& by, const Gallery& gallery) {
    if (auto no = service.put_gallery(by, gallery)) return no;
    for (const ImageDefinition& image : gallery.images) {
        if (auto no = create_image(service, by, gallery.name, image)) return no;
    }
    for (const VmApplication& application : gallery.applications) {
        if (auto no = service.put_application(by, gallery.name, application)) return no;
        for (const ApplicationVersion& version : application.versions) {
            if (auto no = service.put_application_version(by, {gallery.name, application.name}, version))
                return no;
        }
    }
    return {};
}

/// A listed resource, with all in it that no other event creates.
Refused create(GalleryService& service, const Scenario& scenario, const Request& by,
               const ResourcePath& path) {
    const std::vector<Gallery> listed = without_created(scenario, path);
    const Gallery* gallery = find_named(listed, path.gallery);
    if (path.item.empty()) {
        if (service.find_gallery(path.gallery) != nullptr) return already_exists(path.to_string());
        return create_gallery(service, by, *gallery);
    }
    // The gallery or the image may itself be one that an event creates: then look among all that is listed.
    const Gallery& holder = gallery != nullptr ? *gallery : *find_named(scenario.galleries, path.gallery);
    const ImageDefinition* image = find_named(holder.images, path.item);
    if (path.version.empty()) {
        if (service.find_image(path) != nullptr) return already_exists(path.to_string());
        return create_image(service, by, path.gallery, *image);
    }
    if (service.find_version(path) != nullptr) return already_exists(path.to_string());
    const Gallery& all = *find_named(scenario.galleries, path.gallery);
    return service.put_version(by, {path.gallery, path.item},
                               *find_named(find_named(all.images, path.item)->versions, path.version));
}

/// One of the operations that change a version: what it is afterwards, or why there is no such change.
Refused change(ImageVersion& version, const GalleryEvent& event) {
    auto& targets = version.target_regions;
    TargetRegion* target = find_named(targets, event.region);
    const auto needs_target = [&]() -> Refused {
        if (target != nullptr) return {};
        return not_found(fmt::format("{} in {}", event.target, event.region));
    };
    switch (event.operation) {
        case GalleryOperation::set_replicas:
            if (auto no = needs_target()) return no;
            target->replicas = event.replicas;
            return {};
        case GalleryOperation::set_storage:
            if (auto no = needs_target()) return no;
            target->storage = event.storage;
            return {};
        case GalleryOperation::add_region:
            if (target != nullptr) return already_exists(fmt::format("{} in {}", event.target, event.region));
            targets.emplace_back();
            targets.back().name = event.region;
            targets.back().replicas = event.replicas;
            targets.back().storage = event.storage;
            return {};
        case GalleryOperation::remove_region:
            if (auto no = needs_target()) return no;
            targets.erase(targets.begin() + (target - targets.data()));
            return {};
        case GalleryOperation::set_exclude_from_latest:
            if (event.region.empty()) {
                version.exclude_from_latest = event.value;
                return {};
            }
            if (auto no = needs_target()) return no;
            target->exclude_from_latest = event.value;
            return {};
        case GalleryOperation::set_end_of_life: version.end_of_life = event.end_of_life; return {};
        default: version.safety = event.safety; return {};
    }
}

}  // namespace

std::vector<GalleryEvent> timeline_events(const Scenario& scenario) {
    std::vector<GalleryEvent> events = scenario.events;
    for (const Gallery& gallery : scenario.galleries) {
        for (const ImageDefinition& image : gallery.images) {
            for (const ImageVersion& version : image.versions) {
                if (!version.published) continue;
                GalleryEvent& event = events.emplace_back();
                event.target = ResourcePath{gallery.name, image.name, version.name}.to_string();
                event.name = "publish " + event.target;
                event.at = *version.published;
                event.operation = GalleryOperation::create_version;
                const auto may = [&](const ClientSpec& client) {
                    return may_write(scenario.access, caller_of(client), gallery,
                                     {gallery.name, image.name, version.name});
                };
                const auto publisher = std::find_if(scenario.clients.begin(), scenario.clients.end(), may);
                if (publisher == scenario.clients.end()) continue;  // none may: the first one is refused
                event.client = static_cast<std::size_t>(publisher - scenario.clients.begin());
            }
        }
    }
    return events;
}

bool replicates_while_running(const Scenario& scenario) {
    const std::vector<GalleryEvent> events = timeline_events(scenario);
    return std::any_of(events.begin(), events.end(), [](const GalleryEvent& event) {
        return is_creation(event.operation) || event.operation == GalleryOperation::add_region ||
               event.operation == GalleryOperation::set_replicas;
    });
}

std::vector<Gallery> initial_galleries(const Scenario& scenario) { return without_created(scenario); }

Caller caller_of(const ClientSpec& client) { return {client.principal, client.subscription, client.tenant}; }

DeploymentRequest request_of(const Deployment& deployment) {
    DeploymentRequest request;
    request.image = ResourcePath::parse(deployment.image.text).value_or(ResourcePath{});
    request.region = deployment.region;
    if (const auto* sets = std::get_if<ScaleSets>(&deployment.arrivals)) {
        request.kind = sets->orchestration == Orchestration::flexible
                           ? DeploymentRequest::Kind::flexible_scale_set
                           : DeploymentRequest::Kind::uniform_scale_set;
        request.instances = sets->final_capacity();
        request.single_placement_group = sets->single_placement_group;
    }
    for (const std::string& application : deployment.applications) {
        request.applications.push_back(ResourcePath::parse(application).value_or(ResourcePath{}));
    }
    return request;
}

Refused apply_event(GalleryService& service, const Scenario& scenario, const GalleryEvent& event) {
    const Request by{caller_of(scenario.clients[event.client]), event.at};
    const ResourcePath path = ResourcePath::parse(event.target).value_or(ResourcePath{});
    switch (event.operation) {
        case GalleryOperation::home_region_down:
            service.set_region(event.region, GalleryService::RegionState::down);
            return {};
        case GalleryOperation::home_region_up:
            service.set_region(event.region, GalleryService::RegionState::up);
            return {};
        case GalleryOperation::create_gallery:
        case GalleryOperation::create_image:
        case GalleryOperation::create_version: return create(service, scenario, by, path);
        case GalleryOperation::share:
            return service.share(by, path.gallery, event.subscriptions, event.tenants);
        case GalleryOperation::move: return service.move(by, path);
        case GalleryOperation::remove: return service.remove(by, path);
        default: break;
    }
    const ImageVersion* current = service.find_version(path);
    if (current == nullptr) return not_found(event.target);
    ImageVersion wanted = *current;
    if (auto no = change(wanted, event)) return no;
    return service.put_version(by, {path.gallery, path.item}, std::move(wanted));
}

GalleryTimeline::GalleryTimeline(const Scenario& scenario)
    : scenario_(&scenario),
      service_(scenario.catalogue.limits, scenario.access, initial_galleries(scenario)),
      ledger_(scenario.catalogue.prices),
      events_(timeline_events(scenario)),
      order_(events_.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return events_[a].at < events_[b].at; });
    ledger_.note(sim::SimTime::zero(), service_.galleries());
    add_region_changes();
}

void GalleryTimeline::add_region_changes() {
    for (const FaultSpec& fault : scenario_->faults) {
        if (!takes_home_region_down(fault.kind) || fault.random) continue;
        region_changes_.push_back({fault.at, fault.region, 1});
        if (fault.duration) region_changes_.push_back({fault.at + *fault.duration, fault.region, -1});
    }
    std::ranges::stable_sort(region_changes_, {}, &RegionChange::at);
}

void GalleryTimeline::set_region(const std::string& region, GalleryService::RegionState state) {
    const int change = state == GalleryService::RegionState::down ? 1 : -1;
    int& faults = faults_of_region_[region];
    faults += change;
    const bool is_down = faults > 0;
    service_.set_region(region, is_down ? GalleryService::RegionState::down : GalleryService::RegionState::up,
                        GalleryService::RegionCause::fault);
}

void GalleryTimeline::do_until(sim::SimTime now) {
    while (next_due() <= now) {
        if (next_region_change() < next_event()) {
            const RegionChange& change = region_changes_[next_region_change_++];
            set_region(change.region, change.faults > 0 ? GalleryService::RegionState::down
                                                        : GalleryService::RegionState::up);
            continue;
        }
        const std::size_t number = order_[next_++];
        const GalleryEvent& event = events_[number];
        done_.push_back({number, apply_event(service_, *scenario_, event)});
        ledger_.note(event.at, service_.galleries());
        if (on_change_ && !done_.back().refused) on_change_(event);
    }
}

DeploymentAnswer GalleryTimeline::decide(const Deployment& deployment) const {
    return service_.deploy(caller_of(scenario_->clients[deployment.client]), request_of(deployment));
}

Bill bill_of_run(const Scenario& scenario, sim::SimTime until) {
    GalleryTimeline timeline(scenario);
    timeline.advance(until);
    return timeline.bill(until);
}

}  // namespace gallerysim::core
