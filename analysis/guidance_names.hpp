#pragma once

#include <string>
#include <vector>

#include "analysis/guidance_study.hpp"
#include "analysis/guidance_verdict.hpp"

namespace gallerysim::analysis {

// What a study's cases and points are called where people read of them.

/// Cases that stand for others are printed once, under all their storage types.
[[nodiscard]] std::vector<const GuidanceCase*> printed_cases(const GuidanceStudy& study);
/// "Standard_LRS, ZRS": the case's storage type and those whose results are the same.
[[nodiscard]] std::string storage_text(const GuidanceStudy& study, const GuidanceCase& of);
/// "Standard_LRS, ZRS, random": its storage and its routing
[[nodiscard]] std::string way_text(const GuidanceStudy& study, const GuidanceCase& of);
/// "86", ">=2500"
[[nodiscard]] std::string burst_text(const GuidancePoint& point, std::int64_t most_vms);
/// "conservative (to 20)": up to which number of replicas it could be decided
[[nodiscard]] std::string verdict_text(const JudgedClaim& judged, const GuidanceStudy& study);
/// Where the routing makes the difference: at the largest replica count of at most ten that is not capped. nullptr
/// without points.
[[nodiscard]] const GuidancePoint* typical_point(const GuidanceCase& of, std::int64_t most_vms);
/// "One replica per 20 VMs created at once is not enough for ...": the verdict on the guidance, a line for each
/// that there is.
[[nodiscard]] std::string guidance_answer(const GuidanceStudy& study);

}  // namespace gallerysim::analysis
