// plan_az(), plan_arm() and plan_bicep() of plan_text.hpp. Property names are those of the API's gallery image version.

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/plan_text.hpp"
#include "core/scenario_names.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

using Json = nlohmann::ordered_json;

struct PlannedVersion {
    std::string gallery;
    std::string image;
    std::string version;
    std::vector<core::TargetRegion> regions;

    [[nodiscard]] std::string path() const { return fmt::format("{}/{}/{}", gallery, image, version); }
};

/// The versions of the plan, in its order, with all their target regions.
std::vector<PlannedVersion> planned_versions(const core::Scenario& scenario, const ReplicaPlan& plan) {
    GALLERYSIM_ASSERT(plan.is_possible(), "only a plan that is possible is handed over");
    const core::Scenario planned = as_planned(scenario, plan);
    std::vector<PlannedVersion> versions;
    for (const PlannedTarget& target : plan.targets) {
        const bool is_known = std::ranges::any_of(versions, [&](const PlannedVersion& v) { return v.path() == target.target.version; });
        if (is_known) continue;
        const core::ImageReference& image = target.target.image;
        const core::ImageVersion& version = planned.version_of(image);
        versions.push_back({.gallery = planned.galleries[image.gallery].name, .image = planned.image_of(image).name,
                            .version = version.name, .regions = version.target_regions});
    }
    return versions;
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

/// A name for a variable: letters, digits and underscores.
std::string identifier(const PlannedVersion& version) {
    std::string name = fmt::format("targetRegions_{}", version.path());
    std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

}  // namespace

std::string plan_az(const core::Scenario& scenario, const ReplicaPlan& plan) {
    std::string text;
    for (const PlannedVersion& version : planned_versions(scenario, plan)) {
        text += fmt::format(
            "az sig image-version update --resource-group RESOURCE_GROUP --gallery-name {} --gallery-image-definition {} "
            "--gallery-image-version {} --target-regions",
            version.gallery, version.image, version.version);
        for (const core::TargetRegion& region : version.regions) {
            text += fmt::format(" {}={}={}", region.name, region.replicas, lower_case(core::to_string(region.storage)));
        }
        text += '\n';
    }
    return text;
}

std::string plan_arm(const core::Scenario& scenario, const ReplicaPlan& plan) {
    Json versions = Json::array();
    for (const PlannedVersion& version : planned_versions(scenario, plan)) {
        Json regions = Json::array();
        for (const core::TargetRegion& region : version.regions) {
            Json entry = {{"name", region.name},
                          {"regionalReplicaCount", region.replicas},
                          {"storageAccountType", core::to_string(region.storage)}};
            if (region.exclude_from_latest) entry["excludeFromLatest"] = *region.exclude_from_latest;
            regions.push_back(std::move(entry));
        }
        versions.push_back({{"type", "Microsoft.Compute/galleries/images/versions"},
                            {"name", version.path()},
                            {"properties", {{"publishingProfile", {{"targetRegions", std::move(regions)}}}}}});
    }
    return versions.dump(2) + '\n';
}

std::string plan_bicep(const core::Scenario& scenario, const ReplicaPlan& plan) {
    std::string text;
    for (const PlannedVersion& version : planned_versions(scenario, plan)) {
        text += fmt::format("{}// properties.publishingProfile.targetRegions of {}\nvar {} = [\n", text.empty() ? "" : "\n",
                            version.path(), identifier(version));
        for (const core::TargetRegion& region : version.regions) {
            text += fmt::format("  {{\n    name: '{}'\n    regionalReplicaCount: {}\n    storageAccountType: '{}'\n", region.name,
                                region.replicas, core::to_string(region.storage));
            if (region.exclude_from_latest) text += fmt::format("    excludeFromLatest: {}\n", *region.exclude_from_latest);
            text += "  }\n";
        }
        text += "]\n";
    }
    return text;
}

}  // namespace gallerysim::analysis
