#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/replication/region_graph.hpp"
#include "core/replication/replication_figures.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// One region that a version is replicated to.
struct PlannedRegion {
    std::string name;
    std::int64_t replicas = 1;
    BytesPerSecond reads;  ///< that one replica serves
    int zones_written = 1;
    std::optional<sim::SimTime> fails_after{};  ///< its copies fail for good; counted from the publication
    /// Index of the region that its first replica is copied from; its own for the source; for
    /// CopyStrategy::relay decided on the way.
    std::size_t parent = 0;
    std::size_t phase = 0;
};

/// What is copied where, and in which order.
struct ReplicationPlan {
    std::string version;  ///< gallery/image/version
    std::string subscription;
    std::uint64_t entity = 0;  ///< number of the version for random streams
    Bytes bytes;               ///< of one replica: what its disks occupy
    bool is_shallow = false;   ///< nothing is copied: the replicas refer to the source
    sim::SimTime published;
    std::size_t source = 0;  ///< index into regions: where the image to copy is
    std::vector<PlannedRegion> regions;
    RegionGraph graph;  ///< over the regions, in their order
    ReplicationPolicy policy;
};

/// Which version of a scenario.
struct VersionIndex {
    std::size_t gallery = 0;
    std::size_t image = 0;
    std::size_t version = 0;

    auto operator<=>(const VersionIndex&) const = default;
};

/// The plan for a version of a scenario, published at 0, with the figures that a plan needs. The source is
/// the gallery's own region if the version goes there, or else the first one that it goes to.
[[nodiscard]] ReplicationPlan plan_replication(const Scenario& scenario, VersionIndex index,
                                               const ReplicationFigures& figures,
                                               const ReplicationPolicy& policy);

}  // namespace gallerysim::core
