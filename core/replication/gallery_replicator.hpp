#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/gallery/gallery_timeline.hpp"
#include "core/replication/replication.hpp"
#include "core/run_statistics.hpp"
#include "sim/signal.hpp"

namespace gallerysim::core {

/// The replicas that the VMs of a run read from, as a replicator changes them. What nobody has read yet need not
/// exist: it is made with as many replicas as the replicator holds.
class ServedReplicas {
public:
    virtual ~ServedReplicas() = default;
    /// The replicas of a version in one of its regions, made if need be; nullptr: no VM will ever read there.
    [[nodiscard]] virtual ReplicaSet* replicas_of(VersionIndex version, const TargetRegion& target) = 0;
    /// Their number has become another one, by replicas that are new or that get no new readers.
    virtual void set_replicas(VersionIndex version, const std::string& region, std::int64_t replicas) = 0;
};

/// Keeps the regions of a run in step with what the galleries say: whatever an event or a publication asks for is
/// copied, and what is no longer wanted gets no new readers.
///
/// A new version, and a region that a version gains, can be deployed when the region is complete; a region that is to
/// have more replicas goes on with those it has, and gains each one when its copy is complete. A region that has
/// failed is tried again when an event changes its version. One operation, as one call to the API, is one Replication;
/// what is asked of a region while it is being copied to is done when that has ended. Belongs to one run; what it
/// refers to must outlive it.
class GalleryReplicator {
public:
    GalleryReplicator(sim::Simulation& simulation, const Scenario& scenario, GalleryTimeline& timeline,
                      ServedReplicas& served, RunStatistics& statistics);
    GalleryReplicator(const GalleryReplicator&) = delete;
    GalleryReplicator& operator=(const GalleryReplicator&) = delete;
    ~GalleryReplicator();

    /// Sees to it that events which may have anything copied or taken away happen at their times, and the others
    /// too if somebody waits for what the galleries come to say.
    enum class Events { of_replicas, all };
    void start(Events events);

    /// Replicas of a version that a region has and VMs can read; nullopt in a scenario without events and publications,
    /// where these are always those listed.
    [[nodiscard]] std::optional<std::int64_t> replicas_in(VersionIndex version, const std::string& region) const;
    /// Happens when a region is complete or has failed, and after each event.
    [[nodiscard]] sim::Signal& changed() { return changed_; }
    /// Nothing is being copied, and no event is still to come.
    [[nodiscard]] bool is_settled() const { return events_left_ == 0 && under_way_ == 0; }
    /// One for each operation that had anything copied, in their order, as they stand now.
    [[nodiscard]] std::vector<ReplicationReport> reports() const;

private:
    struct Operation;
    /// What a region has of a version.
    struct Held {
        std::int64_t replicas = 0;
        Operation* under_way = nullptr;
        std::size_t place = 0;  ///< of the region in its plan
        bool has_failed = false;
    };
    using Place = std::pair<VersionIndex, std::string>;

    void follow(const GalleryEvent& event);
    void bring_up_to_date(VersionIndex version);
    void take_away(VersionIndex version, const ImageVersion* now);
    void copy_what_is_missing(VersionIndex version, const ImageVersion& now);
    void region_ended(Operation& operation, std::size_t region);
    [[nodiscard]] ResourcePath path_of(VersionIndex version) const;
    template <class Action>
    void for_each_version(Action action) const;

    sim::Simulation* simulation_;
    const Scenario* scenario_;
    GalleryTimeline* timeline_;
    ServedReplicas* served_;
    RunStatistics* statistics_;
    CopyNetwork network_;
    std::map<Place, Held> held_;
    std::vector<std::unique_ptr<Operation>> operations_;
    sim::Signal changed_;
    std::size_t events_left_ = 0;
    std::size_t under_way_ = 0;
};

}  // namespace gallerysim::core
