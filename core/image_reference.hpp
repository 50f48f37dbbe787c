#pragma once

#include <cstddef>
#include <string>

namespace gallerysim::core {

/// Where an image reference points to: indices into Scenario::galleries, its images, its versions.
struct ImageReference {
    std::string text;  ///< as written: prod/win2022/latest
    std::size_t gallery = 0;
    std::size_t image = 0;
    std::size_t version = 0;        ///< `latest` is resolved for the deployment's region
    std::size_t target_region = 0;  ///< index into the version's target regions

    bool operator==(const ImageReference&) const = default;
};

}  // namespace gallerysim::core
