#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gallerysim::core {

/// Bytes of the UTF-8 character that `text` begins with; 0 when it begins with none. Surrogates, overlong
/// forms and numbers beyond U+10FFFF are none.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// `text` without what could upset a terminal: control characters and bytes that are not UTF-8 as \x1b.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace gallerysim::core
