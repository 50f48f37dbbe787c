#pragma once

#include <string>
#include <string_view>

#include "analysis/report/report.hpp"

namespace gallerysim::analysis {

/// The report as Markdown (CommonMark with tables), for a wiki or an issue: the same words and tables; of charts what
/// they show, in words. The same bytes for the same report.
[[nodiscard]] std::string report_markdown(const Report& report);

/// A text in Markdown, on one line: none of its characters means anything but itself.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace gallerysim::analysis
