#include "analysis/text_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "analysis/text_wrap.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

void TextTable::add(std::vector<std::string> cells) {
    GALLERYSIM_ASSERT(cells.size() <= columns_.size(), "a row has no more cells than the table has columns");
    rows_.push_back(std::move(cells));
}

void TextTable::set_least_width(std::size_t column, std::size_t width) {
    least_widths_.resize(columns_.size());
    least_widths_.at(column) = width;
}

std::string TextTable::render(const std::string& indent) const {
    std::vector<std::size_t> widths = least_widths_;
    widths.resize(columns_.size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    }
    const std::size_t page = page_width().tables;
    const std::size_t keys = std::min(keys_, columns_.size());
    std::vector<std::size_t> part(keys);
    std::iota(part.begin(), part.end(), std::size_t{0});
    std::size_t width = indent.size();
    for (const std::size_t key : part) width += widths[key] + gap_;
    const std::size_t width_of_keys = width;
    std::string out;
    for (std::size_t i = keys; i < columns_.size(); ++i) {
        if (part.size() > keys && width + widths[i] > page) {
            out += render_columns(part, widths, indent) + '\n';
            part.resize(keys);
            width = width_of_keys;
        }
        part.push_back(i);
        width += widths[i] + gap_;
    }
    return out + render_columns(part, widths, indent);
}

std::string TextTable::render_columns(const std::vector<std::size_t>& columns, const std::vector<std::size_t>& widths,
                                      const std::string& indent) const {
    std::string out;
    for (const auto& row : rows_) {
        std::string line = indent;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const std::size_t i = columns[c];
            const std::string cell = i < row.size() ? row[i] : std::string();
            const std::string blanks(widths[i] - display_width(cell), ' ');
            if (c > 0) line += std::string(gap_, ' ');
            line += columns_[i] == Align::right ? blanks + cell : cell + blanks;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

std::size_t display_width(const std::string& text) {
    // The later bytes of a character in UTF-8 are 10xxxxxx.
    const auto characters = std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return static_cast<std::size_t>(characters);
}

}  // namespace gallerysim::analysis
