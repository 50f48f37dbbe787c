#pragma once

#include <cstdint>

#include "core/replica_set.hpp"
#include "core/retry_policy.hpp"
#include "core/vm_record.hpp"
#include "sim/simulation.hpp"
#include "sim/task.hpp"

namespace gallerysim::core {

// How a VM comes to read its image: first at once, which costs no event, and where a replica answers 503, in
// a coroutine. The replica that lets it in and the time when it does are in its record, and the 503s are
// counted there.
//
//     bool is_reading = try_begin_read(simulation, replicas, vm);
//     for (;;) {
//         if (!is_reading) admission = co_await begin_read_when_admitted(simulation, replicas, terms, vm);
//         ... co_await replicas.read(vm.replica) ...   where it was broken off: note_lost_read(), and once more
//     }
//
// Where no replica is available, that is a 503 too. Reads that were broken off count as refusals, so that the
// wait grows with them and they use up attempts. What a VM waits for because of a fault is in its record as
// lost_to_faults.reads; what it waits for at busy replicas is not.

enum class ReadAdmission : std::uint8_t {
    admitted,
    gave_up,      ///< the policy allows no further attempt, or a fault keeps it out when its time is up
    interrupted,  ///< while it waited
};

/// How a VM goes on after a 503.
struct ReadRetry {
    const RetryPolicy* policy = nullptr;
    sim::SimTime give_up_at = sim::SimTime::never();  ///< if its read is lost or no replica available then
};

/// Chooses a replica and asks it to serve the VM; false after a 503.
[[nodiscard]] bool try_begin_read(sim::Simulation& simulation, ReplicaSet& replicas, VmRecord& vm);

/// The read that the record tells of was broken off: what it took is lost.
void note_lost_read(const sim::Simulation& simulation, ReplicaSet& replicas, VmRecord& vm);

/// After a 503 or a lost read: waits and tries another replica (the same where there is one), until one lets
/// the VM in. Waits and choices are drawn from the stream of purpose `busy`. Interrupts end it.
[[nodiscard]] sim::Task<ReadAdmission> begin_read_when_admitted(sim::Simulation& simulation,
                                                                ReplicaSet& replicas, ReadRetry retry,
                                                                VmRecord& vm);

}  // namespace gallerysim::core
