#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace gallerysim::analysis {

/// Rows of cells as lines of text, each column as wide as its widest cell, with blanks between columns.
class TextTable {
public:
    enum class Align { left, right };

    explicit TextTable(std::vector<Align> columns, std::size_t gap = 2)
        : columns_(std::move(columns)), gap_(gap) {}

    /// A row may have fewer cells than there are columns, not more.
    void add(std::vector<std::string> cells);
    /// Columns are at least as wide as this, so that several tables stand under each other.
    void set_least_width(std::size_t column, std::size_t width);

    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Lines without blanks at their ends, each begun with `indent` and ended with a newline.
    [[nodiscard]] std::string render(const std::string& indent = {}) const;

private:
    std::vector<Align> columns_;
    std::size_t gap_;
    std::vector<std::size_t> least_widths_;
    std::vector<std::vector<std::string>> rows_;
};

/// Columns that a text in UTF-8 takes on a screen, at one per character.
[[nodiscard]] std::size_t display_width(const std::string& text);

}  // namespace gallerysim::analysis
