#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/faults/fault_occurrence.hpp"
#include "core/replication/replication_status.hpp"
#include "core/run_result.hpp"

namespace gallerysim::analysis {

// The parts of a run that are lists, as JSON: every number exact, times in whole nanoseconds. Empty for an empty part.

[[nodiscard]] std::string detail_text(const std::vector<core::FaultOccurrence>& faults);
[[nodiscard]] std::string detail_text(const std::vector<core::ReplicationReport>& replications);
[[nodiscard]] std::string detail_text(const std::optional<core::SteadyWindow>& steady);

// The inverse. REQUIRES: what detail_text() gave.

void read_detail(std::string_view text, std::vector<core::FaultOccurrence>& faults);
void read_detail(std::string_view text, std::vector<core::ReplicationReport>& replications);
void read_detail(std::string_view text, std::optional<core::SteadyWindow>& steady);

}  // namespace gallerysim::analysis
