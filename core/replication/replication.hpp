#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/replication/copy_network.hpp"
#include "core/replication/replication_plan.hpp"
#include "core/replication/replication_status.hpp"
#include "sim/process.hpp"
#include "sim/random_stream.hpp"

namespace gallerysim::core {

/// The replication of one version: from its publication until every region is complete or has failed.
///
/// The image to copy lies in the source region. The first replica of each region is copied from where the
/// strategy says, the others of the region from within it. A copy waits for its turn in the region that it is
/// read in, is set up, and then shares the network with all others; it may fail on its way, and is made anew
/// after a while. A region is complete, and usable, when all its replicas are; it fails when a copy has
/// failed too often or its time is over, and the others go on. Belongs to one simulation; what it refers to
/// must outlive it.
class Replication {
public:
    /// `on_change` is called when a region has become complete or failed.
    Replication(sim::Simulation& simulation, CopyNetwork& network, const ReplicationFigures& figures,
                ReplicationPlan plan, std::function<void()> on_change = {});
    Replication(const Replication&) = delete;
    Replication& operator=(const Replication&) = delete;

    /// Sets off at the time of publication. Call it once.
    void start();

    /// Whether VMs can be deployed in the region (its index in the plan) now.
    [[nodiscard]] bool is_complete(std::size_t region) const {
        return regions_[region].status.state == ReplicationState::completed;
    }
    [[nodiscard]] bool has_ended() const { return ended_ < sim::SimTime::never(); }
    /// As the API would report it now.
    [[nodiscard]] ReplicationStatus status() const;
    [[nodiscard]] ReplicationReport report() const;
    [[nodiscard]] const ReplicationPlan& plan() const { return plan_; }

private:
    /// A full copy that others can be made from.
    struct Source {
        std::size_t region = 0;
        CopyNetwork::Link reads = 0;
        std::int64_t across = 0;  ///< copies to other regions that are read from it now
        std::int64_t within = 0;  ///< copies in its own region
    };
    struct Copy {
        std::size_t region = 0;
        std::int64_t replica = 0;
        Source* source = nullptr;
        std::vector<CopyNetwork::Link> path;
        sim::FlowNetwork::Id flow;
        double amount = 0.0;  ///< of the attempt under way
        bool is_first = false;
        bool is_under_way = false;
        std::optional<sim::Process> process{};
    };
    struct RegionState {
        RegionReplication status;
        std::vector<Source*>
            sources;  ///< finished replicas; for the source region the image itself comes first
        std::vector<std::size_t> waiting;  ///< regions that wait for its first replica
        std::vector<Copy*> copies;
        std::int64_t next_replica = 0;  ///< not begun yet
        sim::EventHandle limit;         ///< its time is over
        sim::EventHandle fault;         ///< its copies fail for good
    };

    void begin_phase();
    void begin_region(std::size_t region);
    void place_first(std::size_t region);
    void place_waiting(RegionState& parent);
    void relay();
    void begin_first(std::size_t region, Source& source);
    void begin_others(std::size_t region);
    void begin_copy(std::size_t region, Source& source, bool is_first);
    [[nodiscard]] sim::Process run_copy(sim::Simulation& simulation, Copy& copy);
    void end_attempt(const Copy& copy, double carried, bool is_useful);
    void end_copy(Copy& copy);
    void replica_done(Copy& copy);
    void fail_region(std::size_t region, std::string why);
    void end_region(std::size_t region, ReplicationState state);
    Source& add_source(std::size_t region, const std::string& what);
    void note(std::size_t region, std::string what);

    [[nodiscard]] bool is_over(std::size_t region) const {
        return regions_[region].status.state == ReplicationState::completed ||
               regions_[region].status.state == ReplicationState::failed;
    }
    [[nodiscard]] int progress(std::size_t region) const;

    sim::Simulation* simulation_;
    CopyNetwork* network_;
    const ReplicationFigures* figures_;
    ReplicationPlan plan_;
    std::function<void()> on_change_;
    std::vector<RegionState> regions_;  ///< as in the plan
    std::deque<Source> sources_;
    std::deque<Copy> copies_;
    std::vector<std::size_t> unplaced_;  ///< of relay: regions that have no source yet
    std::vector<ReplicationEvent> events_;
    std::size_t phase_ = 0;
    bool has_begun_ = false;
    sim::SimTime ended_ = sim::SimTime::never();
    double egress_bytes_ = 0.0;
    double egress_usd_ = 0.0;
    double wasted_bytes_ = 0.0;
};

/// What a finished replication could not have undercut.
struct ReplicationBound {
    sim::SimTime time;
    std::string binding;
};

/// Copies as they were made: for each region the one before it, and how many of its replicas came to be.
struct CopiesMade {
    std::vector<std::optional<std::size_t>> parents;  ///< absent: its first replica did not come to be
    std::vector<std::int64_t> replicas;
};

/// The greatest of: for each cut of the network, the bytes that the copies took over it over its capacity;
/// for each region, the copies that had to be made one after the other until it was complete. Phases add up.
/// No schedule of these copies is shorter, however the network is shared.
[[nodiscard]] ReplicationBound lower_bound(const ReplicationPlan& plan, const ReplicationFigures& figures,
                                           const CopiesMade& made);

}  // namespace gallerysim::core
