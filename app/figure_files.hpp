#pragma once

#include <filesystem>
#include <string>

#include "analysis/report/report.hpp"

namespace gallerysim::app {

/// Makes the folder, and those that it is in, if they are not there. Throws core::Error where that fails.
void make_figure_folder(const std::filesystem::path& folder);

/// Every chart of the report as ID.vl.json (Vega-Lite with its data in it) and ID.csv (ID-NAME.csv for further tables),
/// and, where Node.js is there to draw it, as ID.svg; where rsvg-convert is there too, as ID.png. What was there before
/// is replaced. Returns why something was not drawn, as a sentence; empty when everything was. Throws core::Error when
/// writing fails.
[[nodiscard]] std::string write_figures(const std::filesystem::path& folder, const analysis::Report& report);

}  // namespace gallerysim::app
