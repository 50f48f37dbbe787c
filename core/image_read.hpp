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
//     auto admission = ReadAdmission::admitted;
//     if (!try_begin_read(simulation, replicas, vm)) {
//         admission = co_await begin_read_when_admitted(simulation, replicas, policy, vm);
//     }

enum class ReadAdmission : std::uint8_t {
    admitted,
    gave_up,      ///< the policy allows no further attempt
    interrupted,  ///< while it waited
};

/// Chooses a replica and asks it to serve the VM; false after a 503.
[[nodiscard]] bool try_begin_read(sim::Simulation& simulation, ReplicaSet& replicas, VmRecord& vm);

/// After a 503: waits and tries another replica (the same where there is one), until one lets the VM in.
/// Waits and choices are drawn from the stream of purpose `busy`. Interrupts end it.
[[nodiscard]] sim::Task<ReadAdmission> begin_read_when_admitted(sim::Simulation& simulation,
                                                                ReplicaSet& replicas,
                                                                const RetryPolicy& policy, VmRecord& vm);

}  // namespace gallerysim::core
