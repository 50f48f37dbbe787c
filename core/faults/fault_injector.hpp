#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/allocator.hpp"
#include "core/faults/fault_occurrence.hpp"
#include "core/faults/fault_plan.hpp"
#include "core/gallery/gallery_gate.hpp"
#include "core/replica_set.hpp"
#include "core/scenario.hpp"
#include "core/vm_deployment.hpp"
#include "sim/intrusive_list.hpp"
#include "sim/simulation.hpp"

namespace gallerysim::core {

/// Lets the faults of a scenario happen to what there is in one run: its replicas, allocators, VMs and galleries.
///
/// What is broken at a moment decides what everything is like then, however faults overlap: a replica is lost while any
/// fault has lost it, its speed is the product of what all slow it down to. Faults come after everything else that
/// happens at the same instant, in the order of the scenario. They are no events of the simulation, so those ahead do not
/// draw a run out: whoever runs it stops it at next_change() and calls apply().
class FaultInjector {
public:
    /// `in_flight` holds LiveVm.
    FaultInjector(const Scenario& scenario, const sim::Simulation& simulation, GalleryGate& gate,
                  const sim::IntrusiveList& in_flight);

    /// Replicas of an image version (gallery/image/version; empty: of something else) that faults can hit from now on.
    void add(ReplicaSet& replicas, const std::string& region, StorageType storage, const std::string& image);
    void add(Allocator& allocator, const std::string& region);

    [[nodiscard]] sim::SimTime next_change() const { return plan_.next_change(); }
    /// Does what is due until `now`, and brings replicas into their condition that have been added since.
    void apply(sim::SimTime now);

    /// What has happened so far in a run that ends at `end`.
    [[nodiscard]] std::vector<FaultOccurrence> occurrences(sim::SimTime end) const;

private:
    struct Replicas {
        ReplicaSet* set;
        std::string region;
        bool zone_redundant;
        std::string image;
    };
    struct Place {
        Allocator* allocator;
        std::string region;
    };
    /// What the faults make of one replica.
    struct Condition {
        bool lost = false;
        double speed = 1.0;
        std::size_t lost_by = 0;  ///< the last of the elements that have lost it
    };

    void begin(std::size_t element, sim::SimTime now);
    void end(std::size_t element, sim::SimTime now);
    void take_places(const FaultSpec& fault, FaultOccurrence& occurrence);
    void tell_gate(const FaultSpec& fault, GalleryService::RegionState state, sim::SimTime now);
    void set_condition(const Replicas& replicas);
    void set_zones(const Place& place);
    [[nodiscard]] Condition condition_of(const Replicas& replicas, std::uint32_t replica) const;
    [[nodiscard]] double account_speed(const Replicas& replicas, std::uint32_t account) const;
    [[nodiscard]] bool is_zone_lost(const std::string& region, int zone) const;
    [[nodiscard]] bool are_all_zones_lost(const std::string& region) const;

    const Scenario* scenario_;
    GalleryGate* gate_;
    const sim::IntrusiveList* in_flight_;
    FaultPlan plan_;
    std::vector<Replicas> replicas_;
    std::vector<Place> places_;
    std::vector<FaultOccurrence> occurrences_;
    std::vector<std::size_t> last_of_;  ///< by element of the plan: index into occurrences_ of its last one
};

}  // namespace gallerysim::core
