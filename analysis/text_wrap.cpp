#include "analysis/text_wrap.hpp"

#include <algorithm>

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kNarrowest = 40;

PageWidth& width_in_force() {
    static PageWidth width;
    return width;
}

std::string wrapped_line(std::string_view line, std::size_t width, std::string_view indent) {
    const auto own_indent = std::min(line.find_first_not_of(' '), line.size());
    std::string out;
    std::string current(line.substr(0, own_indent));
    line.remove_prefix(own_indent);
    bool has_word = false;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        if (has_word && current.size() + 1 + word.size() > width) {
            out += current + '\n';
            current = indent;
        } else if (has_word) {
            current += ' ';
        }
        current += word;
        has_word = true;
    }
    return out + current + '\n';
}

}  // namespace

PageWidth page_width() { return width_in_force(); }

void set_page_width(std::size_t terminal_columns) {
    const std::size_t columns = std::max(terminal_columns, kNarrowest);
    width_in_force() = {.text = std::min(columns, PageWidth::kDocument), .tables = columns};
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        out += wrapped_line(text.substr(0, end), width, indent);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string wrapped(std::string_view text, std::string_view indent) { return wrapped(text, page_width().text, indent); }

}  // namespace gallerysim::analysis
