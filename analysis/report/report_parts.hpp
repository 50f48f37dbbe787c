#pragma once

#include <string>
#include <vector>

#include "analysis/human_text.hpp"
#include "analysis/intervals.hpp"
#include "analysis/point_result.hpp"
#include "analysis/report/report.hpp"
#include "core/gallery/bill.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// Sections that reports of several kinds have in common.

/// Every objective with its threshold, what was measured, the interval and the verdict. REQUIRES: there are some.
[[nodiscard]] ReportTable objective_table(const core::Scenario& scenario, const PointResult& result);
/// "met for certain", "missed, not certain: the interval is on both sides".
[[nodiscard]] std::string objective_verdict(const ObjectiveResult& objective);

/// What replicas and copies between regions cost, per version and region. Empty when nothing is billed.
[[nodiscard]] ReportSection bill_section(const core::Bill& bill);

/// What the answer rests on: assumed figures, simplifications of the model, and every figure in force with its grade
/// and source.
[[nodiscard]] ReportSection assumption_section(const core::Scenario& scenario);

/// What reproduces a report of these scenarios; the seed is that of the first one.
[[nodiscard]] ReportOrigin origin_of(std::string command, const std::vector<const core::Scenario*>& scenarios);

/// A number with its interval in a line of its own, for a column of numbers: "41.3\n(40.6–42.0)".
[[nodiscard]] std::string value_cell(const Interval& interval, const DisplayUnit& unit);

/// The lines of a text, without what ends them.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

}  // namespace gallerysim::analysis
