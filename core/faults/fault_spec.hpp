#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/figure.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// What breaks; in the order of the words in the key table.
enum class FaultKind : std::uint8_t {
    zone_lost,         ///< its LRS and Premium replicas and the VMs in it; ZRS goes on after its failover
    region_lost,       ///< all replicas in it, the VMs in it, and the galleries whose home it is
    replica_lost,      ///< with what it holds: it is copied again afterwards
    account_slowed,    ///< a storage account with all replicas on it
    storage_slowed,    ///< all replicas in a region
    home_region_down,  ///< galleries whose home it is cannot be changed; replicas go on serving
};
inline constexpr std::size_t kFaultKinds = 6;
inline constexpr std::array<std::string_view, kFaultKinds> kFaultKindNames{
    "zone_lost", "region_lost", "replica_lost", "account_slowed", "storage_slowed", "home_region_down"};

/// An entry of a scenario's `faults`: what breaks, and when. It breaks once at a given time, or again and again at
/// random times, whole and broken for exponential times in turn.
struct FaultSpec {
    std::string name;
    FaultKind kind = FaultKind::zone_lost;
    std::string region;
    std::string image;  ///< gallery/image/version, of replica_lost and account_slowed
    /// Number of the zone, replica or account, from 1. Absent: of each one, where times are random each by its own.
    std::optional<std::int64_t> part;
    double to = 1.0;  ///< fraction of its speed, of *_slowed
    sim::SimTime at;
    std::optional<sim::SimTime> duration;  ///< absent: until the end of the run
    /// Random times instead of `at` and `duration`: their means.
    struct RandomTimes {
        sim::SimTime to_failure;
        sim::SimTime to_repair;
        bool operator==(const RandomTimes&) const = default;
    };
    std::optional<RandomTimes> random;
    Figure<sim::SimTime> failover;        ///< of Standard_ZRS, of zone_lost
    std::optional<sim::SimTime> rebuild;  ///< of replica_lost; absent: what the copy takes (rebuild_time())

    bool operator==(const FaultSpec&) const = default;
};

}  // namespace gallerysim::core
