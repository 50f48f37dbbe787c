#pragma once

namespace gallerysim::sim {

/// The standard normal quantile: the z for which a standard normal variable is at most z with probability p.
///
/// Wichura's algorithm AS 241, routine PPND16 (Applied Statistics 37, 1988): rational approximations on three
/// ranges, accurate to about one part in 10^16. No iteration and no branch beyond the choice of the range,
/// hence cheap enough to draw normals by inversion (about 10 ns). REQUIRES: 0 < p < 1.
[[nodiscard]] double normal_quantile(double p);

}  // namespace gallerysim::sim
