#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "core/catalogue.hpp"
#include "core/hold_ups.hpp"
#include "core/scenario.hpp"
#include "core/service_demand.hpp"
#include "core/storage_use.hpp"
#include "sim/burst_credits.hpp"
#include "sim/random_stream.hpp"
#include "sim/shared_capacity.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// How the replicas of a version stand in their region.
struct ReplicaSetTerms {
    std::int64_t replicas = 1;
    int zones = 0;  ///< of the region; 0: none
    Routing routing = Routing::random;
    std::optional<std::int64_t> readers{};  ///< that one replica serves at a time; absent: no limit
    HydrationDemand hydration{};  ///< of the disks of each VM that runs; nothing where demand_s is 0
    HoldUps* hold_ups = nullptr;  ///< told how many readers are held up; nullptr: nobody asks
};

/// The replicas of one image version in one region, each a capacity of 1 that its readers share, and the
/// choice of a replica for each VM.
///
/// LRS and Premium replicas stand in the region's zones in turn (assumed); Standard_ZRS replicas stand in all
/// of them. Replicas lie on storage accounts in turn, so many on each; an account that its replicas cannot
/// exhaust is left out. Belongs to one simulation.
class ReplicaSet {
public:
    /// REQUIRES: terms.replicas >= 1.
    ReplicaSet(sim::Simulation& simulation, const StorageFigures& storage, const ServiceDemand& demand,
               const ReplicaSetTerms& terms);

    /// Chooses the replica for a VM in `zone` (0: none); the draws come from that VM's routing stream.
    [[nodiscard]] std::uint32_t route(int zone, sim::RandomStream& stream);
    /// The same among the others, where there are others.
    [[nodiscard]] std::uint32_t route_elsewhere(std::uint32_t than, int zone, sim::RandomStream& stream);

    /// Lets a VM read from the replica, or answers 503. One that was let in reads, and then tells that it
    /// has.
    [[nodiscard]] bool admit(std::uint32_t replica);
    [[nodiscard]] sim::SharedCapacity::Read read(std::uint32_t replica) {
        return replicas_[replica]->read(demand_.demand_s, demand_.reader_cap);
    }
    void end_read(std::uint32_t replica) {
        change_readers(replica, readers_[replica] - 1);
        ++ended_;
    }
    /// The read was given up with so much work left of it.
    void break_off_read(std::uint32_t replica, double left) {
        change_readers(replica, readers_[replica] - 1);
        broken_off_ += left;
    }
    /// A VM that read from this replica runs: its disks go on loading, if they do at all. They are no
    /// readers: they are neither refused nor seen by the routing.
    void note_running(std::uint32_t replica) {
        if (hydration_.demand_s > 0.0) hydrate(replica);
    }

    [[nodiscard]] sim::SharedCapacity& capacity_of(std::uint32_t replica) { return *replicas_[replica]; }
    /// When the burst credits of the replica had come to an end for the first time; never() if they have not,
    /// or if it does not burst.
    [[nodiscard]] sim::SimTime credits_end(std::uint32_t replica) const {
        return credits_.empty() ? sim::SimTime::never() : credits_[replica]->first_end();
    }

    [[nodiscard]] std::size_t size() const { return replicas_.size(); }
    /// Whether the replica bursts and its credits have not come to an end.
    [[nodiscard]] bool has_credits(std::uint32_t replica) const {
        return !credits_.empty() && credits_end(replica) == sim::SimTime::never();
    }
    [[nodiscard]] std::uint32_t readers_of(std::uint32_t replica) const { return readers_[replica]; }
    [[nodiscard]] std::uint64_t busy_answers() const { return busy_answers_; }
    /// The most readers that one replica ever had at a time.
    [[nodiscard]] std::uint32_t peak_readers() const { return peak_; }
    /// Exclusive seconds served, summed over the replicas.
    [[nodiscard]] double work_done() const;
    /// Up to now. Cost: O(most readers so far).
    [[nodiscard]] StorageUse use() const;

private:
    void add_accounts(sim::Simulation& simulation, const StorageFigures& storage);
    void set_law(sim::SharedCapacity& replica, const StorageFigures& storage);
    void hydrate(std::uint32_t replica);
    void change_readers(std::uint32_t replica, std::uint32_t readers);
    /// Readers that a replica holds up, and those that the account holds up which the replica lies on.
    struct HeldUp {
        std::int64_t by_replica = 0;
        std::int64_t by_account = 0;
    };
    [[nodiscard]] HeldUp held_up(std::uint32_t replica) const;
    [[nodiscard]] HeldUp held_up_on_account(std::uint32_t replica) const;
    [[nodiscard]] double capacity_now(std::uint32_t replica) const;
    [[nodiscard]] double wanted_rate(std::uint32_t replica) const;
    [[nodiscard]] std::uint32_t least_loaded_but(std::uint32_t than) const;
    [[nodiscard]] std::uint32_t less_loaded(std::uint32_t first, std::uint32_t second) const {
        return readers_[second] < readers_[first] ? second : first;
    }

    sim::Simulation* simulation_;
    ServiceDemand demand_;
    HydrationDemand hydration_;
    std::vector<std::unique_ptr<sim::SharedCapacity>> accounts_;  ///< empty where they never bind
    std::vector<std::unique_ptr<sim::SharedCapacity>> replicas_;
    std::vector<const sim::BurstCredits*> credits_;    ///< by replica; empty where they do not burst
    std::vector<std::uint32_t> readers_;               ///< by replica
    std::vector<std::vector<std::uint32_t>> in_zone_;  ///< by zone; empty where the zone makes no difference
    std::uint32_t per_account_;  ///< replicas
    HoldUps* hold_ups_;
    Routing routing_;
    std::uint32_t most_readers_ = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t next_ = 0;  ///< of round robin
    std::uint32_t peak_ = 0;
    std::uint64_t busy_answers_ = 0;
    std::uint64_t begun_ = 0;  ///< reads
    std::uint64_t ended_ = 0;
    std::uint64_t hydrations_ = 0;
    double broken_off_ = 0.0;  ///< work left of reads that were given up
};

}  // namespace gallerysim::core
