#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/replica_set.hpp"
#include "core/replication/replication_figures.hpp"
#include "sim/flow_network.hpp"
#include "sim/servers.hpp"
#include "sim/shared_capacity.hpp"

namespace gallerysim::core {

/// A replica that VMs read from, as what is copied.
struct ServingReplica {
    ReplicaSet* replicas = nullptr;  ///< nullptr: no VM reads from it
    std::uint32_t replica = 0;       ///< kNoReplica: none can be read now
    BytesPerSecond rate;  ///< that it serves when it works for one reader only
};

/// What all copies of a run share: the links between regions, the ways out of regions and into their storage,
/// and the number of copies that may be under way. Belongs to one simulation.
///
/// A copy gets the rate y of its flow in the network, whose links are shared max-min fair. One that is read from a
/// replica which VMs read as well is moreover a flow of that replica's capacity, with a cap of y over the replica's
/// rate: it goes at x = what processor sharing gives it, x <= y, and is done when that has served its bytes. Its flow
/// in the network goes on until then, so that the rates of other copies are those that y leaves. When the replica is
/// lost, the copy has failed: its co_await brings Outcome::interrupted.
class CopyNetwork {
public:
    using Link = sim::FlowNetwork::Link;
    class Transfer;

    /// Names one copy under way for ever.
    class Id {
        friend class CopyNetwork;
        std::uint64_t serial_ = 0;
    };

    CopyNetwork(sim::Simulation& simulation, const ReplicationFigures& figures);

    /// An operation that is done when so many bytes have been copied over the path, at `cap` bytes per second at
    /// most, from a replica that VMs read if `from` names one.
    [[nodiscard]] Transfer transfer(double bytes, std::span<const Link> path, double cap, ServingReplica from = {});
    /// From now on VMs read from the replica that is copied.
    void share(Id id, ServingReplica from);
    /// Bytes that are still to be copied; 0 if the id names no copy.
    [[nodiscard]] double remaining(Id id) const;

    /// A new link for what can be read of one copy; `what` names it in messages.
    Link add_reads(BytesPerSecond rate, std::string what);
    /// The way of a copy that is read at `reads` in one region and written to so many zones of another, or of
    /// the same.
    [[nodiscard]] std::vector<Link> path(Link reads, const std::string& from, const std::string& to,
                                         int zones_written);
    /// The copies of a subscription that are read in a region, as many at a time as may be.
    [[nodiscard]] sim::Servers& slots(const std::string& subscription, const std::string& region);

    /// "reading the source image in westeurope"
    [[nodiscard]] const std::string& name_of(Link link) const { return names_[link]; }

private:
    struct Copy : sim::Completion {
        Copy() : Completion(&CopyNetwork::on_fire) {}
        CopyNetwork* network = nullptr;
        std::uint64_t serial = 0;
        sim::Completion* done = nullptr;
        bool* is_broken = nullptr;
        std::vector<Link> path;
        double cap = 0.0;
        sim::FlowNetwork::Id flow;
        // While VMs read from the replica:
        ServingReplica from;
        sim::FlowId read;
        std::uint32_t break_offs = 0;  ///< of the replica, when the read was begun
        double rate_seen = 0.0;  ///< of the flow, when the read was begun
        double work_left = 0.0;  ///< exclusive seconds of the replica, while nothing is read
    };

    Id start(double bytes, std::span<const Link> path, double cap, ServingReplica from, sim::Completion& done,
             bool& is_broken);
    double cancel(Id id);
    void begin_shared(Copy& copy, double bytes);
    /// Ends the read, and tells what was left of its work.
    double end_read(Copy& copy);
    void follow_rates();
    static void on_fire(sim::Completion& completion, sim::Context context);

    Link add(BytesPerSecond rate, std::string name);
    Link shared(std::map<std::string, Link>& links, const std::string& key, BytesPerSecond rate,
                const std::string& name);

    sim::Simulation* simulation_;
    const ReplicationFigures* figures_;
    sim::FlowNetwork network_;
    std::vector<std::string> names_;  ///< by link
    std::map<std::string, Link> egress_;
    std::map<std::string, Link> writes_;
    std::map<std::string, Link> between_;
    std::map<std::pair<std::string, std::string>, sim::Servers> slots_;
    std::map<std::uint64_t, Copy> copies_;  ///< under way, by serial number
    std::uint64_t last_serial_ = 0;
};

/// co_await network.transfer(bytes, path, cap): Outcome::done when the bytes have been copied.
class CopyNetwork::Transfer {
public:
    Transfer(CopyNetwork& network, double bytes, std::span<const Link> path, double cap, ServingReplica from)
        : network_(&network), path_(path), bytes_(bytes), cap_(cap), from_(from) {}

    /// Where to put what was left when the wait was given up. Stays untouched when the transfer is done.
    [[nodiscard]] Transfer leaving(double& remaining) && {
        remaining_ = &remaining;
        return *this;
    }
    [[nodiscard]] Transfer known_as(Id& id) && {
        known_as_ = &id;
        return *this;
    }

    bool start(sim::Simulation&, sim::Completion& completion) {
        id_ = network_->start(bytes_, path_, cap_, from_, completion, is_broken_);
        if (known_as_ != nullptr) *known_as_ = id_;
        return false;
    }
    void cancel() {
        const double remaining = network_->cancel(id_);
        if (remaining_ != nullptr) *remaining_ = remaining;
    }
    [[nodiscard]] sim::Outcome result() const {
        return is_broken_ ? sim::Outcome::interrupted : sim::Outcome::done;
    }
    [[nodiscard]] sim::Outcome interrupted_result() const { return sim::Outcome::interrupted; }

private:
    CopyNetwork* network_;
    std::span<const Link> path_;
    double bytes_;
    double cap_;
    ServingReplica from_;
    double* remaining_ = nullptr;
    Id* known_as_ = nullptr;
    bool is_broken_ = false;  ///< its replica was lost
    Id id_;
};

inline CopyNetwork::Transfer CopyNetwork::transfer(double bytes, std::span<const Link> path, double cap,
                                                   ServingReplica from) {
    return Transfer{*this, bytes, path, cap, from};
}

}  // namespace gallerysim::core
