#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/replication/copy_network.hpp"
#include "core/replication/replication_plan.hpp"
#include "core/replication/replication_status.hpp"
#include "sim/process.hpp"
#include "sim/random_stream.hpp"

namespace gallerysim::core {

/// What a replication tells the rest of a run, and asks of it; regions are indices into its plan.
class ReplicationHost {
public:
    virtual ~ReplicationHost() = default;
    /// One more replica is there, in a region that VMs read in already.
    virtual void replica_made(std::size_t region) = 0;
    /// The region is complete, or has failed.
    virtual void region_ended(std::size_t region) = 0;
    /// All regions have ended.
    virtual void ended() = 0;
    /// The replica of this number in a region that is complete, or was before.
    [[nodiscard]] virtual ServingReplica replica_to_copy(std::size_t region, std::size_t number) = 0;
};

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
    /// Without a host no VM reads from any replica.
    Replication(sim::Simulation& simulation, CopyNetwork& network, const ReplicationFigures& figures,
                ReplicationPlan plan, ReplicationHost* host = nullptr);
    Replication(const Replication&) = delete;
    Replication& operator=(const Replication&) = delete;

    /// Sets off at the time of publication. Call it once.
    void start();

    /// Whether VMs can be deployed in the region (its index in the plan) now.
    [[nodiscard]] bool is_complete(std::size_t region) const {
        return regions_[region].status.state == ReplicationState::completed;
    }
    /// The region is no longer one of the version's: its copies are broken off, and it is not reported any more.
    void withdraw(std::size_t region);
    [[nodiscard]] bool has_ended() const { return ended_ < sim::SimTime::never(); }
    /// As the API would report it now.
    [[nodiscard]] ReplicationStatus status() const;
    [[nodiscard]] ReplicationReport report() const;
    [[nodiscard]] const ReplicationPlan& plan() const { return plan_; }

private:
    /// A full copy that others can be made from.
    struct Source {
        enum class Kind { image, replica };
        std::size_t region = 0;
        Kind kind = Kind::replica;
        std::size_t number = 0;  ///< of the replica in its region
        CopyNetwork::Link reads = 0;
        std::int64_t across = 0;  ///< copies to other regions that are read from it now
        std::int64_t within = 0;  ///< copies in its own region
    };
    struct Copy {
        std::size_t region = 0;
        std::int64_t replica = 0;
        Source* source = nullptr;
        std::vector<CopyNetwork::Link> path;
        CopyNetwork::Id transfer;
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
        bool is_withdrawn = false;
    };

    void begin_with_what_is_there(std::size_t region);
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
    void break_off_copies(RegionState& region);
    void share_sources(std::size_t region);
    [[nodiscard]] ServingReplica serving(const Source& source) const;
    Source& add_source(std::size_t region, Source::Kind kind, const std::string& what);
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
    ReplicationHost* host_;
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
    std::vector<std::optional<std::size_t>> parents;  ///< absent: none did, or it had replicas before
    std::vector<std::int64_t> replicas;  ///< made, without those that were there before
};

/// The greatest of: for each cut of the network, the bytes that the copies took over it over its capacity;
/// for each region, the copies that had to be made one after the other until it was complete. Phases add up.
/// No schedule of these copies is shorter, however the network is shared.
[[nodiscard]] ReplicationBound lower_bound(const ReplicationPlan& plan, const ReplicationFigures& figures,
                                           const CopiesMade& made);

}  // namespace gallerysim::core
