#pragma once

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/replication/replication_status.hpp"

namespace gallerysim::analysis {

// Replications as text: docs/cli.md describes the columns.

/// For each version its states by region, its time beside the lower bound, and what it moved and cost.
[[nodiscard]] std::string replication_table(std::span<const core::ReplicationReport> reports);
/// The same of a run, as a section of its result; empty when nothing was copied.
[[nodiscard]] std::string replication_section(std::span<const core::ReplicationReport> reports);
/// A list with all that is known of each.
[[nodiscard]] nlohmann::ordered_json replication_json(std::span<const core::ReplicationReport> reports);
/// The regions of all versions, a line each.
[[nodiscard]] std::string replication_csv(std::span<const core::ReplicationReport> reports);
/// What happened in the regions, in order, as a table.
[[nodiscard]] std::string replication_timeline(std::span<const core::ReplicationReport> reports);
/// The same replications in several ways: a line for each report, with time, bound and cost.
[[nodiscard]] std::string strategies_table(std::span<const core::ReplicationReport> reports);
/// The same as CSV: the points of the curve of cost over time.
[[nodiscard]] std::string strategies_csv(std::span<const core::ReplicationReport> reports);

}  // namespace gallerysim::analysis
