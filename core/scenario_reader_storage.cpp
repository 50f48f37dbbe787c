#include <optional>
#include <string>

#include <fmt/format.h>

#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr ValueRange<Bytes> kDataDiskSize{{kMiB}, {1e18}};
constexpr ValueRange<Bytes> kOccupied{{1.0}, {1e18}};
constexpr ValueRange<Bytes> kOccupiedOfData{{0.0}, {1e18}};  // an empty data disk
constexpr ValueRange<Bytes> kBootBytes{{0.0}, {1e15}};
constexpr ValueRange<double> kBootReads{0.0, 1e9};
constexpr ValueRange<double> kStorageRetryFactor{1.0, 100.0};
constexpr ValueRange<std::int64_t> kLun{0, 63};

}  // namespace

void read_admission(const MapReader& platform, AdmissionLimit& admission) {
    const MapReader map(platform, "admission");
    if (std::int64_t readers = 0; map.integer("readers", readers, kPositiveCount))
        admission.readers = readers;
    const MapReader retry(map, "retry");
    RetryPolicy& policy = admission.retry;
    if (sim::SimTime time; retry.time("base", time, kPositiveTime)) override_figure(policy.base, time);
    if (double factor = 0.0; retry.number("factor", factor, kStorageRetryFactor)) override_figure(policy.factor, factor);
    if (sim::SimTime time; retry.time("cap", time, kPositiveTime)) override_figure(policy.cap, time);
    if (std::int64_t attempts = 0; retry.integer("max_attempts", attempts, kPositiveCount)) {
        override_figure(policy.max_attempts, std::optional{attempts});
    }
    if (policy.cap.value < policy.base.value) retry.error("cap", "the cap is below the base");
}

namespace {

void read_disk_up_to(Bytes limit, std::string_view limit_key, ValueRange<Bytes> occupied,
                     const MapReader& map, DiskImage& disk) {
    const bool sized = map.size("size", disk.size, kDataDiskSize);
    if (sized && disk.size > limit) {
        map.error("size", fmt::format("{} is more than the limit of {} (catalogue.limits.{})",
                                      to_text(disk.size), to_text(limit), limit_key));
    }
    disk.occupied = disk.size;
    if (map.size("occupied", disk.occupied, occupied) && sized && disk.occupied > disk.size) {
        map.error("occupied",
                  fmt::format("{} are occupied of a disk of {}", to_text(disk.occupied), to_text(disk.size)));
    }
}

}  // namespace

void read_disk(const MapReader& map, Bytes limit, std::string_view limit_key, DiskImage& disk) {
    read_disk_up_to(limit, limit_key, kOccupied, map, disk);
}

void read_data_disks(const MapReader& version, Bytes limit, std::string_view limit_key,
                     std::vector<DataDisk>& disks) {
    if (!version.has("data_disks")) return;
    std::set<std::int64_t> luns;
    for (std::size_t i = 0, n = version.size_of("data_disks"); i < n; ++i) {
        const MapReader map(version, "data_disks", i);
        DataDisk& disk = disks.emplace_back();
        if (!map.present()) continue;
        if (map.integer("lun", disk.lun, kLun) && !luns.insert(disk.lun).second) {
            map.error("lun", "this lun is used twice in the list");
        }
        read_disk_up_to(limit, limit_key, kOccupiedOfData, map, disk.image);
        if (double reads = 0.0; map.number("boot_reads", reads, kBootReads))
            override_figure(disk.boot_reads, reads);
        if (Bytes bytes; map.size("boot_read_bytes", bytes, kBootBytes)) {
            override_figure(disk.boot_read_bytes, bytes);
            if (bytes > disk.image.occupied) {
                map.error("boot_read_bytes", fmt::format("{} are read of {} that are occupied",
                                                         to_text(bytes), to_text(disk.image.occupied)));
            }
        }
    }
}

}  // namespace gallerysim::core
