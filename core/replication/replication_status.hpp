#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/units.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// State of one region, in the words of the API's replicationStatus.summary[].state.
enum class ReplicationState : std::uint8_t { unknown, replicating, completed, failed };
inline constexpr std::array<std::string_view, 4> kReplicationStateNames{"Unknown", "Replicating", "Completed",
                                                                        "Failed"};

/// State of a version, in the words of replicationStatus.aggregatedState.
enum class AggregatedState : std::uint8_t { unknown, in_progress, completed, failed };
inline constexpr std::array<std::string_view, 4> kAggregatedStateNames{"Unknown", "InProgress", "Completed",
                                                                       "Failed"};

[[nodiscard]] inline std::string_view to_string(ReplicationState state) {
    return kReplicationStateNames[static_cast<std::size_t>(state)];
}
[[nodiscard]] inline std::string_view to_string(AggregatedState state) {
    return kAggregatedStateNames[static_cast<std::size_t>(state)];
}

/// What is known of one region. Times that have not come are never().
struct RegionReplication {
    std::string region;
    ReplicationState state = ReplicationState::unknown;
    int progress = 0;     ///< per cent of its bytes that are there; 100 only when it is complete
    std::string details;  ///< why it waits or has failed; empty when there is nothing to say
    std::string source;   ///< region that its first replica is copied from; empty while undecided
    std::int64_t replicas = 0;
    std::int64_t replicas_done = 0;
    std::int64_t failed_attempts = 0;  ///< copies that failed on their way, however they ended
    sim::SimTime started = sim::SimTime::never();
    sim::SimTime first_replica = sim::SimTime::never();
    sim::SimTime ended = sim::SimTime::never();  ///< complete or failed
};

/// The replication of one version at one moment.
struct ReplicationStatus {
    AggregatedState aggregated = AggregatedState::unknown;
    std::vector<RegionReplication> regions;  ///< in the order of the version's target regions
};

/// Something that changed in one region: one line of the timeline.
struct ReplicationEvent {
    sim::SimTime at;
    std::string region;
    ReplicationState state = ReplicationState::unknown;
    int progress = 0;
    std::string what;  ///< "first replica, from westeurope"
};

/// The replication of one version from its publication to the end of the run.
struct ReplicationReport {
    std::string version;   ///< gallery/image/version
    std::string source;    ///< region of the image that is copied
    std::string strategy;  ///< "star, one_source"
    Bytes bytes;           ///< of one replica
    sim::SimTime published;
    sim::SimTime ended = sim::SimTime::never();  ///< all regions are complete or failed
    ReplicationStatus status;                    ///< at the end
    std::vector<ReplicationEvent> events;        ///< in order

    double egress_bytes = 0.0;  ///< that crossed regions, all attempts
    double egress_usd = 0.0;
    double wasted_bytes = 0.0;   ///< of attempts that failed or were broken off
    sim::SimTime lower_bound{};  ///< no way of sharing the network takes these copies there sooner
    std::string binding{};       ///< what the bound is of: the limit that binds

    /// From the publication until all regions were complete or failed; never() if that did not come.
    [[nodiscard]] sim::SimTime makespan() const {
        return ended == sim::SimTime::never() ? ended : ended - published;
    }
};

}  // namespace gallerysim::core
