#pragma once

#include "core/catalogue.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What the boot of one VM asks of the replica that it reads from, and what that replica can give.
///
/// A replica offers operations/s and bytes/s; whichever runs out first binds. With the boot's reads n and bytes b:
///
///     demand        D = max(n / operations, b / throughput)    seconds of the replica's exclusive time
///     burst rate    B = D / max(n / burst operations, b / burst throughput)    the same, while credits last
///     reader's cap  r = D / max(n / disk operations, b / disk throughput)      the VM's own disk
///
/// so that on a replica of capacity 1 (B while it bursts) n readers get min(r, capacity / n) each.
struct ServiceDemand {
    double demand_s = 0.0;
    double burst_rate = 1.0;
    double reader_cap = 1.0;

    /// The time that the read takes alone on a fresh replica.
    [[nodiscard]] sim::SimTime solo_read_time() const;
};

[[nodiscard]] ServiceDemand service_demand(const StorageFigures& storage, const BootProfile& boot,
                                           const VmDiskFigures& disk);

}  // namespace gallerysim::core
