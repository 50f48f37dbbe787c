#include "analysis/guidance_plot.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analysis/burst_size.hpp"
#include "analysis/guidance_names.hpp"
#include "analysis/text_chart.hpp"

namespace gallerysim::analysis {

namespace {

std::string image_plot(const GuidanceStudy& study, const std::string& image, std::size_t width) {
    TextChart chart;
    chart.title = fmt::format("{}: largest burst per replica, n* / r, where it was found (not >=)", image);
    chart.x_title = "replicas, r";
    chart.x_scale = chart.y_scale = TextChart::Scale::logarithmic;
    chart.guide = static_cast<double>(kGuidedVmsPerReplica);
    chart.guide_name = fmt::format("1 replica per {} VMs", kGuidedVmsPerReplica);
    for (const GuidanceCase* of : printed_cases(study)) {
        if (of->image != image) continue;
        TextChart::Series series{way_text(study, *of), {}};
        for (const GuidancePoint& point : of->points) {
            if (point.is_capped(study.terms.most_vms)) continue;  // nobody knows how much more would hold
            const auto r = static_cast<double>(point.replicas);
            series.points.emplace_back(r, static_cast<double>(point.burst.holds) / r);
        }
        chart.series.push_back(std::move(series));
    }
    return text_chart(chart, width);
}

}  // namespace

std::string guidance_plot(const GuidanceStudy& study, std::size_t width) {
    std::string text;
    std::set<std::string> seen;
    for (const GuidanceCase* of : printed_cases(study)) {
        if (!seen.insert(of->image).second) continue;
        const std::string chart = image_plot(study, of->image, width);
        if (!text.empty() && !chart.empty()) text += '\n';
        text += chart;
    }
    return text;
}

}  // namespace gallerysim::analysis
