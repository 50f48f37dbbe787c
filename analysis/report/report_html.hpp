#pragma once

#include <string>

#include "analysis/report/report.hpp"

namespace gallerysim::analysis {

/// The report as one HTML file that needs nothing else and asks for nothing: its policy forbids any request. The same
/// bytes for the same report. In a build without charts it says why, and has their tables and descriptions.
[[nodiscard]] std::string report_html(const Report& report);

}  // namespace gallerysim::analysis
