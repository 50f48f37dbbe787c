#include "analysis/guidance_verdict.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "analysis/result_headline.hpp"

namespace gallerysim::analysis {

const std::vector<RatioClaim>& ratio_claims() {
    static const std::vector<RatioClaim> claims{{"1 per 20", 20}, {"1 per 50", 50}, {"1 per scale set of 600", 600}};
    return claims;
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::conservative: return "conservative";
        case Verdict::about_right: return "about right";
        case Verdict::not_enough: return "not enough";
        case Verdict::not_settled: break;
    }
    return "not settled";
}

std::string_view verdict_definitions() {
    return "not enough: at some r, N r VMs were shown to miss the objective. conservative: at every r even 2 N r VMs "
           "meet it. about right: in between. (to r): larger r would need bursts above the largest one looked at. at "
           "least 3: the 20 VMs for which 1 per 20 asks for one replica hold on 3 (about right), and on 2 as well "
           "(conservative).";
}

JudgedClaim judge_ratio(const GuidanceCase& of, std::int64_t vms_per_replica, std::int64_t most_vms) {
    JudgedClaim judged;
    bool twice_everywhere = true;
    for (const GuidancePoint& point : of.points) {
        const std::int64_t claimed = vms_per_replica * point.replicas;
        const LargestLoad& burst = point.burst;
        if (burst.misses <= std::min(claimed, most_vms)) {  // limit + 1 is no miss
            if (judged.misses_at == 0) judged.misses_at = point.replicas;
        } else if (burst.holds < claimed && (claimed > most_vms || point.is_capped(most_vms))) {
            continue;
        }
        judged.decided_up_to = point.replicas;
        const bool twice = burst.holds >= 2 * claimed;
        const bool is_cut = point.is_capped(most_vms) && burst.holds >= claimed;  // twice as many were not looked at
        twice_everywhere = twice_everywhere && (twice || is_cut);
    }
    if (judged.decided_up_to == 0) return judged;
    judged.verdict = judged.misses_at > 0 ? Verdict::not_enough
                     : twice_everywhere   ? Verdict::conservative
                                          : Verdict::about_right;
    return judged;
}

JudgedClaim judge_at_least_three(const GuidanceCase& of) {
    constexpr std::int64_t kVms = 20;
    const auto at = [&](std::int64_t replicas) { return std::ranges::find(of.points, replicas, &GuidancePoint::replicas); };
    const auto two = at(2);
    const auto three = at(3);
    if (two == of.points.end() || three == of.points.end()) return {};
    JudgedClaim judged{.verdict = Verdict::about_right, .decided_up_to = 3};
    if (three->burst.misses <= kVms) {
        judged.verdict = Verdict::not_enough;
        judged.misses_at = 3;
    } else if (two->burst.holds >= kVms) {
        judged.verdict = Verdict::conservative;
    }
    return judged;
}

std::string binding_limit(const GuidanceCase& of, const GuidancePoint& point, std::int64_t most_vms) {
    if (point.is_capped(most_vms)) return "the largest burst looked at";
    if (point.at_burst.runs == 0) return "no burst holds";
    const BottleneckShare& share = point.at_burst.bottleneck;
    const auto parts = parts_of(share);
    // The boot's own work and the read alone would be there for a single VM too.
    const double waiting = share.client_s + share.throttled_s + share.allocation_s;
    if (share.contention_s >= waiting) {
        return fmt::format("{} of a replica", of.binding);
    }
    const auto& largest = *std::ranges::max_element(parts.begin(), parts.begin() + 3, {}, &BottleneckPart::seconds);
    return largest.name == "throttled" ? "the control plane" : fmt::format("the {}", largest.name);
}

}  // namespace gallerysim::analysis
