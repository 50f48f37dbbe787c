#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analysis/point_result.hpp"
#include "core/gallery/bill.hpp"

namespace gallerysim::analysis {

/// VMs by the rule that refused them, for reading; empty when none was. REQUIRES: result.runs > 0.
[[nodiscard]] std::string rejection_table(const PointResult& result);
/// What became of the scenario's events until the runs end on average; empty when there are none.
[[nodiscard]] std::string event_table(const core::Scenario& scenario, const PointResult& result);
/// A bill for reading: a line per version and region, and their sum.
[[nodiscard]] std::string bill_table(const core::Bill& bill);

/// VMs over all runs by the identifier of the rule that refused them; only rules that refused any.
[[nodiscard]] nlohmann::ordered_json rejection_json(const PointResult& result);
/// Per event: its name, whether it was done, and if not the rule and the reason; null for one after the end.
[[nodiscard]] nlohmann::ordered_json event_json(const core::Scenario& scenario, const PointResult& result);
[[nodiscard]] nlohmann::ordered_json bill_json(const core::Bill& bill);
/// The bill until the runs end on average. Bills are linear in the time after the last event.
[[nodiscard]] core::Bill bill_of_runs(const core::Scenario& scenario, const PointResult& result);

}  // namespace gallerysim::analysis
