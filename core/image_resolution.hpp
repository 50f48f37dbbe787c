#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace gallerysim::core {

/// What an image reference means for a region, or why it means nothing. Neither: it cannot be told, because the region
/// is unknown.
struct ImageResolution {
    std::optional<ImageReference> image;
    std::string problem;
};

/// Whether the details of the galleries (versions, target regions) are right; if not, nothing that depends on them is
/// told, as every mistake should be reported once.
enum class GalleryDetails { fine, wrong };

/// Where events change the galleries, an excluded version may come to count as latest: then, if no other does, the
/// highest of all stands for it, and the gallery's rules decide what is deployed at each moment.
enum class LatestAmong { not_excluded, all };

/// Resolves gallery/image/version. The version `latest` is the highest one that has replicas in the region and is not
/// excluded there; the region's flag wins.
[[nodiscard]] ImageResolution resolve_image(const std::vector<Gallery>& galleries, GalleryDetails details,
                                            std::string_view reference, std::string_view region,
                                            LatestAmong versions = LatestAmong::not_excluded);

}  // namespace gallerysim::core
