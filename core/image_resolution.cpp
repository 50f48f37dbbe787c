#include "core/image_resolution.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "core/diagnostics.hpp"
#include "core/named.hpp"
#include "core/scenario_reader_sections.hpp"

namespace gallerysim::core {
namespace {

constexpr std::string_view kLatestName = "latest";

std::string regions_of(const ImageVersion& version) {
    std::vector<std::string_view> names;
    names.reserve(version.target_regions.size());
    for (const TargetRegion& t : version.target_regions) names.push_back(t.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

/// The highest version that has replicas in the region and is not excluded there; the region's flag wins.
std::optional<std::pair<std::size_t, std::size_t>> latest_version(const ImageDefinition& image,
                                                                  std::string_view region, LatestAmong among) {
    std::optional<std::pair<std::size_t, std::size_t>> best;
    std::array<std::int64_t, 3> best_number{};
    for (std::size_t v = 0; v < image.versions.size(); ++v) {
        const ImageVersion& version = image.versions[v];
        const auto number = parse_version(version.name);
        const auto target = index_of(version.target_regions, region);
        if (!number || !target) continue;
        const bool excluded =
            version.target_regions[*target].exclude_from_latest.value_or(version.exclude_from_latest);
        if ((excluded && among == LatestAmong::not_excluded) || (best && *number < best_number)) continue;
        best = {v, *target};
        best_number = *number;
    }
    return best;
}

/// Splits gallery/image/version; false when it has another form.
bool split_reference(std::string_view text, std::array<std::string_view, 3>& parts) {
    const auto first = text.find('/');
    const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
    if (second == std::string_view::npos || text.find('/', second + 1) != std::string_view::npos)
        return false;
    parts = {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
    return std::none_of(parts.begin(), parts.end(), [](std::string_view p) { return p.empty(); });
}

using VersionAndTarget = std::pair<std::size_t, std::size_t>;

ImageResolution problem(std::string text) { return {std::nullopt, std::move(text)}; }

}  // namespace

ImageResolution resolve_image(const std::vector<Gallery>& galleries, GalleryDetails details, std::string_view reference,
                              std::string_view region, LatestAmong among) {
    std::array<std::string_view, 3> parts;
    if (!split_reference(reference, parts)) {
        return problem(fmt::format("expected gallery/image/version such as prod/win2022/latest, found {}",
                                   in_quotes(reference)));
    }
    const auto gallery = index_of(galleries, parts[0]);
    if (!gallery) {
        return problem(
            fmt::format("there is no gallery {}{}", in_quotes(parts[0]), nearest_of(galleries, parts[0])));
    }
    const auto& images = galleries[*gallery].images;
    const auto image = index_of(images, parts[1]);
    if (!image) {
        return problem(fmt::format("the gallery {} has no image {}{}", parts[0], in_quotes(parts[1]),
                                   nearest_of(images, parts[1])));
    }
    const auto& versions = images[*image].versions;
    const auto named = index_of(versions, parts[2]);
    if (!named && parts[2] != kLatestName) {
        return problem(fmt::format("the image {}/{} has no version {}{}", parts[0], parts[1], in_quotes(parts[2]),
                                   nearest_of(versions, parts[2])));
    }
    if (details == GalleryDetails::wrong || find_region(region) == nullptr) return {};

    std::optional<VersionAndTarget> found;
    if (!named) {
        found = latest_version(images[*image], region, LatestAmong::not_excluded);
        if (!found) found = latest_version(images[*image], region, among);
        if (!found) {
            return problem(fmt::format("no version of {}/{} has replicas in {} and counts for 'latest' there",
                                       parts[0], parts[1], region));
        }
    } else {
        const auto target = index_of(versions[*named].target_regions, region);
        if (!target) {
            return problem(fmt::format("{} has no replicas in {}, only in: {}", reference, region,
                                       regions_of(versions[*named])));
        }
        found = VersionAndTarget{*named, *target};
    }
    return {ImageReference{std::string(reference), *gallery, *image, found->first, found->second}, {}};
}

}  // namespace gallerysim::core
