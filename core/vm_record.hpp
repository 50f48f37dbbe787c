#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/control_call.hpp"
#include "core/gallery/rule.hpp"
#include "sim/sim_time.hpp"

namespace gallerysim::core {

/// How the request for a VM ended. Every request has exactly one outcome.
enum class VmOutcome : std::uint8_t {
    running,                 ///< in time
    throttled,               ///< the client gave up on 429 answers
    rejected,                ///< a rule of the gallery refused it
    allocation_failed,       ///< no room for it
    storage_unavailable,     ///< no replica could serve it
    provisioning_timed_out,  ///< it did not run within its provisioning timeout
    unfinished,              ///< the horizon came first
    surplus,                 ///< begun beyond what its scale set asks for, and deleted when enough instances ran
};
inline constexpr std::size_t kVmOutcomes = 8;
inline constexpr std::array<std::string_view, kVmOutcomes> kVmOutcomeNames{
    "running",           "throttled", "rejected", "allocation_failed", "storage_unavailable", "provisioning_timed_out",
    "unfinished",        "surplus"};

/// Where the time of one VM went. The parts add up to the total exactly.
struct Bottleneck {
    sim::SimTime client;      ///< waiting until its client had a free slot for it
    sim::SimTime lost;        ///< in earlier tries, which timed out
    sim::SimTime throttled;   ///< kept out by the control plane
    sim::SimTime allocation;  ///< waiting for its placement and being placed
    sim::SimTime storage_busy;  ///< kept out by replicas that answered 503
    sim::SimTime contention;  ///< reading, beyond what it would have taken alone on the replica
    sim::SimTime solo_read;   ///< reading, as it would have been alone
    sim::SimTime boot;        ///< working without image reads
    sim::SimTime fault;       ///< undone by a fault: see LostToFaults

    [[nodiscard]] sim::SimTime total() const {
        return client + lost + throttled + allocation + storage_busy + contention + solo_read + boot + fault;
    }
};

/// The same of many VMs together, in seconds: nanoseconds of millions of VMs do not fit into a SimTime.
struct BottleneckSeconds {
    double client_s = 0.0;
    double lost_s = 0.0;
    double throttled_s = 0.0;
    double allocation_s = 0.0;
    double storage_busy_s = 0.0;
    double contention_s = 0.0;
    double solo_read_s = 0.0;
    double boot_s = 0.0;
    double fault_s = 0.0;

    [[nodiscard]] double total_s() const {
        return client_s + lost_s + throttled_s + allocation_s + storage_busy_s + contention_s + solo_read_s + boot_s +
               fault_s;
    }
    BottleneckSeconds& operator+=(const Bottleneck& vm);
    BottleneckSeconds& operator+=(const BottleneckSeconds& other);
    BottleneckSeconds& operator/=(double number);
};

/// What faults undid of a VM's last try, by where in it that was.
struct LostToFaults {
    sim::SimTime placements;  ///< from its admission to the end of the last place that it lost with its zone
    sim::SimTime reads;       ///< in image reads that were broken off, and waiting after that or while no replica was available
    sim::SimTime packages;    ///< the same of its applications' packages

    [[nodiscard]] sim::SimTime total() const { return placements + reads + packages; }
};

inline constexpr std::uint32_t kNoReplica = 0xffffffffU;
inline constexpr std::uint32_t kNoScaleSet = 0xffffffffU;

/// What happened to one VM: the time at every door that it came through. While it is on its way, a door ahead is at
/// never(); once it has ended, doors that it never reached hold the time of its end. So the times never fall.
struct VmRecord {
    std::uint32_t deployment = 0;  ///< index into Scenario::deployments
    std::uint32_t vm = 0;          ///< number within the deployment
    std::uint32_t replica = kNoReplica;
    std::uint32_t scale_set = kNoScaleSet;  ///< number within the deployment
    std::uint16_t zone = 0;                 ///< 0: none
    std::uint16_t tries = 1;                ///< how often it was created; the doors from `retried` on are the last try's
    VmOutcome outcome = VmOutcome::unfinished;
    Rule rejected_by{};                   ///< of VmOutcome::rejected: the rule that refused it
    Limit throttled_by = Limit::none;     ///< the limit that gave its last 429
    std::uint32_t throttled_answers = 0;  ///< 429s
    std::uint32_t busy_answers = 0;       ///< 503s of replicas
    std::uint32_t lost_reads = 0;         ///< image reads that were broken off because their replica was lost
    std::uint32_t fault_hits = 0;         ///< times that a fault undid something or stood in its way
    sim::SimTime requested;
    sim::SimTime started = sim::SimTime::never();     ///< its client made the first call for it
    sim::SimTime retried = sim::SimTime::never();     ///< began its last try; with a single one, the same as started
    sim::SimTime admitted = sim::SimTime::never();    ///< past the control plane
    sim::SimTime allocated = sim::SimTime::never();   ///< placed; the provisioning timeout counts from the first place
    sim::SimTime read_started = sim::SimTime::never();  ///< a replica let it in: at `allocated`, unless it was busy
    sim::SimTime read_ended = sim::SimTime::never();  ///< the image reads are done
    sim::SimTime ended = sim::SimTime::never();       ///< running, or the end in another way
    LostToFaults lost_to_faults;
    sim::SimTime solo_read;                           ///< the read time that it would have had alone on its replica

    [[nodiscard]] sim::SimTime total() const { return ended - requested; }
    [[nodiscard]] sim::SimTime read_time() const { return read_ended - read_started; }
    [[nodiscard]] Bottleneck bottleneck() const;
};

}  // namespace gallerysim::core
