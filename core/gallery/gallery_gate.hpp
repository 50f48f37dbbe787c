#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>

#include "core/gallery/gallery_timeline.hpp"
#include "core/replica_set.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// What VMs of one image version read in one region.
struct ImageSource {
    ReplicaSet* replicas = nullptr;
    sim::SimTime solo_read_time;
};

/// Where VMs of one kind come through: those of a deployment, with one image and region.
struct GalleryDoor {
    Caller caller;
    DeploymentRequest request;
    ImageReference image;         ///< what is deployed at the moment; its target region is that of the beginning
    ImageSource source;           ///< and where it is read from; nowhere until the first time that it is open
    std::optional<Rule> refused;  ///< why nothing is deployed at the moment
    std::uint64_t revision =
        std::numeric_limits<std::uint64_t>::max();  ///< of the service that this follows from
};

/// Lets VMs in by the gallery's rules as they are at that moment, and tells which version they get. Answers
/// are kept until the galleries change, so it costs next to nothing per VM. Belongs to one run.
class GalleryGate {
public:
    using FindSource = std::function<ImageSource(const ImageReference&, const TargetRegion&)>;

    /// `find_source` gives the replicas of a version of the scenario in one of its regions; of the reference it needs
    /// gallery, image and version.
    GalleryGate(const Scenario& scenario, FindSource find_source)
        : scenario_(&scenario), timeline_(scenario), find_source_(std::move(find_source)) {}

    [[nodiscard]] GalleryTimeline& timeline() { return timeline_; }

    /// A door for VMs of this deployment with this image in this region.
    [[nodiscard]] GalleryDoor door(const Deployment& deployment, const std::string& region,
                                   const ImageReference& image);

    /// Brings the door up to date and says whether it is open: whether its VMs are let in now. Times must not
    /// fall.
    bool is_open(GalleryDoor& door, sim::SimTime now) {
        timeline_.advance(now);
        if (door.revision != timeline_.service().revision()) look_again(door);
        return !door.refused;
    }

    /// Galleries whose home the region is cannot be changed from now on, or can again, as far as faults at random times go.
    void set_region(const std::string& region, GalleryService::RegionState state, sim::SimTime now) {
        timeline_.advance(now);
        timeline_.set_region(region, state);
    }

private:
    void look_again(GalleryDoor& door);

    const Scenario* scenario_;
    GalleryTimeline timeline_;
    FindSource find_source_;
};

}  // namespace gallerysim::core
