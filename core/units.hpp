#pragma once

#include <compare>

namespace gallerysim::core {

/// A number with a unit of measurement: quantities of different kinds do not mix. `Tag` names the kind.
template <class Tag>
struct Measure {
    double value = 0.0;

    constexpr auto operator<=>(const Measure&) const = default;
    friend constexpr Measure operator+(Measure a, Measure b) { return {a.value + b.value}; }
    friend constexpr Measure operator*(Measure a, double factor) { return {a.value * factor}; }
};

using Bytes = Measure<struct BytesTag>;                    ///< bytes
using BytesPerSecond = Measure<struct BytesPerSecondTag>;  ///< bytes per second
using PerSecond = Measure<struct PerSecondTag>;            ///< operations (requests, VMs, ...) per second
using Usd = Measure<struct UsdTag>;                        ///< US dollars

inline constexpr double kKB = 1e3, kMB = 1e6, kGB = 1e9, kTB = 1e12;
inline constexpr double kKiB = 1024.0, kMiB = kKiB * 1024.0, kGiB = kMiB * 1024.0, kTiB = kGiB * 1024.0;

}  // namespace gallerysim::core
