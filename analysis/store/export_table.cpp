#include "analysis/store/export_table.hpp"

#include <string>
#include <utility>

#include "analysis/point_columns.hpp"
#include "analysis/store/run_columns.hpp"
#include "analysis/store/vm_columns.hpp"

namespace gallerysim::analysis {

namespace {

using Kind = CellKind;

const ColumnGroup& version_column() {
    static const ColumnGroup kColumn{{"version"}, Kind::text, "", "Of the program that wrote the store."};
    return kColumn;
}

const ColumnGroup& run_column() {
    static const ColumnGroup kColumn{{"run"}, Kind::count, "", "Number of the run, from 0."};
    return kColumn;
}

void append(std::vector<ColumnGroup>& groups, std::span<const ColumnGroup> more) {
    groups.insert(groups.end(), more.begin(), more.end());
}

class Exporter {
public:
    Exporter(const StoredExperiment& stored, ExportTable table, RowFormat format,
             const std::function<void(std::string_view)>& write)
        : stored_(stored), text_(format, column_names(export_columns(table, stored.grid().axes))), write_(write) {
        out_ = text_.heading();
    }

    void points() {
        for (std::size_t p = 0; p < stored_.points(); ++p) {
            const auto result = stored_.result(p);
            if (!result) continue;
            begin(p);
            cells_.emplace_back(stored_.is_finished(p));
            add_point_result(*result, cells_);
            end();
        }
    }

    void rows_of(std::size_t point, std::uint64_t run, std::span<const Cell> cells) {
        begin(point);
        cells_.emplace_back(run);
        cells_.insert(cells_.end(), cells.begin(), cells.end());
        end();
    }

    void curves() {
        for (std::size_t p = 0; p < stored_.points(); ++p) {
            for (const CurveRow& row : stored_.curves(p)) {
                begin(p);
                cells_.emplace_back(std::string_view(row.series));
                cells_.emplace_back(row.time);
                for (const double value : {row.mean.value, row.mean.low, row.mean.high}) cells_.push_back(real_cell(value));
                end();
            }
        }
    }

    void figures() {
        for (const StoredFigure& figure : stored_.figures()) {
            cells_.clear();
            for (const std::string* text : {&stored_.version(), &stored_.scenario_hash(), &figure.path, &figure.value,
                                            &figure.grade, &figure.source}) {
                cells_.emplace_back(std::string_view(*text));
            }
            end();
        }
    }

    void finish() {
        write_(out_);
        out_.clear();
    }

private:
    static constexpr std::size_t kPart = 64 * 1024;

    void begin(std::size_t point) {
        cells_.clear();
        cells_.emplace_back(std::string_view(stored_.version()));
        if (point != key_of_ || key_.scenario_hash.empty()) {
            key_ = {stored_.point_hash(point), stored_.grid().numbers[point], stored_.grid().scenarios[point].seed, stored_.grid().values[point]};
            key_of_ = point;
        }
        add_point_key(key_, cells_);
    }

    void end() {
        out_ += text_.row(cells_);
        if (out_.size() > kPart) finish();
    }

    const StoredExperiment& stored_;
    RowText text_;
    const std::function<void(std::string_view)>& write_;
    std::string out_;
    std::vector<Cell> cells_;
    PointKey key_;
    std::size_t key_of_ = 0;
};

}  // namespace

std::vector<ColumnGroup> export_columns(ExportTable table, std::span<const core::SweepAxis> axes) {
    std::vector<ColumnGroup> groups{version_column()};
    if (table == ExportTable::figures) {
        append(groups, std::vector<ColumnGroup>{
                           {{"scenario_hash"}, Kind::text, "", "Stands for all of the scenario but its seed, axes left as they are."},
                           {{"path"}, Kind::text, "", "Key path of the figure, for --set."},
                           {{"value"}, Kind::text, "", "Value with its unit, as a scenario writes it; a point may set another."},
                           {{"grade"}, Kind::text, "", "published, field_report, assumed, or given by the scenario."},
                           {{"source"}, Kind::text, "", "Where it comes from, or the reason for an assumption."}});
        return groups;
    }
    append(groups, point_key_columns(axes));
    switch (table) {
        case ExportTable::points:
            groups.push_back({{"finished"}, Kind::truth, "", "Whether the point has all runs that it asks for."});
            append(groups, point_result_columns());
            break;
        case ExportTable::runs:
            groups.push_back(run_column());
            append(groups, run_columns());
            break;
        case ExportTable::records:
            groups.push_back(run_column());
            append(groups, vm_columns());
            break;
        case ExportTable::curves:
            append(groups, std::vector<ColumnGroup>{
                               {{"series"}, Kind::text, "", "What is counted or measured, docs/cli.md."},
                               {{"time_s"}, Kind::time, "s", "End of the step, from the beginning of the run."},
                               {{"mean", "low", "high"}, Kind::real, "1", "Mean over the first 20 runs, and its interval."}});
            break;
        case ExportTable::figures: break;
    }
    return groups;
}

void export_rows(const StoredExperiment& stored, ExportTable table, RowFormat format,
                 const std::function<void(std::string_view)>& write) {
    Exporter exporter(stored, table, format, write);
    const auto add = [&](std::size_t point, std::uint64_t run, std::span<const Cell> cells) {
        exporter.rows_of(point, run, cells);
    };
    switch (table) {
        case ExportTable::points: exporter.points(); break;
        case ExportTable::runs: stored.for_each_run(add); break;
        case ExportTable::records: stored.for_each_vm(add); break;
        case ExportTable::curves: exporter.curves(); break;
        case ExportTable::figures: exporter.figures(); break;
    }
    exporter.finish();
}

}  // namespace gallerysim::analysis
