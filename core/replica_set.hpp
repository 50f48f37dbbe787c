#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/catalogue.hpp"
#include "core/scenario.hpp"
#include "core/service_demand.hpp"
#include "sim/random_stream.hpp"
#include "sim/shared_capacity.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// The replicas of one image version in one region, each a capacity of 1 that its readers share, and the choice of a
/// replica for each VM.
///
/// LRS and Premium replicas stand in the region's zones in turn (assumed); Standard_ZRS replicas stand in all of them.
/// Belongs to one simulation.
class ReplicaSet {
public:
    /// REQUIRES: replicas >= 1; zones is the number of the region's zones, 0 for none.
    ReplicaSet(sim::Simulation& simulation, const StorageFigures& storage, const ServiceDemand& demand,
               std::int64_t replicas, int zones, Routing routing);

    /// Chooses the replica for a VM in `zone` (0: none); the draws come from that VM's routing stream. The choice
    /// counts as a reader from now on: call leave() when it has read.
    [[nodiscard]] std::uint32_t route(int zone, sim::RandomStream& stream);
    void leave(std::uint32_t replica) { --readers_[replica]; }

    [[nodiscard]] sim::SharedCapacity& capacity_of(std::uint32_t replica) { return *replicas_[replica]; }

    [[nodiscard]] std::size_t size() const { return replicas_.size(); }
    /// The most readers that one replica ever had at a time.
    [[nodiscard]] std::uint32_t peak_readers() const { return peak_; }
    /// Exclusive seconds served, summed over the replicas.
    [[nodiscard]] double work_done() const;

private:
    [[nodiscard]] std::uint32_t choose(int zone, sim::RandomStream& stream);
    [[nodiscard]] std::uint32_t least_loaded() const;
    [[nodiscard]] std::uint32_t less_loaded_of_two(sim::RandomStream& stream) const;

    std::vector<std::unique_ptr<sim::SharedCapacity>> replicas_;
    std::vector<std::uint32_t> readers_;               ///< by replica
    std::vector<std::vector<std::uint32_t>> in_zone_;  ///< by zone; empty where the zone makes no difference
    Routing routing_;
    std::uint32_t next_ = 0;  ///< of round robin
    std::uint32_t peak_ = 0;
};

}  // namespace gallerysim::core
