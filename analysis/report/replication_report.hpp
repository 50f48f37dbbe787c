#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/report/report.hpp"
#include "core/replication/replication_status.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// For each report a section: the way of each region over time, a map, and a table. Ids of the charts begin with `prefix`.
[[nodiscard]] std::vector<ReportSection> replication_sections(const core::Scenario& scenario,
                                                              std::span<const core::ReplicationReport> reports,
                                                              const std::string& prefix);

/// The report of `replicate`: when each region has each version, what binds, the way there over time and on a map, and
/// the cost. Of several ways to copy the same versions: time against cost first. REQUIRES: some report.
[[nodiscard]] Report replication_report(const core::Scenario& scenario, std::span<const core::ReplicationReport> reports,
                                        std::string command);

}  // namespace gallerysim::analysis
