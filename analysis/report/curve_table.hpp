#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/curve_csv.hpp"
#include "analysis/intervals.hpp"

namespace gallerysim::analysis {

/// One quantity over time, at the end of every step.
struct CurveSeries {
    std::string name;  ///< as docs/cli.md lists them
    std::vector<Interval> values;
};

/// The course of some runs over time, series by series.
struct CurveTable {
    std::uint64_t runs = 0;
    sim::SimTime step;
    std::vector<CurveSeries> series;

    /// Is there nothing to see?
    [[nodiscard]] bool empty() const { return series.empty() || series.front().values.empty(); }
    /// REQUIRES: there is one of this name.
    [[nodiscard]] const CurveSeries& operator[](std::string_view name) const;
};

/// The rows of curve_rows(), which are by series and then by time, of so many runs.
[[nodiscard]] CurveTable curve_table(const std::vector<CurveRow>& rows, std::uint64_t runs);

}  // namespace gallerysim::analysis
