#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostics.hpp"
#include "core/scenario.hpp"

namespace gallerysim::core {

/// A piece of the article's advice that a program can check.
struct Practice {
    std::string_view id;  ///< replicas-below-3
    std::string_view advice;
    std::string_view remedy;
};

/// All of them. The order is that of the findings in one place.
[[nodiscard]] std::span<const Practice> practices();

/// Something in a scenario that goes against the advice.
struct Finding {
    const Practice* practice = nullptr;
    Severity severity = Severity::warning;  ///< a warning, or a note where there are good reasons to do so
    std::string path;                       ///< key path as `--set` takes it
    std::string reason;                     ///< a sentence with the numbers of this case
};

/// What goes against the article's advice: roles, galleries with what is in them, limits, deployments.
///
/// VMs are created concurrently when they are requested within the time that a VM takes alone (placement,
/// read and boot, on average); deployments of one image and region add up. Replica counts are those that the
/// scenario begins with.
[[nodiscard]] std::vector<Finding> best_practices(const Scenario& scenario);

}  // namespace gallerysim::core
