#pragma once

#include <string>

#include "analysis/comparison.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

// The comparison of scenario B with scenario A, written down. All name the correction for many rows, Holm's.

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
