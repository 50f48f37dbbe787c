#pragma once

#include <string>

#include "analysis/comparison.hpp"
#include "analysis/human_text.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// The comparison of scenario B with scenario A, written down. All name the correction for many rows, Holm's.

/// The answer in sentences, a line each: on the VMs that fail, if any do; on what A's experiment watches; how many rows
/// differ significantly.
[[nodiscard]] std::string comparison_headline(const core::Scenario& a, const Comparison& comparison);
/// "time_to_running.p95"
[[nodiscard]] std::string comparison_row_name(const ComparisonRow& row);
/// The unit that the difference is written in; of fractions percentage points.
[[nodiscard]] DisplayUnit difference_unit(const ComparisonRow& row);
/// "yes: B longer", "no", "undefined in A"
[[nodiscard]] std::string significance_text(const ComparisonRow& row);
/// "1.2 to 3.4", "the same in every run", "unknown from one run", "-" without pairs
[[nodiscard]] std::string difference_interval_text(const ComparisonRow& row);

/// For a reader at a terminal: a sentence on what A's experiment watches first (before it one on the VMs that
/// fail, if any do), a line per row, and how to read them.
[[nodiscard]] std::string comparison_table(const core::Scenario& a, const core::Scenario& b,
                                           const Comparison& comparison);
/// A header and a line per row; what is undefined or infinite is empty.
[[nodiscard]] std::string comparison_csv(const core::Scenario& a, const core::Scenario& b,
                                         const Comparison& comparison);
/// What is undefined or infinite is null.
[[nodiscard]] std::string comparison_json(const core::Scenario& a, const core::Scenario& b,
                                          const Comparison& comparison);

}  // namespace gallerysim::analysis
