#include "analysis/guidance_names.hpp"

#include <string_view>

#include <fmt/format.h>

#include "core/scenario_names.hpp"

namespace gallerysim::analysis {

std::vector<const GuidanceCase*> printed_cases(const GuidanceStudy& study) {
    std::vector<const GuidanceCase*> cases;
    for (const GuidanceCase& of : study.cases) {
        if (!of.same_as) cases.push_back(&of);
    }
    return cases;
}

std::string storage_text(const GuidanceStudy& study, const GuidanceCase& of) {
    std::string text(core::to_string(of.storage));
    for (const GuidanceCase& other : study.cases) {
        if (other.deployment == of.deployment && other.routing == of.routing && other.same_as == of.storage) {
            text += fmt::format(", {}", std::string_view(core::to_string(other.storage)).substr(9));
        }
    }
    return text;
}

std::string burst_text(const GuidancePoint& point, std::int64_t most_vms) {
    if (point.is_capped(most_vms)) return fmt::format(">={}", point.burst.holds);
    return fmt::format("{}", point.burst.holds);
}

std::string verdict_text(const JudgedClaim& judged, const GuidanceStudy& study) {
    std::string text(to_string(judged.verdict));
    if (judged.verdict == Verdict::not_settled) return text;
    if (judged.decided_up_to < study.terms.replicas.back() && judged.verdict != Verdict::not_enough) {
        text += fmt::format(" (to {})", judged.decided_up_to);
    }
    return text;
}

const GuidancePoint* typical_point(const GuidanceCase& of, std::int64_t most_vms) {
    constexpr std::int64_t kTypical = 10;
    const GuidancePoint* found = nullptr;
    for (const GuidancePoint& point : of.points) {
        if (point.replicas <= kTypical && point.at_burst.runs > 0 && !point.is_capped(most_vms)) found = &point;
    }
    if (found == nullptr && !of.points.empty()) found = &of.points.front();
    return found;
}

}  // namespace gallerysim::analysis
