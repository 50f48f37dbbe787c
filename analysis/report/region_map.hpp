#pragma once

#include <string>
#include <vector>

#include "analysis/report/report.hpp"
#include "core/catalogue.hpp"

namespace gallerysim::analysis {

/// One region on a map.
struct MapRegion {
    std::string name;  ///< as the catalogue has it; others are left out
    double value;      ///< what its colour shows; NaN: grey
    double size;       ///< what its area shows
    std::string from;  ///< region that a line comes from; empty: none
};

struct MapTerms {
    std::string id;
    std::string title;
    std::string description;
    std::string value_title;  ///< empty: one colour
    std::string size_title;
};

/// Regions at the coordinates of the catalogue, with the scenario's overrides, on coastlines that are part of the program.
[[nodiscard]] ReportChart region_map(const MapTerms& terms, const std::vector<MapRegion>& regions,
                                     const core::RegionOverrides& overrides);

}  // namespace gallerysim::analysis
