#pragma once

#include <string_view>

namespace gallerysim::analysis {

// What a report's page is made of beside its own words. All of it is part of the program: see
// cmake/GallerysimCharts.cmake.

/// Vega, Vega-Lite and vega-embed as JavaScript; empty in a build without charts.
[[nodiscard]] std::string_view vega_script();
[[nodiscard]] std::string_view vega_lite_script();
[[nodiscard]] std::string_view vega_embed_script();
/// The licences of all four.
[[nodiscard]] std::string_view chart_licences();
/// Coastlines (Natural Earth, 1 : 110 million) as TopoJSON with the object `land`; empty in a build without charts.
[[nodiscard]] std::string_view world_map();
/// Why there are no charts, as half a sentence; empty when there are.
[[nodiscard]] std::string_view no_charts_reason();

/// page.css: how the page looks on a screen, in the dark and on paper.
[[nodiscard]] std::string_view page_style();
/// page.js: draws the charts.
[[nodiscard]] std::string_view page_script();
/// draw_figures.js: the same for Node.js, which draws specifications given as files.
[[nodiscard]] std::string_view figure_script();

}  // namespace gallerysim::analysis
