#pragma once

#include <string>

#include "analysis/report/report.hpp"

namespace gallerysim::analysis {

/// Where a chart is drawn: in a report's page, which gives it its width and, by page.css, its colours; or on its own,
/// on white paper, for a publication.
enum class ChartPlace { page, paper };

/// The complete Vega-Lite specification of a chart as JSON, with its data in it. On the page the colours and fonts are
/// left to chart_theme().
[[nodiscard]] std::string complete_spec(const ReportChart& chart, ChartPlace place);

/// Colours, fonts and lines as a Vega-Lite configuration. On the page colours are the variables of page.css, so that
/// charts follow a change to the dark or to paper without being drawn anew.
[[nodiscard]] std::string chart_theme(ChartPlace place);

}  // namespace gallerysim::analysis
