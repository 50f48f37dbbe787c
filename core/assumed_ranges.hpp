#pragma once

#include <string>
#include <vector>

#include "core/assumptions.hpp"

namespace gallerysim::core {

/// Over what an assumed figure, or one parameter of an assumed law, may plausibly lie: what a sensitivity analysis
/// varies it over. As little published as the figure itself, so the reason stands beside it. One of three kinds: from
/// low to high, one of some choices, or held as it is.
struct AssumedRange {
    enum class Scale {
        linear,
        logarithmic,  ///< equally likely in every part of the same ratio; for what is known to an order of magnitude
    };
    std::string path;  ///< key path for `--set`; of a law with its parameter: ...cpu_time.lognormal.mean
    std::string low;   ///< as a scenario writes it; empty with choices, and where it is held
    std::string high;
    Scale scale = Scale::linear;
    std::vector<std::string> choices{};  ///< as a scenario writes them; null: the key left out
    std::string reason;

    [[nodiscard]] bool is_held() const { return low.empty() && choices.empty(); }
};

/// One range, or for a law one per parameter, in a fixed order. Empty where the table knows the figure not: a test
/// holds that to never.
[[nodiscard]] std::vector<AssumedRange> assumed_ranges(const AssumedFigure& figure);

}  // namespace gallerysim::core
