#include "core/source_text.hpp"

#include <fmt/format.h>

namespace gallerysim::core {

std::string_view SourceText::line(int number) const {
    std::string_view rest = text;
    for (int i = 1; i < number; ++i) {
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) return {};
        rest.remove_prefix(end + 1);
    }
    if (number < 1) return {};
    rest = rest.substr(0, rest.find('\n'));
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    return rest;
}

std::string SourceMark::to_string() const {
    if (!source) return {};
    if (line == 0 || source->kind == SourceText::Kind::setting) return source->name;
    return fmt::format("{}:{}:{}", source->name, line, column);
}

}  // namespace gallerysim::core
