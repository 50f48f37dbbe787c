#include "analysis/report/curve_table.hpp"

#include <algorithm>

#include "sim/assert.hpp"

namespace gallerysim::analysis {

const CurveSeries& CurveTable::operator[](std::string_view name) const {
    const auto found = std::ranges::find(series, name, &CurveSeries::name);
    GALLERYSIM_ASSERT(found != series.end(), "curves have a series of this name");
    return *found;
}

CurveTable curve_table(const std::vector<CurveRow>& rows, std::uint64_t runs) {
    CurveTable table{.runs = runs, .step = rows.empty() ? sim::SimTime::zero() : rows.front().time, .series = {}};
    for (const CurveRow& row : rows) {
        if (table.series.empty() || table.series.back().name != row.series) table.series.push_back({row.series, {}});
        table.series.back().values.push_back(row.mean);
    }
    return table;
}

}  // namespace gallerysim::analysis
