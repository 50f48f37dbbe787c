#include "analysis/guidance_names.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "analysis/human_text.hpp"
#include "core/scenario_names.hpp"

namespace gallerysim::analysis {

namespace {

/// An image on a storage type, with as many of its routings as have one verdict.
struct VerdictGroup {
    const GuidanceCase* first;
    std::vector<std::string_view> routings;
    double least = std::numeric_limits<double>::infinity();  ///< of n* / r, where it was found
    double most = 0.0;
    double at_least = 0.0;  ///< where no larger burst was looked at
};

bool is_same_place(const GuidanceCase& a, const GuidanceCase& b) { return a.deployment == b.deployment && a.storage == b.storage; }

std::vector<VerdictGroup> groups_of(const GuidanceStudy& study, Verdict verdict) {
    const RatioClaim& claim = ratio_claims().front();
    std::vector<VerdictGroup> groups;
    for (const GuidanceCase* of : printed_cases(study)) {
        if (judge_ratio(*of, claim.vms_per_replica, study.terms.most_vms).verdict != verdict) continue;
        if (groups.empty() || !is_same_place(*groups.back().first, *of)) groups.push_back({of, {}});
        VerdictGroup& group = groups.back();
        group.routings.push_back(core::to_string(of->routing));
        for (const GuidancePoint& point : of->points) {
            const double ratio = static_cast<double>(point.burst.holds) / static_cast<double>(point.replicas);
            if (point.is_capped(study.terms.most_vms)) {
                group.at_least = std::fmax(group.at_least, ratio);
            } else {
                group.least = std::fmin(group.least, ratio);
                group.most = std::fmax(group.most, ratio);
            }
        }
    }
    return groups;
}

/// "prod/win2022/latest on Standard_LRS (random), where 8.3 to 15 VMs per replica hold"
std::string group_text(const GuidanceStudy& study, const VerdictGroup& group) {
    std::string text = fmt::format("{} on {}", group.first->image, storage_text(study, *group.first));
    const auto all = std::ranges::count_if(study.cases, [&](const GuidanceCase& other) { return is_same_place(*group.first, other); });
    if (static_cast<std::size_t>(all) > group.routings.size()) text += fmt::format(" ({})", fmt::join(group.routings, ", "));
    if (group.most == 0.0 && group.at_least == 0.0) return text + ", where no burst is shown to hold";
    if (group.most == 0.0) return text + fmt::format(", where at least {} VMs per replica hold", short_number(group.at_least));
    const std::string least = short_number(group.least);
    const std::string most = short_number(group.most);
    return text + fmt::format(", where {}{} VMs per replica hold", least, least == most ? "" : " to " + most);
}

}  // namespace

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

std::string way_text(const GuidanceStudy& study, const GuidanceCase& of) {
    return fmt::format("{}, {}", storage_text(study, of), core::to_string(of.routing));
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

std::string guidance_answer(const GuidanceStudy& study) {
    std::string text;
    for (const Verdict verdict : {Verdict::not_enough, Verdict::about_right, Verdict::conservative, Verdict::not_settled}) {
        std::string names;
        for (const VerdictGroup& group : groups_of(study, verdict)) names += (names.empty() ? "" : "; ") + group_text(study, group);
        if (names.empty()) continue;
        const std::string ratio = text.empty() ? fmt::format("One replica per {} VMs created at once", ratio_claims().front().vms_per_replica) : "It";
        text += fmt::format("{} is {} for {}.\n", ratio, to_string(verdict), names);
    }
    return text;
}

}  // namespace gallerysim::analysis
