#include "core/service_demand.hpp"

#include <algorithm>

namespace gallerysim::core {

namespace {

/// Time to do these reads at these rates.
double read_seconds(const DiskReads& reads, PerSecond operations, BytesPerSecond throughput) {
    return std::max(reads.reads / operations.value, reads.bytes.value / throughput.value);
}

}  // namespace

sim::SimTime ServiceDemand::solo_read_time() const {
    return sim::SimTime::from_seconds_up(demand_s / std::min({reader_cap, burst_rate, account_rate}));
}

std::vector<DiskReads> boot_reads(const BootProfile& boot, const ImageVersion& version) {
    std::vector<DiskReads> reads{{boot.reads.value, boot.read_bytes.value}};
    for (const DataDisk& disk : version.data_disks) {
        reads.push_back({disk.boot_reads.value, disk.boot_read_bytes.value});
    }
    return reads;
}

ServiceDemand service_demand(const StorageFigures& storage, std::span<const DiskReads> reads,
                             const VmDiskFigures& disk) {
    DiskReads all;
    double own_disk_s = 0.0;
    for (const DiskReads& one : reads) {
        all.reads += one.reads;
        all.bytes.value += one.bytes.value;
        own_disk_s = std::max(own_disk_s, read_seconds(one, disk.operations.value, disk.throughput.value));
    }
    const double demand = read_seconds(all, storage.operations.value, storage.throughput.value);
    if (demand == 0.0) return {};
    return {
        .demand_s = demand,
        .burst_rate = std::max(
            1.0, demand / read_seconds(all, storage.burst_operations.value, storage.burst_throughput.value)),
        .reader_cap = demand / own_disk_s,
        .account_rate =
            demand / read_seconds(all, storage.account_operations.value, storage.account_egress.value),
        .bytes = all.bytes,
    };
}

ServiceDemand service_demand(const StorageFigures& storage, const BootProfile& boot,
                             const VmDiskFigures& disk) {
    const DiskReads reads{boot.reads.value, boot.read_bytes.value};
    return service_demand(storage, std::span(&reads, 1), disk);
}

HydrationDemand hydration_demand(const StorageFigures& storage, std::span<const DiskReads> reads,
                                 const ImageVersion& version, const HydrationFigures& hydration) {
    double bytes = std::max(0.0, version.os_disk.occupied.value - reads.front().bytes.value);
    for (std::size_t i = 0; i < version.data_disks.size(); ++i) {
        bytes += std::max(0.0, version.data_disks[i].image.occupied.value - reads[i + 1].bytes.value);
    }
    if (bytes == 0.0) return {};
    const DiskReads all{bytes / hydration.read_size.value.value, Bytes{bytes}};
    const double demand = read_seconds(all, storage.operations.value, storage.throughput.value);
    return {.demand_s = demand, .cap = demand / (bytes / hydration.throughput.value.value)};
}

}  // namespace gallerysim::core
