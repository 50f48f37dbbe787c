#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gallerysim::analysis {

inline constexpr std::size_t kWidth = 100;  ///< columns that the program's answers take at most

/// Each line of the text broken at blanks so that it is at most `width` columns wide (a longer word stays
/// whole); the broken-off lines begin with `indent`. Ends with a newline.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::string_view indent = {});

}  // namespace gallerysim::analysis
