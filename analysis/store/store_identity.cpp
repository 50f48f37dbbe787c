#include "analysis/store/store_identity.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "analysis/store/results_schema.hpp"
#include "analysis/store/run_columns.hpp"
#include "core/assumptions.hpp"
#include "core/catalogue_lines.hpp"
#include "core/number_text.hpp"
#include "core/scenario_names.hpp"
#include "core/scenario_text.hpp"
#include "core/scenario_writer.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

/// The figures of the catalogue, and what is assumed outside of it.
void write_figures(Database& database, const core::Scenario& base) {
    Statement insert = database.prepare(insert_sql("figures", 4));
    for (const core::CatalogueLine& line : core::catalogue_lines(base.catalogue)) {
        if (!line.grade) continue;
        insert.with(line.key_path(), line.value, core::to_string(*line.grade), line.source).run();
    }
    for (const core::AssumedFigure& figure : core::assumptions(base).figures) {
        if (figure.path.starts_with("catalogue.")) continue;
        insert.with(figure.path, figure.value, core::to_string(core::Grade::assumed), figure.reason).run();
    }
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(core::trimmed(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// "its 'vms: 120' is 'vms: 140' here"
std::string first_difference(std::string_view kept, std::string_view wanted) {
    const auto a = lines_of(kept);
    const auto b = lines_of(wanted);
    const auto [x, y] = std::ranges::mismatch(a, b);
    return fmt::format("it has '{}' where now is '{}'", x == a.end() ? "nothing more" : *x,
                       y == b.end() ? "nothing more" : *y);
}

bool has_points(Database& database, const SweepGrid& grid) {
    Statement point = database.prepare("SELECT scenario_hash, seed FROM points ORDER BY point");
    for (const core::Scenario& scenario : grid.scenarios) {
        if (!point.next() || point.text(0) != core::content_hash(scenario) || point.text(1) != std::to_string(scenario.seed))
            return false;
    }
    return !point.next();
}

}  // namespace

StoreIdentity identity_of(const StoreTerms& terms, const core::ScenarioSource& source, const core::Scenario& base) {
    return {.command = terms.command,
            .version = std::string(core::kVersion),
            .name = base.name,
            .scenario_hash = core::content_hash(base),
            .seed = std::to_string(base.seed),
            .scenario = core::source_text(source),
            .scenario_in_full = core::to_yaml(base),
            .keeps_records = terms.records == core::KeepRecords::yes,
            .keeps_curves = terms.curves == KeepCurves::yes};
}

bool is_new_store(Database& database, const std::filesystem::path& file) {
    const std::uint64_t application = database.count("PRAGMA application_id");
    const std::uint64_t schema = database.count("PRAGMA user_version");
    if (application == 0 && schema == 0 && database.count("SELECT count(*) FROM sqlite_master") == 0) return true;
    if (application != kStoreApplication) {
        throw StoreRefused(fmt::format("'{}' is an SQLite file of another program", file.string()));
    }
    if (schema != kStoreSchema) {
        throw StoreRefused(fmt::format("'{}' has schema {}, and this version knows schema {} only", file.string(), schema,
                                       kStoreSchema));
    }
    return false;
}

StoreIdentity load_identity(Database& database) {
    Statement row = database.prepare(
        "SELECT command, version, name, scenario_hash, seed, scenario, scenario_in_full, keeps_records, keeps_curves "
        "FROM experiment");
    StoreIdentity identity;
    if (!row.next()) return identity;
    int column = 0;
    for (std::string* text : {&identity.command, &identity.version, &identity.name, &identity.scenario_hash,
                              &identity.seed, &identity.scenario, &identity.scenario_in_full}) {
        *text = row.text(column++);
    }
    identity.keeps_records = row.count(column++) != 0;
    identity.keeps_curves = row.count(column) != 0;
    return identity;
}

void write_identity(Database& database, const StoreIdentity& identity, const core::Scenario& base,
                    const SweepGrid& grid) {
    database.prepare(insert_sql("experiment", 9))
        .with(identity.command, identity.version, identity.name, identity.scenario_hash, identity.seed,
              identity.scenario, identity.scenario_in_full, identity.keeps_records, identity.keeps_curves)
        .run();
    write_figures(database, base);
    Statement axis = database.prepare(insert_sql("axes", 3));
    for (std::size_t i = 0; i < grid.axes.size(); ++i) {
        axis.with(std::uint64_t{i}, grid.axes[i].name, grid.axes[i].set).run();
    }
    Statement point = database.prepare(insert_sql("points", 4));
    Statement value = database.prepare(insert_sql("axis_values", 3));
    for (std::size_t p = 0; p < grid.scenarios.size(); ++p) {
        const core::Scenario& scenario = grid.scenarios[p];
        point.with(grid.numbers[p], core::content_hash(scenario), std::to_string(scenario.seed), false).run();
        for (std::size_t i = 0; i < grid.axes.size(); ++i) {
            value.with(grid.numbers[p], std::uint64_t{i}, grid.values[p][i]).run();
        }
    }
}

void refuse_existing(Database& database, const std::filesystem::path& folder) {
    const StoreIdentity kept = load_identity(database);
    const std::uint64_t points = database.count("SELECT count(*) FROM points");
    const std::uint64_t finished = database.count("SELECT count(*) FROM points WHERE finished <> 0");
    const bool has_runs = kept.command == "run" || kept.command == "sweep";
    throw StoreRefused(fmt::format("'{}' holds results already ({} of '{}', {} of {} points finished); {}another folder begins anew",
                                   folder.string(), kept.command, kept.name, finished, points,
                                   has_runs ? "--resume goes on with them, " : ""));
}

void refuse_another(Database& database, const std::filesystem::path& folder, const StoreIdentity& wanted,
                    const SweepGrid& grid) {
    const StoreIdentity kept = load_identity(database);
    const auto refuse = [&](const std::string& reason) {
        throw StoreRefused(fmt::format("'{}' holds the results of another experiment: {}; choose another folder",
                                       folder.string(), reason));
    };
    const auto differ = [&](std::string_view what, const std::string& is, const std::string& asked) {
        if (is != asked) refuse(fmt::format("its {} is '{}', not '{}'", what, is, asked));
    };
    differ("version of gallerysim", kept.version, wanted.version);
    differ("command", kept.command, wanted.command);
    differ("seed", kept.seed, wanted.seed);
    if (kept.scenario_hash != wanted.scenario_hash) {
        refuse(fmt::format("its scenario '{}' differs: {}", kept.name,
                           first_difference(kept.scenario_in_full, wanted.scenario_in_full)));
    }
    // The same by itself; but where it is written otherwise, a point of its sweep may read otherwise.
    if (kept.scenario != wanted.scenario && !has_points(database, grid)) {
        refuse(fmt::format("its scenario '{}' is written otherwise: {}", kept.name,
                           first_difference(kept.scenario, wanted.scenario)));
    }
    if (wanted.keeps_records && !kept.keeps_records) refuse("its runs were kept without the records of their VMs");
    if (wanted.keeps_curves && !kept.keeps_curves) {
        database.execute("UPDATE experiment SET keeps_curves = 1");  // they can still be drawn
    }
}

void read_run(const Statement& row, std::vector<Cell>& cells) {
    constexpr int kKeys = 3;
    cells.clear();
    int column = kKeys;
    for (const ColumnGroup& group : run_columns()) {
        for (std::size_t i = 0; i < group.names.size(); ++i) cells.push_back(row.cell(column++, group.kind));
    }
}

}  // namespace gallerysim::analysis
