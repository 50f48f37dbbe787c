#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/quantity.hpp"

namespace gallerysim::core {

/// A unit as it is written. A value in base units (seconds, bytes, 1/s, bytes/s, 1) is number × factor /
/// divisor: two whole numbers, so that 10/min and 7 % are rounded only once.
struct Unit {
    std::string_view symbol;
    double factor = 1.0;
    double divisor = 1.0;
    bool printed = true;  ///< offered when a value is written back
};

/// In the order in which equally short texts are preferred.
[[nodiscard]] std::span<const Unit> units(Dimension dimension);
[[nodiscard]] const Unit* find_unit(Dimension dimension, std::string_view symbol);
/// The dimension that a unit belongs to.
[[nodiscard]] std::optional<Dimension> dimension_of(std::string_view symbol);
/// The unit of this dimension that was probably meant: "sec" means "s", "gib" means "GiB".
[[nodiscard]] std::optional<std::string_view> meant_unit(Dimension dimension, std::string_view symbol);

}  // namespace gallerysim::core
