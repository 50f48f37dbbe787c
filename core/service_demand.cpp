#include "core/service_demand.hpp"

#include <algorithm>

namespace gallerysim::core {

namespace {

/// Time to do the boot's reads at these rates.
double read_seconds(const BootProfile& boot, PerSecond operations, BytesPerSecond throughput) {
    return std::max(boot.reads.value / operations.value, boot.read_bytes.value.value / throughput.value);
}

}  // namespace

sim::SimTime ServiceDemand::solo_read_time() const {
    return sim::SimTime::from_seconds_up(demand_s / std::min(reader_cap, burst_rate));
}

ServiceDemand service_demand(const StorageFigures& storage, const BootProfile& boot, const VmDiskFigures& disk) {
    const double demand = read_seconds(boot, storage.operations.value, storage.throughput.value);
    if (demand == 0.0) return {.demand_s = 0.0};
    return {
        .demand_s = demand,
        .burst_rate =
            std::max(1.0, demand / read_seconds(boot, storage.burst_operations.value, storage.burst_throughput.value)),
        .reader_cap = demand / read_seconds(boot, disk.operations.value, disk.throughput.value),
    };
}

}  // namespace gallerysim::core
