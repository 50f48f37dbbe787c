#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/guidance_study.hpp"

namespace gallerysim::analysis {

/// A published ratio as a claim: N r VMs at once hold on r replicas.
struct RatioClaim {
    std::string_view name;
    std::int64_t vms_per_replica;
};
/// 1 per 20, 1 per 50, 1 per scale set of up to 600 instances.
[[nodiscard]] const std::vector<RatioClaim>& ratio_claims();

/// How a claim comes out against n*(r) at the replica counts of a study:
///
///   not_enough    at some r the burst of N r VMs was shown to miss the objective
///   conservative  at every r that could be decided, twice as many, 2 N r, were shown to meet it
///   about_right   else: N r VMs meet it, or lie within what the search left open
///   not_settled   no r could be decided: N r is above the largest burst that was looked at
enum class Verdict { conservative, about_right, not_enough, not_settled };
[[nodiscard]] std::string_view to_string(Verdict verdict);  ///< "not enough"
/// The definitions above, in sentences for a reader.
[[nodiscard]] std::string_view verdict_definitions();

struct JudgedClaim {
    Verdict verdict = Verdict::not_settled;
    std::int64_t decided_up_to = 0;  ///< the largest r that could be decided
    std::int64_t misses_at = 0;      ///< the smallest r at which the claim misses; 0: none
};
[[nodiscard]] JudgedClaim judge_ratio(const GuidanceCase& of, std::int64_t vms_per_replica, std::int64_t most_vms);

/// "At least 3": the 20 VMs for which 1 per 20 asks for a single replica. Conservative when they hold on 2 as well,
/// so that one may be lost; about right when they hold on 3; not enough when 3 were shown to miss. Not settled unless
/// the study has r = 2 and r = 3.
[[nodiscard]] JudgedClaim judge_at_least_three(const GuidanceCase& of);

/// What stops a larger burst, in a few words: the parts of the VMs' time at n*, and what a replica runs out of.
[[nodiscard]] std::string binding_limit(const GuidanceCase& of, const GuidancePoint& point, std::int64_t most_vms);

}  // namespace gallerysim::analysis
