#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/sim_time.hpp"

namespace gallerysim::analysis {

// Tables for programs: columns that explain themselves, and rows of typed cells that become CSV, JSON lines or the
// rows of a database.

/// A value of a table; monostate: there is none. Texts belong to whoever makes the row and outlive it.
using Cell = std::variant<std::monostate, std::uint64_t, double, bool, sim::SimTime, std::string_view>;

enum class CellKind { count, real, truth, time, text };

/// Columns side by side that mean the same of different things, such as the statistics of one metric.
struct ColumnGroup {
    std::vector<std::string> names;  ///< at least one
    CellKind kind = CellKind::count;
    std::string unit;     ///< s, VMs, 1, ...; empty for texts
    std::string meaning;  ///< one sentence, or part of one
    std::vector<std::string> ends{""};  ///< every name with each of them in turn: "", ".low", ".high"
};

/// The columns in their order.
[[nodiscard]] std::vector<std::string> column_names(std::span<const ColumnGroup> groups);

/// A cell of a number: none when it is not finite.
[[nodiscard]] Cell real_cell(double value);

/// "replicas", "time_to_running_s.{mean,p50,p90}{,.low,.high}": the names of a group in one word, as a shell expands it.
[[nodiscard]] std::string group_text(const ColumnGroup& group);

enum class RowFormat { csv, json_lines };

/// Writes rows as text, every digit kept: CSV with a heading (analysis/csv_text.hpp), or one JSON object a line.
/// Times become seconds; no value is an empty field, and null.
class RowText {
public:
    RowText(RowFormat format, std::vector<std::string> columns);

    /// The line of names; empty for JSON lines.
    [[nodiscard]] std::string heading() const;
    /// REQUIRES: a cell for each column.
    [[nodiscard]] std::string row(std::span<const Cell> cells) const;

private:
    RowFormat format_;
    std::vector<std::string> columns_;
    std::vector<std::string> keys_;  ///< of JSON: quoted
};

}  // namespace gallerysim::analysis
