#include "core/gallery/gallery_gate.hpp"

#include "core/named.hpp"
#include "sim/assert.hpp"

namespace gallerysim::core {

GalleryDoor GalleryGate::door(const Deployment& deployment, const std::string& region,
                              const ImageReference& image) {
    GalleryDoor door;
    door.caller = caller_of(scenario_->clients[deployment.client]);
    door.request = request_of(deployment);
    door.request.image = ResourcePath::parse(image.text).value_or(ResourcePath{});
    if (image.text.empty() || door.request.image.version.empty()) {
        // A scenario that no reader made: by its indices.
        const Gallery& gallery = scenario_->galleries[image.gallery];
        const ImageDefinition& definition = gallery.images[image.image];
        door.request.image = {gallery.name, definition.name, definition.versions[image.version].name};
    }
    door.request.region = region;
    door.image = image;
    const GalleryService& service = timeline_.service();
    const ImageVersion* version = service.find_version(
        {door.request.image.gallery, door.request.image.item, scenario_->version_of(image).name});
    const TargetRegion* target = version == nullptr ? nullptr : find_named(version->target_regions, region);
    if (target != nullptr) door.source = find_source_(image, *target);
    return door;
}

void GalleryGate::look_again(GalleryDoor& door) {
    door.revision = timeline_.service().revision();
    const DeploymentAnswer answer = timeline_.service().deploy(door.caller, door.request);
    door.refused.reset();
    if (answer.refused) {
        door.refused = answer.refused->rule;
        return;
    }
    // What is deployed is one of the scenario's own versions: events create what is listed there.
    ImageReference image = door.image;
    const ImageDefinition& definition = scenario_->galleries[image.gallery].images[image.image];
    const ImageVersion* version = find_named(definition.versions, answer.version->name);
    GALLERYSIM_ASSERT(version != nullptr, "a version that is deployed is listed in the scenario");
    image.version = static_cast<std::size_t>(version - definition.versions.data());
    if (door.source.replicas != nullptr && image == door.image) return;
    door.image = image;
    door.source = find_source_(image, *answer.target);
}

}  // namespace gallerysim::core
