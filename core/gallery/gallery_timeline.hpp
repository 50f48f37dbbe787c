#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/gallery/bill.hpp"
#include "core/gallery/gallery_service.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// Does to the service what the event says. Nothing when it is done, or why not.
[[nodiscard]] Refused apply_event(GalleryService& service, const Scenario& scenario,
                                  const GalleryEvent& event);

/// What is done to the galleries: the scenario's events, and after them the publication of each version that has
/// a time for it, as a create_version by the first client that may write it, named "publish
/// gallery/image/version".
[[nodiscard]] std::vector<GalleryEvent> timeline_events(const Scenario& scenario);

/// Whether anything in the scenario may have replicas copied while it runs: publications, and events that create
/// versions, add regions or set replica counts.
[[nodiscard]] bool replicates_while_running(const Scenario& scenario);

/// The galleries that a scenario begins with: what it lists, without what an event creates.
[[nodiscard]] std::vector<Gallery> initial_galleries(const Scenario& scenario);

/// The caller that a client of the scenario is.
[[nodiscard]] Caller caller_of(const ClientSpec& client);
/// What a deployment of the scenario asks for. REQUIRES: its references have the form that the reader
/// accepts.
[[nodiscard]] DeploymentRequest request_of(const Deployment& deployment);

/// The galleries of one run: what a scenario begins with, and its events and the faults of home regions at given times as
/// time goes on; those come after the events of the same time. It has no clock of
/// its own: whoever asks says when, and events until then are done first. So events cost no simulation event,
/// and those after the end of a run do not draw it out. Times must not fall.
class GalleryTimeline {
public:
    explicit GalleryTimeline(const Scenario& scenario);

    /// Calls this after each event that was done and may have changed which replicas are wanted. It may say how
    /// far replications are.
    void on_change(std::function<void(const GalleryEvent&)> call) { on_change_ = std::move(call); }

    /// Does the events until and at `now`. O(1) when there are none.
    void advance(sim::SimTime now) {
        if (next_due() <= now) do_until(now);
    }
    /// How far the replication of a version to a region is; without being told, all is complete at once.
    void set_replication(const ResourcePath& version, const std::string& region,
                         GalleryService::Replication state) {
        service_.set_replication(version, region, state);
    }
    /// A fault at a random time begins or ends.
    void set_region(const std::string& region, GalleryService::RegionState state);
    /// May a deployment go ahead, and with which version? After advance().
    [[nodiscard]] DeploymentAnswer decide(const Deployment& deployment) const;

    struct Done {
        std::size_t event = 0;  ///< index into events()
        Refused refused;
    };
    [[nodiscard]] const std::vector<GalleryEvent>& events() const { return events_; }
    [[nodiscard]] const std::vector<Done>& done() const { return done_; }
    [[nodiscard]] const GalleryService& service() const { return service_; }
    /// REQUIRES: `until` is not before the last event that was done.
    [[nodiscard]] Bill bill(sim::SimTime until) const { return ledger_.bill(until); }

private:
    /// The home region of galleries goes down or comes up by a fault.
    struct RegionChange {
        sim::SimTime at;
        std::string region;
        int faults = 0;  ///< more, or fewer, that hold it down
    };

    void add_region_changes();
    void do_until(sim::SimTime now);
    [[nodiscard]] sim::SimTime next_event() const {
        return next_ < order_.size() ? events_[order_[next_]].at : sim::SimTime::never();
    }
    [[nodiscard]] sim::SimTime next_region_change() const {
        return next_region_change_ < region_changes_.size() ? region_changes_[next_region_change_].at
                                                            : sim::SimTime::never();
    }
    [[nodiscard]] sim::SimTime next_due() const { return std::min(next_event(), next_region_change()); }

    const Scenario* scenario_;
    GalleryService service_;
    BillLedger ledger_;
    std::vector<GalleryEvent> events_;
    std::function<void(const GalleryEvent&)> on_change_;
    std::vector<std::size_t> order_;  ///< of the events, by time
    std::size_t next_ = 0;            ///< into order_
    std::vector<Done> done_;
    std::vector<RegionChange> region_changes_;  ///< by time
    std::size_t next_region_change_ = 0;
    std::map<std::string, int> faults_of_region_;  ///< that hold it down
};

/// The bill of a scenario until `until`, with the events up to then.
[[nodiscard]] Bill bill_of_run(const Scenario& scenario, sim::SimTime until);

}  // namespace gallerysim::core
