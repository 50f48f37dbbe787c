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
    std::int64_t replicas = 1;  ///< that it is to have
    BytesPerSecond reads;  ///< that one replica serves
    int zones_written = 1;
    std::optional<sim::SimTime> fails_after{};  ///< its copies fail for good; counted from the publication
    /// Index of the region that its first replica is copied from; its own for the source; for
    /// CopyStrategy::relay decided on the way.
    std::size_t parent = 0;
    std::size_t phase = 0;
    std::int64_t present = 0;  ///< replicas that it has already; as many as it is to have: it is only a source

    [[nodiscard]] bool is_asked() const { return present < replicas; }
};

/// What is copied where, and in which order.
struct ReplicationPlan {
    std::string version;  ///< gallery/image/version
    std::string subscription;
    std::uint64_t operation = 0;  ///< number of the operation on the version, for random streams
    Bytes bytes;                  ///< of one replica: what its disks occupy
    bool is_shallow = false;      ///< nothing is copied: the replicas refer to the source
    sim::SimTime published;
    std::size_t source = 0;  ///< index into regions: where the image to copy is, or else replicas that are there
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

/// The plan for what a version still needs: as it is `now`, with so many replicas in each of its regions already
/// (in their order), published at `at`. Copies come from regions that have replicas, or from the image where there
/// are none.
[[nodiscard]] ReplicationPlan plan_change(const Scenario& scenario, VersionIndex index, const ImageVersion& now,
                                          const std::vector<std::int64_t>& present, sim::SimTime at);

}  // namespace gallerysim::core
