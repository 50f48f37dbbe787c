#pragma once

// The one place that knows which Catch2 is installed: 2.13 (Debian 12, Ubuntu 22.04) has a single header, 3.x
// a family of them. Compare floating-point values with the matchers below, never with a bare Approx: its
// default tolerance is hidden and relative, so it hides mistakes near zero.
//     CHECK_THAT(mean, WithinRel(5.0, 1e-9));

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace gallerysim::test {

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

}  // namespace gallerysim::test
