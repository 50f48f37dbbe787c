#pragma once

#include <cstdint>

#include "core/catalogue.hpp"
#include "core/service_demand.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::analysis {

// What a burst may hold, by arithmetic: the answer beside the simulated one, and where its search begins. The VMs
// begin to read at the same time, and the boot's own work takes them all its mean.

/// The most equal readers of one replica that all end within `deadline`, both in seconds: the largest m with
///
///     m D <= work that the replica can do by then,    D <= r deadline,
///
/// where the work is deadline, or with burst credits B min(deadline, T) + max(0, deadline - T), and r the
/// reader's cap. So floor(deadline / D) on Standard storage. 0 when not even one does.
[[nodiscard]] std::int64_t most_readers_within(const core::StorageFigures& storage, const core::ServiceDemand& demand,
                                               double deadline_s);

/// The same for a boot by its provisioning timeout: deadline = timeout - mean of cpu_time.
[[nodiscard]] std::int64_t most_vms_on_one_replica(const core::StorageFigures& storage, const core::BootProfile& boot,
                                                   const core::VmDiskFigures& disk);

/// The largest burst on R replicas, of which each VM chooses one at random, in which a VM shares its replica with
/// so many that they are more than `per_replica` with a probability of less than `share`:
///
///     P(1 + Binomial(n - 1, 1 / R) > per_replica) < share.
[[nodiscard]] std::int64_t largest_random_burst(std::int64_t per_replica, std::int64_t replicas, double share);

/// Whether replicas of both kinds of storage serve their readers the same.
[[nodiscard]] bool serve_alike(const core::StorageFigures& a, const core::StorageFigures& b);

}  // namespace gallerysim::analysis
