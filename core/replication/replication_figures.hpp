#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/figure.hpp"
#include "core/units.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// Where a region differs from what holds for all of them.
struct RegionCopyFigures {
    std::optional<BytesPerSecond> egress;  ///< in place of ReplicationFigures::region_egress
    std::optional<BytesPerSecond> writes;  ///< in place of ReplicationFigures::region_writes

    bool operator==(const RegionCopyFigures&) const = default;
};

/// Where a link between two regions differs from what holds for all of them; both ways.
struct LinkFigures {
    std::string name;
    std::string from;
    std::string to;
    std::optional<BytesPerSecond> rate;      ///< in place of ReplicationFigures::link
    std::optional<sim::SimTime> round_trip;  ///< in place of what follows from the distance

    [[nodiscard]] bool joins(std::string_view a, std::string_view b) const {
        return (from == a && to == b) || (from == b && to == a);
    }
    bool operator==(const LinkFigures&) const = default;
};

/// What copies of image versions have to go by: the network between regions, the storage in them, and the
/// service that makes the copies. How fast a replica can be read is a figure of its storage
/// (StorageFigures::throughput).
struct ReplicationFigures {
    Figure<sim::SimTime> round_trip_base;         ///< between regions at no distance
    Figure<sim::SimTime> round_trip_per_1000_km;  ///< of the great circle
    Figure<BytesPerSecond> link;                  ///< from one region to another, all copies together
    Figure<BytesPerSecond> region_egress;         ///< all copies that leave a region
    Figure<BytesPerSecond> region_writes;   ///< all copies that a region's storage takes in, per zone written
    Figure<BytesPerSecond> stream;          ///< one copy inside a region
    Figure<BytesPerSecond> stream_across;   ///< one copy from region to region
    Figure<sim::SimTime> setup;             ///< of one copy, before its first byte
    Figure<std::int64_t> copies_at_a_time;  ///< that are read in one region, per subscription
    Figure<double> failure_rate;            ///< probability that an attempt to copy fails on its way
    Figure<std::int64_t> attempts;          ///< to make one copy
    Figure<sim::SimTime> retry_wait;        ///< before the second attempt; doubles each time
    Figure<sim::SimTime> time_limit;        ///< for one region, from the moment its replication begins

    std::map<std::string, RegionCopyFigures> regions{};  ///< by name; only those that differ
    std::vector<LinkFigures> links{};                    ///< only those that differ

    [[nodiscard]] BytesPerSecond egress_of(const std::string& region) const;
    [[nodiscard]] BytesPerSecond writes_of(const std::string& region) const;
    [[nodiscard]] BytesPerSecond rate_between(std::string_view a, std::string_view b) const;
    /// nullptr: the link is like all others.
    [[nodiscard]] const LinkFigures* link_between(std::string_view a, std::string_view b) const;

    bool operator==(const ReplicationFigures&) const = default;
};

/// The figures before any override, with their sources.
[[nodiscard]] ReplicationFigures default_replication_figures();

/// Where the first replica of each region is copied from.
enum class CopyStrategy {
    star,    ///< the source, for all regions at once
    phases,  ///< the source, for so many regions at a time
    relay,   ///< the nearest region that has a replica already and a stream to spare
    tree,    ///< the region before it in the tree over all regions that costs least
};
inline constexpr std::array<std::string_view, 4> kCopyStrategyNames{"star", "phases", "relay", "tree"};

/// Where the other replicas of a region are copied from.
enum class WithinRegion {
    one_source,  ///< the region's first replica, all at once
    doubling,    ///< every replica that is there makes one copy at a time
};
inline constexpr std::array<std::string_view, 2> kWithinRegionNames{"one_source", "doubling"};

[[nodiscard]] inline std::string_view to_string(CopyStrategy strategy) {
    return kCopyStrategyNames[static_cast<std::size_t>(strategy)];
}
[[nodiscard]] inline std::string_view to_string(WithinRegion within) {
    return kWithinRegionNames[static_cast<std::size_t>(within)];
}

/// How the platform replicates. The platform's ways are not published.
struct ReplicationPolicy {
    Figure<CopyStrategy> strategy;
    Figure<WithinRegion> within_region;
    Figure<std::int64_t> phase_size;  ///< regions at a time, for `phases`

    bool operator==(const ReplicationPolicy&) const = default;
};

[[nodiscard]] ReplicationPolicy default_replication_policy();

}  // namespace gallerysim::core
