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

    /// The first `keys` columns say what a row is about: they stand again in each part of a table that is too wide for
    /// the page.
    explicit TextTable(std::vector<Align> columns, std::size_t gap = 2, std::size_t keys = 1)
        : columns_(std::move(columns)), gap_(gap), keys_(keys) {}

    /// A row may have fewer cells than there are columns, not more.
    void add(std::vector<std::string> cells);
    /// Columns are at least as wide as this, so that several tables stand under each other.
    void set_least_width(std::size_t column, std::size_t width);

    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Lines without blanks at their ends, each begun with `indent` and ended with a newline; parts of the table one below
    /// the other, with an empty line between, where page_width() asks for it.
    [[nodiscard]] std::string render(const std::string& indent = {}) const;

private:
    [[nodiscard]] std::string render_columns(const std::vector<std::size_t>& columns, const std::vector<std::size_t>& widths,
                                             const std::string& indent) const;

    std::vector<Align> columns_;
    std::size_t gap_;
    std::size_t keys_;
    std::vector<std::size_t> least_widths_;
    std::vector<std::vector<std::string>> rows_;
};

/// Columns that a text in UTF-8 takes on a screen, at one per character.
[[nodiscard]] std::size_t display_width(const std::string& text);

}  // namespace gallerysim::analysis
