#pragma once

#include <cstdint>
#include <string>

#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// The VMs of single runs as CSV, a line each: when it came through every door, in seconds since the run
// began, exact to the nanosecond, and where its time went. The columns are described in docs/cli.md.

[[nodiscard]] std::string record_csv_header();

/// The lines of one run, in the order in which its VMs ended. REQUIRES: a result with records.
[[nodiscard]] std::string record_csv(const core::Scenario& scenario, std::uint64_t run,
                                     const core::RunResult& result);

}  // namespace gallerysim::analysis
