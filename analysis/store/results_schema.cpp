#include "analysis/store/results_schema.hpp"

#include <vector>

#include <fmt/format.h>

#include "analysis/data_table.hpp"
#include "analysis/store/run_columns.hpp"
#include "analysis/store/vm_columns.hpp"
#include "core/metric.hpp"

namespace gallerysim::analysis {

namespace {

/// A column of a table: times are kept as whole nanoseconds, and named so.
std::string table_column(const std::string& name, CellKind kind) {
    if (kind != CellKind::time) return name;
    return name.substr(0, name.size() - std::string_view("_s").size()) + "_ns";
}

std::string_view type_of(CellKind kind) {
    switch (kind) {
        case CellKind::real: return "REAL";
        case CellKind::text: return "TEXT";
        default: return "INTEGER";
    }
}

/// ", \"requested\" INTEGER, ..."
std::string definitions(std::span<const ColumnGroup> groups) {
    std::string sql;
    for (const ColumnGroup& group : groups) {
        for (const std::string& name : group.names) {
            sql += fmt::format(",\n  \"{}\" {}", table_column(name, group.kind), type_of(group.kind));
        }
    }
    return sql;
}

/// The same columns for a view of a table: times in seconds.
std::string selections(std::string_view table, std::span<const ColumnGroup> groups) {
    std::string sql;
    for (const ColumnGroup& group : groups) {
        for (const std::string& name : group.names) {
            const std::string_view scale = group.kind == CellKind::time ? " / 1e9" : "";
            sql += fmt::format(",\n  {}.\"{}\"{} AS \"{}\"", table, table_column(name, group.kind), scale, name);
        }
    }
    return sql;
}

/// One row per run, metric and statistic.
std::string metric_view() {
    std::string sql;
    for (const core::MetricInfo& metric : core::metrics()) {
        const auto statistics = core::statistics_of(metric);
        const std::size_t kept = metric.scope == core::MetricScope::vm ? statistics.size() : 1;
        for (const std::string_view statistic : statistics.first(kept)) {
            sql += fmt::format("{}SELECT point, run, '{}'{}, '{}'{}, \"{}.{}\"{} FROM runs", sql.empty() ? "" : "\nUNION ALL ",
                               metric.name, sql.empty() ? " AS metric" : "", statistic,
                               sql.empty() ? " AS statistic" : "", core::name_with_unit(metric), statistic,
                               sql.empty() ? " AS value" : "");
        }
    }
    return sql;
}

constexpr std::string_view kTables = R"(
CREATE TABLE experiment(
  command TEXT NOT NULL,
  version TEXT NOT NULL,
  name TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  seed TEXT NOT NULL,
  scenario TEXT NOT NULL,
  scenario_in_full TEXT NOT NULL,
  keeps_records INTEGER NOT NULL,
  keeps_curves INTEGER NOT NULL) STRICT;
CREATE TABLE figures(
  path TEXT NOT NULL,
  value TEXT NOT NULL,
  grade TEXT NOT NULL,
  source TEXT NOT NULL) STRICT;
CREATE TABLE axes(
  axis INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  path TEXT NOT NULL) STRICT;
CREATE TABLE points(
  point INTEGER PRIMARY KEY,
  scenario_hash TEXT NOT NULL,
  seed TEXT NOT NULL,
  finished INTEGER NOT NULL) STRICT;
CREATE TABLE axis_values(
  point INTEGER NOT NULL REFERENCES points,
  axis INTEGER NOT NULL REFERENCES axes,
  value TEXT NOT NULL,
  PRIMARY KEY (point, axis)) STRICT, WITHOUT ROWID;
CREATE TABLE curves(
  point INTEGER NOT NULL REFERENCES points,
  series TEXT NOT NULL,
  time_ns INTEGER NOT NULL,
  mean REAL,
  low REAL,
  high REAL,
  PRIMARY KEY (point, series, time_ns)) STRICT, WITHOUT ROWID;
CREATE TABLE answers(
  format TEXT PRIMARY KEY,
  text TEXT NOT NULL) STRICT;
CREATE TABLE sessions(
  session INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  wall_s REAL NOT NULL,
  runs INTEGER NOT NULL,
  complete INTEGER NOT NULL) STRICT;
)";

}  // namespace

std::filesystem::path store_file(const std::filesystem::path& folder) { return folder / "experiment.sqlite"; }

std::string schema_sql() {
    std::string sql(kTables);
    sql += fmt::format(
        "CREATE TABLE runs(\n  run_id INTEGER PRIMARY KEY,\n  point INTEGER NOT NULL REFERENCES points,\n"
        "  run INTEGER NOT NULL{}) STRICT;\n",
        definitions(run_columns()));
    sql += fmt::format(
        "CREATE TABLE vm_records(\n  run_id INTEGER NOT NULL REFERENCES runs,\n  number INTEGER NOT NULL{},\n"
        "  PRIMARY KEY (run_id, number)) STRICT, WITHOUT ROWID;\n",
        definitions(vm_columns()));
    constexpr std::string_view kKey = "points.scenario_hash, version, point, points.seed, run";
    sql += fmt::format("CREATE VIEW run_results AS SELECT {}{}\nFROM runs JOIN points USING (point) JOIN experiment;\n", kKey,
                       selections("runs", run_columns()));
    sql += fmt::format(
        "CREATE VIEW vms AS SELECT {}{}\n"
        "FROM vm_records JOIN runs USING (run_id) JOIN points USING (point) JOIN experiment;\n",
        kKey, selections("vm_records", vm_columns()));
    sql += fmt::format("CREATE VIEW metrics AS {};\n", metric_view());
    sql += fmt::format("PRAGMA application_id = {};\nPRAGMA user_version = {};\n", kStoreApplication, kStoreSchema);
    return sql;
}

std::string insert_sql(std::string_view table, std::size_t columns) {
    std::string sql = fmt::format("INSERT INTO {} VALUES (", table);
    for (std::size_t i = 0; i < columns; ++i) sql += i == 0 ? "?" : ", ?";
    return sql + ")";
}

}  // namespace gallerysim::analysis
