#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace gallerysim::analysis {

/// How wide answers for reading are: documents, or the terminal that they are printed on.
struct PageWidth {
    static constexpr std::size_t kDocument = 100;
    std::size_t text = kDocument;                                     ///< columns that sentences take at most
    std::size_t tables = std::numeric_limits<std::size_t>::max();     ///< wider tables are parted
};
[[nodiscard]] PageWidth page_width();
/// The program calls it once, before it writes, where stdout is a terminal of so many columns.
void set_page_width(std::size_t terminal_columns);

/// Each line of the text broken at blanks so that it is at most `width` columns wide (a longer word stays
/// whole); the broken-off lines begin with `indent`. Ends with a newline.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::string_view indent = {});
/// As wide as the page.
[[nodiscard]] std::string wrapped(std::string_view text, std::string_view indent = {});

}  // namespace gallerysim::analysis
