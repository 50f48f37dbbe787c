#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/allocator.hpp"
#include "core/client.hpp"
#include "core/gallery/gallery_gate.hpp"
#include "core/hold_ups.hpp"
#include "core/instance_group.hpp"
#include "core/replica_set.hpp"
#include "core/retry_policy.hpp"
#include "core/run_statistics.hpp"
#include "core/scenario.hpp"
#include "sim/distribution.hpp"
#include "sim/intrusive_list.hpp"
#include "sim/process.hpp"
#include "sim/process_state.hpp"

namespace gallerysim::core {

/// Where a VM application is read from and what installing it takes.
struct ApplicationSource {
    ReplicaSet* replicas = nullptr;  ///< which admit every reader
    sim::Distribution install_time;  ///< seconds
};

/// What the VMs of one deployment share on their way. Lives as long as the simulation has VMs of it.
struct DeploymentContext {
    std::uint32_t index = 0;  ///< into Scenario::deployments
    Client* client = nullptr;
    std::uint16_t region = 0;  ///< number of the region for the control plane
    const std::string* region_name = nullptr;
    Allocator* allocator = nullptr;
    const sim::Distribution* placement_time = nullptr;  ///< seconds
    GalleryGate* gate = nullptr;
    GalleryDoor door;                         ///< through the gate: which version, read from where, or why not
    const RetryPolicy* busy_retry = nullptr;  ///< of VMs that a replica answers 503
    sim::Distribution boot_time;                  ///< seconds
    std::vector<ApplicationSource> applications;  ///< installed after the boot, in this order
    sim::SimTime provisioning_timeout;
    OnTimeout on_timeout = OnTimeout::leave;
    std::int64_t tries = 1;  ///< how often a VM that times out is created, the first time included
    int region_zones = 0;
    std::vector<int> zones;  ///< given to the VMs in turn; empty: the platform chooses
    bool strict_zones = false;
    HoldUps* hold_ups = nullptr;
    RunStatistics* statistics = nullptr;
    sim::IntrusiveList* in_flight = nullptr;  ///< of LiveVm: requested and not ended
};

/// A VM that has been requested and has not ended; stands in its process's frame.
struct LiveVm : sim::ListLink {
    VmRecord record;
    Admission admission;
    sim::SimTime provisioning_timeout;
    InstanceGroup* group = nullptr;  ///< that it is an instance of; nullptr: a single VM
    const DeploymentContext* context = nullptr;
    sim::ProcessState* process = nullptr;  ///< of its way
    sim::SimTime first_placed = sim::SimTime::never();  ///< in this try; the provisioning timeout counts from here
    bool is_placed = false;                ///< it has a place and is on its way to run there
    bool has_lost_place = false;           ///< and its way does not know yet

    /// Its zone is lost, with all that it has read: it is placed again where there is another place for it, and ends as
    /// allocation_failed where there is none. REQUIRES: is_placed.
    void lose_place() {
        has_lost_place = true;
        process->interrupt();
    }
};

/// The way of one single VM from its request to its end: client and control plane, placement, choice of a replica,
/// image read, boot; and again if it times out and its client tries again.
[[nodiscard]] sim::Process deploy_vm(sim::Simulation& simulation, DeploymentContext& context, std::uint32_t vm);

/// The way of an instance of a scale set: it waits for its group's operation to be let in and for its batch, and then
/// goes the same way. It is interrupted when its group needs it no more.
[[nodiscard]] sim::Process deploy_instance(sim::Simulation& simulation, DeploymentContext& context, std::uint32_t vm,
                                           InstanceGroup& group, std::size_t batch);

/// Ends the record of a VM at `now` with the outcome that it then has: `reached` unless its timeout came before. A
/// VM that timed out ended at its deadline, however long it went on reading. Doors beyond the end move to the end.
void settle(LiveVm& live, sim::SimTime now, VmOutcome reached);

}  // namespace gallerysim::core
