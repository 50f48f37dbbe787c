#pragma once

#include <optional>

#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// What the clients' way of retrying costs, in run 0 of the scenario: when the control plane lets the last VM in, as the
/// scenario has its clients, and if they knew the buckets and called the instant that a token was there (a bound that
/// no real client reaches). In seconds after the first request.
struct AdmissionDelay {
    double last_admission_s = 0.0;
    double ideal_last_admission_s = 0.0;
};

/// nullopt when no call is refused in that run, or no VM is let in. Costs two runs.
[[nodiscard]] std::optional<AdmissionDelay> admission_delay(const core::Scenario& scenario);

}  // namespace gallerysim::analysis
