#pragma once

#include <limits>
#include <span>
#include <vector>

#include "core/catalogue.hpp"
#include "core/scenario.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What the boot of one VM asks of the replica that it reads from, and what that replica can give.
///
/// A replica offers operations/s and bytes/s; whichever runs out first binds. With the boot's reads n and
/// bytes b:
///
///     demand        D = max(n / operations, b / throughput)    seconds of the replica's exclusive time
///     burst rate    B = D / max(n / burst operations, b / burst throughput)    the same, while credits last
///     reader's cap  r = D / max(n / disk operations, b / disk throughput)      the VM's own disk
///     account       A = D / max(n / account operations, b / account egress)    all replicas of an account
///
/// so that on a replica of capacity 1 (B while it bursts) k readers get min(r, capacity / k) each, and the
/// readers of all replicas of one account no more than A together. With several disks n and b are sums, as
/// the disks of a version lie on one replica; the VM's own disks are read side by side, so the slowest of
/// them gives r.
struct ServiceDemand {
    double demand_s = 0.0;
    double burst_rate = 1.0;
    double reader_cap = 1.0;
    double account_rate = std::numeric_limits<double>::infinity();
    Bytes bytes;  ///< b

    /// The time that the read takes alone on a fresh replica.
    [[nodiscard]] sim::SimTime solo_read_time() const;
};

/// What a boot reads of one disk.
struct DiskReads {
    double reads = 0.0;
    Bytes bytes;
};

/// The OS disk first, then the data disks.
[[nodiscard]] std::vector<DiskReads> boot_reads(const BootProfile& boot, const ImageVersion& version);

[[nodiscard]] ServiceDemand service_demand(const StorageFigures& storage, std::span<const DiskReads> reads,
                                           const VmDiskFigures& disk);

/// The same of a version without data disks.
[[nodiscard]] ServiceDemand service_demand(const StorageFigures& storage, const BootProfile& boot,
                                           const VmDiskFigures& disk);

/// What the disks of a VM load in the background once it runs: the occupied bytes that its boot has not read.
///
///     demand  D_h = max(bytes / read size / operations, bytes / throughput)
///     cap     D_h / (bytes / hydration throughput)
struct HydrationDemand {
    double demand_s = 0.0;  ///< exclusive seconds of a replica; 0: nothing to load
    double cap = 1.0;       ///< exclusive seconds per second
};

[[nodiscard]] HydrationDemand hydration_demand(const StorageFigures& storage,
                                               std::span<const DiskReads> reads, const ImageVersion& version,
                                               const HydrationFigures& hydration);

}  // namespace gallerysim::core
