#pragma once

#include <array>

#include "core/scenario_key_makers.hpp"
#include "core/scenario_keys.hpp"

// The keys of how image versions are copied, and of regions: for core/scenario_key_table.cpp alone.

namespace gallerysim::core::replication_keys {

inline constexpr std::array kReplicationPolicy = {
    word("strategy", "star phases relay tree", "star",
         "Where the first replica of a region comes from: the source for all at once or for some at a time, the "
         "nearest region that has one, or the region before it in the cheapest tree."),
    word("within_region", "one_source doubling", "one_source",
         "Where the others come from: the first one, all at once, or every one that is there, one at a time."),
    value("phase_size", ValueKind::integer, "5 (assumed)", "Regions at a time, with `phases`.", "phase"),
};

inline constexpr std::array kReplicationFigures = {
    value("round_trip_base", ValueKind::time, "the catalogue's", "Round trip between regions, beside what distance adds.",
          "latency"),
    value("round_trip_per_1000_km", ValueKind::time, "the catalogue's", "Round trip per 1,000 km of great circle."),
    value("link", ValueKind::byte_rate, "the catalogue's", "From one region to another, all copies together.",
          "bandwidth link_rate"),
    value("region_egress", ValueKind::byte_rate, "the catalogue's", "What leaves a region, all copies together.",
          "egress"),
    value("region_writes", ValueKind::byte_rate, "the catalogue's",
          "What the storage of a region takes in of copies; Standard_ZRS counts three times.", "writes ingress"),
    value("stream", ValueKind::byte_rate, "the catalogue's", "One copy inside a region, at most.", "stream_rate"),
    value("stream_across", ValueKind::byte_rate, "the catalogue's", "One copy between regions, at most."),
    value("setup", ValueKind::time, "the catalogue's", "Of one copy, before its first byte.", "overhead"),
    value("copies_at_a_time", ValueKind::integer, "the catalogue's",
          "Copies that are read in one region at a time, per subscription.", "parallel concurrency"),
    value("failure_rate", ValueKind::fraction, "the catalogue's", "Probability that an attempt to copy fails on its way.",
          "failures"),
    value("attempts", ValueKind::integer, "the catalogue's", "To make one copy; then its region has failed.", "tries"),
    value("retry_wait", ValueKind::time, "the catalogue's", "Before the second attempt; it doubles each time.",
          "backoff"),
    value("time_limit", ValueKind::time, "the catalogue's",
          "For one region, from the beginning of its replication; then it has failed.", "timeout limit"),
    names_of(Section::region_copies, "regions", "none", "Where a region differs from the others, by its name.",
             "region"),
    list_of(Section::link, "links", "none", "Where a link between two regions differs from the others."),
};

inline constexpr std::array kRegionCopies = {
    value("egress", ValueKind::byte_rate, "region_egress", "What leaves the region, all copies together."),
    value("writes", ValueKind::byte_rate, "region_writes", "What its storage takes in of copies.", "ingress"),
};

inline constexpr std::array kLink = {
    value("name", ValueKind::name, kRequired, "Name of the link, different from all others."),
    value("from", ValueKind::region, kRequired, "One end; what is given holds both ways.", "source a"),
    value("to", ValueKind::region, kRequired, "The other end.", "target b"),
    value("rate", ValueKind::byte_rate, "link", "All copies together, each way.", "bandwidth"),
    value("round_trip", ValueKind::time, "by distance", "Round trip between the two.", "latency rtt"),
};

inline constexpr std::array kRegionFigures = {
    value("latitude", ValueKind::number, "the table's", "Degrees north, -90 to 90.", "lat"),
    value("longitude", ValueKind::number, "the table's", "Degrees east, -180 to 180.", "lon"),
    value("availability_zones", ValueKind::integer, "the table's", "Availability zones, 0 to 9.", "zones"),
    value("paired_region", ValueKind::region, "the table's", "Its pair.", "pair"),
};

}  // namespace gallerysim::core::replication_keys
