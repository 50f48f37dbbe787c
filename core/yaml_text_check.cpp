#include "core/yaml_text_check.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/utf8.hpp"
#include "core/yaml_document.hpp"

namespace gallerysim::core {
namespace {

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

struct Problem {
    int line = 0;
    int column = 0;
    std::string message;
};

std::optional<Problem> first_problem(std::string_view text) {
    int line = 1;
    std::size_t line_start = 0;
    bool indenting = true;
    bool tab_seen = false;
    for (std::size_t i = 0; i < text.size();) {
        const int column = static_cast<int>(i - line_start) + 1;
        const std::size_t length = utf8_length(text.substr(i));
        if (length == 0) {
            return Problem{line, column, "not UTF-8 text; save the file as UTF-8"};
        }
        const char c = text[i];
        if (is_control(c)) {
            return Problem{line, column,
                           fmt::format("control character \\x{:02x}; a scenario is plain text",
                                       static_cast<unsigned>(static_cast<unsigned char>(c)))};
        }
        const bool blank = c == ' ' || c == '\t';
        // Also in a line of blanks: yaml-cpp stumbles over it.
        if (indenting && !blank && tab_seen) {
            return Problem{line, 1, "the line is indented by a tab; YAML is indented by spaces"};
        }
        tab_seen = indenting && (tab_seen || c == '\t');
        indenting = indenting && blank;
        if (c == '\n') {
            ++line;
            line_start = i + 1;
            indenting = true;
        }
        i += length;
    }
    return std::nullopt;
}

}  // namespace

bool check_yaml_text(const std::shared_ptr<const SourceText>& source, Diagnostics& diagnostics) {
    if (source->text.size() > kLargestYaml) {
        diagnostics.error({source, 0, 0}, {},
                          fmt::format("{} bytes are too much for a scenario (at most {})",
                                      source->text.size(), kLargestYaml));
        return false;
    }
    if (auto problem = first_problem(source->text)) {
        diagnostics.error({source, problem->line, problem->column}, {}, std::move(problem->message));
        return false;
    }
    return true;
}

}  // namespace gallerysim::core
