#pragma once

#include <string>
#include <string_view>

namespace gallerysim::analysis {

/// A text as the content of an HTML element, or of an attribute in double quotes. Control characters that HTML does not
/// know become U+FFFD, as does what is not UTF-8.
[[nodiscard]] std::string html_text(std::string_view text);

/// JSON as the content of a script element: without a `<`, so that nothing in it can end the element.
[[nodiscard]] std::string script_json(std::string_view json);

}  // namespace gallerysim::analysis
