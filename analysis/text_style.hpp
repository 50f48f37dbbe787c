#pragma once

#include <string>
#include <string_view>

namespace gallerysim::analysis {

/// Whether a text may carry the escape sequences of a terminal.
enum class Colour { off, on };

enum class TextStyle { bold, good, bad };

[[nodiscard]] inline std::string styled(std::string_view text, TextStyle style, Colour colour) {
    if (colour == Colour::off) return std::string(text);
    const std::string_view code = style == TextStyle::bold ? "1" : style == TextStyle::good ? "32" : "31";
    return "\x1b[" + std::string(code) + 'm' + std::string(text) + "\x1b[0m";
}

}  // namespace gallerysim::analysis
