#include "analysis/result_csv.hpp"

#include <vector>

#include "analysis/data_table.hpp"
#include "analysis/point_columns.hpp"
#include "core/scenario_writer.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

RowText rows(std::span<const core::SweepAxis> axes) {
    std::vector<std::string> columns = column_names(point_key_columns(axes));
    for (std::string& name : column_names(point_result_columns())) columns.push_back(std::move(name));
    return RowText(RowFormat::csv, std::move(columns));
}

std::string row(const RowText& text, std::uint64_t point, std::span<const std::string> axis_values,
                const core::Scenario& scenario, const PointResult& result) {
    const PointKey key{core::content_hash(scenario), point, scenario.seed, axis_values};
    std::vector<Cell> cells;
    add_point_key(key, cells);
    add_point_result(result, cells);
    return text.row(cells);
}

}  // namespace

std::string run_csv(const core::Scenario& scenario, const PointResult& result) {
    const RowText text = rows({});
    return text.heading() + row(text, result.replay ? result.replay->point : 0, {}, scenario, result);
}

std::string sweep_csv(const SweepGrid& grid, std::span<const PointResult> results) {
    GALLERYSIM_ASSERT(results.size() == grid.scenarios.size(), "every point has a result");
    const RowText text = rows(grid.axes);
    std::string lines = text.heading();
    for (std::size_t p = 0; p < results.size(); ++p)
        lines += row(text, grid.numbers[p], grid.values[p], grid.scenarios[p], results[p]);
    return lines;
}

}  // namespace gallerysim::analysis
