#include "analysis/store/stored_experiment.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "analysis/store/database.hpp"
#include "analysis/store/results_schema.hpp"
#include "analysis/store/run_columns.hpp"
#include "analysis/store/store_identity.hpp"
#include "analysis/store/vm_columns.hpp"
#include "core/diagnostics.hpp"
#include "core/error.hpp"
#include "core/scenario_source.hpp"
#include "core/scenario_writer.hpp"

namespace gallerysim::analysis {

namespace {

Database open_store(const std::filesystem::path& folder) {
    const std::filesystem::path file = store_file(folder);
    std::error_code ignored;
    if (!std::filesystem::exists(folder, ignored)) {
        throw core::Error(fmt::format("there is no folder '{}'", folder.string()));
    }
    if (!std::filesystem::exists(file, ignored)) {
        throw core::Error(fmt::format("'{}' holds no results: there is no '{}' in it", folder.string(),
                                      file.filename().string()));
    }
    return Database(file, Database::Access::read);
}

}  // namespace

struct StoredExperiment::Parts {
    explicit Parts(const std::filesystem::path& folder_of_store) : folder(folder_of_store), database(open_store(folder)) {
        // One moment for all that is read.
        database.execute("BEGIN");
        try {
            if (is_new_store(database, store_file(folder))) {
                throw core::Error(fmt::format("'{}' holds no results yet", folder.string()));
            }
        } catch (const StoreRefused& refused) {
            throw core::Error(refused.what());
        }
        identity = load_identity(database);
        read_scenarios();
        Statement rows = database.prepare("SELECT scenario_hash, finished FROM points ORDER BY point");
        while (rows.next()) {
            hashes.emplace_back(rows.text(0));
            finished.push_back(rows.count(1) != 0);
        }
        check();
    }

    /// Scenario and points, from the text.
    void read_scenarios() {
        core::Diagnostics diagnostics;
        const auto source = core::ScenarioSource::from_text(identity.scenario, diagnostics, store_file(folder));
        auto read = source ? source->read(diagnostics) : std::nullopt;
        if (read && read->experiment.sweep.empty()) {
            grid = single_point(*read);
        } else if (read && identity.command != "sweep") {
            grid = single_point(*read);
        } else if (read) {
            auto expanded = expand_sweep(*source, *read, diagnostics);
            if (expanded) grid = std::move(*expanded);
        }
        if (!read || grid.scenarios.empty()) {
            throw core::Error(fmt::format("this version cannot read the scenario in '{}', which gallerysim {} wrote:\n{}",
                                          folder.string(), identity.version, diagnostics.render()));
        }
        scenario = std::move(*read);
    }

    /// A later version may read the text otherwise.
    void check() const {
        bool same = core::content_hash(scenario) == identity.scenario_hash && hashes.size() == grid.scenarios.size();
        for (std::size_t p = 0; same && p < hashes.size(); ++p) {
            same = core::content_hash(grid.scenarios[p]) == hashes[p];
        }
        if (same) return;
        throw core::Error(fmt::format(
            "this version reads the scenario in '{}' otherwise than gallerysim {}, which wrote it, or a trace has changed",
            folder.string(), identity.version));
    }

    /// Of the point of this number.
    [[nodiscard]] std::size_t index_of(std::uint64_t number) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(grid.numbers, number) - grid.numbers.begin());
    }

    std::filesystem::path folder;
    mutable Database database;
    StoreIdentity identity;
    core::Scenario scenario;
    SweepGrid grid;
    std::vector<std::string> hashes;
    std::vector<bool> finished;
};

StoredExperiment::StoredExperiment(const std::filesystem::path& folder) : parts_(std::make_unique<Parts>(folder)) {}
StoredExperiment::~StoredExperiment() = default;

const std::string& StoredExperiment::command() const { return parts_->identity.command; }
const std::string& StoredExperiment::version() const { return parts_->identity.version; }
const std::string& StoredExperiment::scenario_hash() const { return parts_->identity.scenario_hash; }
const std::string& StoredExperiment::scenario_text() const { return parts_->identity.scenario; }
const std::string& StoredExperiment::scenario_in_full() const { return parts_->identity.scenario_in_full; }
bool StoredExperiment::keeps_records() const { return parts_->identity.keeps_records; }
bool StoredExperiment::keeps_curves() const { return parts_->identity.keeps_curves; }

const core::Scenario& StoredExperiment::scenario() const { return parts_->scenario; }
const SweepGrid& StoredExperiment::grid() const { return parts_->grid; }
std::size_t StoredExperiment::points() const { return parts_->hashes.size(); }
const std::string& StoredExperiment::point_hash(std::size_t point) const { return parts_->hashes.at(point); }
bool StoredExperiment::is_finished(std::size_t point) const { return parts_->finished.at(point); }

std::size_t StoredExperiment::finished_points() const {
    return static_cast<std::size_t>(std::ranges::count(parts_->finished, true));
}

std::vector<core::RunResult> StoredExperiment::runs(std::size_t point) const {
    Statement rows = parts_->database.prepare("SELECT * FROM runs WHERE run_id >= ? AND run_id < ? ORDER BY run_id");
    const std::uint64_t number = parts_->grid.numbers.at(point);
    rows.with(run_id(number, 0), run_id(number + 1, 0));
    std::vector<core::RunResult> results;
    std::vector<Cell> cells;
    while (rows.next()) {
        read_run(rows, cells);
        results.push_back(run_of_cells(cells));
    }
    return results;
}

std::optional<PointResult> StoredExperiment::result(std::size_t point) const {
    const std::vector<core::RunResult> all = runs(point);
    if (all.empty()) return std::nullopt;
    return summarise(all, parts_->grid.scenarios.at(point).experiment);
}

std::vector<PointResult> StoredExperiment::results() const {
    std::vector<PointResult> all;
    for (std::size_t p = 0; p < points(); ++p) {
        if (auto one = result(p)) all.push_back(std::move(*one));
    }
    return all;
}

std::vector<StoredFigure> StoredExperiment::figures() const {
    Statement rows = parts_->database.prepare("SELECT path, value, grade, source FROM figures ORDER BY rowid");
    std::vector<StoredFigure> all;
    while (rows.next()) {
        all.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                       std::string(rows.text(3))});
    }
    return all;
}

std::vector<CurveRow> StoredExperiment::curves(std::size_t point) const {
    Statement rows = parts_->database.prepare(
        "SELECT series, time_ns, mean, low, high FROM curves WHERE point = ? ORDER BY series, time_ns");
    rows.with(parts_->grid.numbers.at(point));
    std::vector<CurveRow> all;
    while (rows.next()) {
        all.push_back({std::string(rows.text(0)), std::get<sim::SimTime>(rows.cell(1, CellKind::time)),
                       {rows.real(2), rows.real(3), rows.real(4)}});
    }
    return all;
}

std::optional<std::string> StoredExperiment::answer(std::string_view format) const {
    Statement rows = parts_->database.prepare("SELECT text FROM answers WHERE format = ?");
    if (!rows.with(format).next()) return std::nullopt;
    return std::string(rows.text(0));
}

void StoredExperiment::for_each_vm(
    const std::function<void(std::size_t, std::uint64_t, std::span<const Cell>)>& visit) const {
    Statement rows = parts_->database.prepare("SELECT * FROM vm_records ORDER BY run_id, number");
    constexpr int kKeys = 2;
    std::vector<Cell> cells;
    while (rows.next()) {
        cells.clear();
        int column = kKeys;
        for (const ColumnGroup& group : vm_columns()) {
            for (std::size_t i = 0; i < group.names.size(); ++i) cells.push_back(rows.cell(column++, group.kind));
        }
        visit(parts_->index_of(point_of(rows.count(0))), run_of(rows.count(0)), cells);
    }
}

void StoredExperiment::for_each_run(
    const std::function<void(std::size_t, std::uint64_t, std::span<const Cell>)>& visit) const {
    Statement rows = parts_->database.prepare("SELECT * FROM runs ORDER BY run_id");
    std::vector<Cell> cells;
    while (rows.next()) {
        read_run(rows, cells);
        visit(parts_->index_of(point_of(rows.count(0))), run_of(rows.count(0)), cells);
    }
}

}  // namespace gallerysim::analysis
