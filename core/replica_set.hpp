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
#include "core/vm_record.hpp"
#include "sim/burst_credits.hpp"
#include "sim/capacity_law.hpp"
#include "sim/random_stream.hpp"
#include "sim/shared_capacity.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// How the replicas of a version stand in their region.
struct ReplicaSetTerms {
    std::int64_t replicas = 1;
    /// That there may come to be; replicas that were retired or lost count. Decides whether accounts can bind.
    std::int64_t most_replicas = 0;  ///< 0: as many as there are
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
///
/// **The set can change at any time.** Replicas are numbered from 0 in the order in which they were added and
/// keep their numbers; a number is never used again. Each is *available*, or
///
///     retire(i)       retired for good: no new reads, those under way go on to their ends
///     lose(i)         lost until restore(i): no new reads, those under way are broken off
///     set_speed(i)    as before, at a fraction of its speed; the same for all replicas of an account
///
/// VMs are routed among the available replicas only, by every Routing as if there were no others. Where none
/// is available route() gives kNoReplica, which admit() refuses with 503 as a busy replica does.
///
/// A read that is broken off ends with Outcome::interrupted, and its work left is in the books of the set. Its
/// reader says break_off_read(i, 0.0) and asks another replica, from the beginning of what it reads (assumed: the
/// disk is made again). The same holds for whatever else reads from capacity_of(i), such as a copy: its
/// co_await brings Outcome::interrupted; it is not counted among the readers.
class ReplicaSet {
public:
    /// REQUIRES: terms.replicas >= 1.
    ReplicaSet(sim::Simulation& simulation, const StorageFigures& storage, const ServiceDemand& demand,
               const ReplicaSetTerms& terms);

    /// Adds an available replica, on the next account and in the next zone; its number. REQUIRES: there are fewer than
    /// terms.most_replicas.
    std::uint32_t add_replica();
    /// No new reads from now on; reads under way go on. For good.
    void retire(std::uint32_t replica);
    /// Loses the replica until restore(): what was broken off there, background loading included. Nothing when it is
    /// lost already.
    sim::SharedCapacity::BrokenOff lose(std::uint32_t replica);
    /// The lost replica is there again, unless it was retired. Nothing when it is not lost.
    void restore(std::uint32_t replica);
    /// From now on the replica serves at this fraction of its speed: not negative; 0 stalls its readers. Times that of its
    /// account.
    void set_speed(std::uint32_t replica, double fraction);
    /// The same for all replicas of an account, those to come included, and for the account's own limits.
    void set_account_speed(std::uint32_t account, double fraction);

    [[nodiscard]] bool is_available(std::uint32_t replica) const { return states_[replica] == State::available; }
    [[nodiscard]] bool is_lost(std::uint32_t replica) const {
        return states_[replica] == State::lost || states_[replica] == State::lost_and_retired;
    }
    /// By number.
    [[nodiscard]] const std::vector<std::uint32_t>& available() const { return available_; }
    /// From 1; 0 where the region has none or the replica spans them all.
    [[nodiscard]] int zone_of(std::uint32_t replica) const {
        return zones_ == 0 ? 0 : 1 + static_cast<int>(replica) % zones_;
    }
    /// From 0: every replica lies on one, whether it can bind or not.
    [[nodiscard]] std::uint32_t account_of(std::uint32_t replica) const { return replica / per_account_; }

    /// Chooses the replica for a VM in `zone` (0: none); the draws come from that VM's routing stream. kNoReplica where
    /// none is available.
    [[nodiscard]] std::uint32_t route(int zone, sim::RandomStream& stream);
    /// The same among the others, where there are others. `than` may have been lost meanwhile, or be kNoReplica.
    [[nodiscard]] std::uint32_t route_elsewhere(std::uint32_t than, int zone, sim::RandomStream& stream);

    /// Lets a VM read from the replica, or answers 503, as kNoReplica always does. One that was let in reads, and then tells that it
    /// has.
    [[nodiscard]] bool admit(std::uint32_t replica);
    [[nodiscard]] sim::SharedCapacity::Read read(std::uint32_t replica) {
        return replicas_[replica]->read(demand_.demand_s, demand_.reader_cap);
    }
    void end_read(std::uint32_t replica) {
        change_readers(replica, readers_[replica] - 1);
        ++ended_;
    }
    /// The read was given up with so much work left of it; or broken off by lose(), which has counted it: 0.
    void break_off_read(std::uint32_t replica, double left) {
        change_readers(replica, readers_[replica] - 1);
        broken_off_ += left;
    }
    /// A VM that read from this replica runs: its disks go on loading, if they do at all. They are no
    /// readers: they are neither refused nor seen by the routing.
    void note_running(std::uint32_t replica) {
        if (hydration_.demand_s > 0.0) hydrate(replica);
    }
    /// Loads the disk of a running VM in the background: from this replica, or where it is lost or retired from the next
    /// one; where there is none, not at all.
    void hydrate(std::uint32_t replica);

    /// A copy to another place is made from one of the replicas, which costs it so much work; or is broken off with
    /// so much work left. It is no reader: it is neither refused nor seen by the routing.
    void begin_copy(double work) { copied_ += work; }
    void break_off_copy(double left) { broken_off_ += left; }

    [[nodiscard]] sim::SharedCapacity& capacity_of(std::uint32_t replica) { return *replicas_[replica]; }
    /// When the burst credits of the replica had come to an end for the first time; never() if they have not,
    /// or if it does not burst.
    [[nodiscard]] sim::SimTime credits_end(std::uint32_t replica) const {
        return credits_.empty() ? sim::SimTime::never() : credits_[replica]->first_end();
    }

    /// Replicas that there are or were: numbers are below it.
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
    enum class State : std::uint8_t { available, retired, lost, lost_and_retired };

    void set_law(sim::SharedCapacity& replica);
    void set_state(std::uint32_t replica, State state);
    void apply_speed(std::uint32_t replica);
    void change_readers(std::uint32_t replica, std::uint32_t readers);
    /// Readers that a replica holds up, and those that the account holds up which the replica lies on.
    struct HeldUp {
        std::int64_t by_replica = 0;
        std::int64_t by_account = 0;
    };
    [[nodiscard]] HeldUp held_up(std::uint32_t replica) const;
    [[nodiscard]] HeldUp held_up_on_account(std::uint32_t replica) const;
    void note_held_up(const HeldUp& before, const HeldUp& after);
    [[nodiscard]] double nominal_capacity(std::uint32_t replica) const;
    [[nodiscard]] double speed_of(std::uint32_t replica) const {
        return speeds_[replica] * account_speeds_[account_of(replica)];
    }
    [[nodiscard]] double wanted_rate(std::uint32_t replica) const;
    [[nodiscard]] std::size_t place_of(std::uint32_t replica) const;
    [[nodiscard]] const std::vector<std::uint32_t>* near(int zone) const;
    [[nodiscard]] std::uint32_t least_loaded_but(std::uint32_t than) const;
    [[nodiscard]] std::uint32_t less_loaded(std::uint32_t first, std::uint32_t second) const {
        return readers_[second] < readers_[first] ? second : first;
    }

    sim::Simulation* simulation_;
    ServiceDemand demand_;
    HydrationDemand hydration_;
    sim::UslLaw::Coefficients contention_;
    sim::SimTime burst_duration_;  ///< zero: no bursting
    std::vector<std::unique_ptr<sim::SharedCapacity>> accounts_;  ///< empty where they never bind
    std::vector<std::unique_ptr<sim::SharedCapacity>> replicas_;
    std::vector<const sim::BurstCredits*> credits_;    ///< by replica; empty where they do not burst
    std::vector<std::uint32_t> readers_;               ///< by replica
    std::vector<State> states_;                        ///< by replica
    std::vector<double> speeds_;                       ///< by replica: fractions
    std::vector<double> account_speeds_;               ///< by account: fractions
    std::vector<std::uint32_t> available_;             ///< replicas, by number
    std::vector<std::vector<std::uint32_t>> in_zone_;  ///< the same by zone; empty where the zone makes no difference
    std::uint32_t per_account_;  ///< replicas
    std::uint32_t most_replicas_;
    int zones_;                  ///< that replicas stand in, each in one; 0: none
    bool accounts_can_bind_;
    HoldUps* hold_ups_;
    Routing routing_;
    std::uint32_t most_readers_ = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t next_ = 0;  ///< of round robin
    std::uint32_t peak_ = 0;
    std::uint64_t busy_answers_ = 0;
    std::uint64_t begun_ = 0;  ///< reads
    std::uint64_t ended_ = 0;
    std::uint64_t hydrations_ = 0;
    std::uint64_t reads_lost_ = 0;
    double copied_ = 0.0;      ///< work asked for by copies
    double broken_off_ = 0.0;  ///< work left of reads and copies that were given up
};

}  // namespace gallerysim::core
