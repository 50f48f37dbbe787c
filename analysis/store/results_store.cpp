#include "analysis/store/results_store.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <ctime>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "analysis/store/database.hpp"
#include "analysis/store/folder_lock.hpp"
#include "analysis/store/results_schema.hpp"
#include "analysis/store/run_columns.hpp"
#include "analysis/store/store_identity.hpp"
#include "analysis/store/vm_columns.hpp"
#include "core/error.hpp"

namespace gallerysim::analysis {

namespace {

using Clock = std::chrono::steady_clock;

/// A batch that takes longer is kept in parts.
constexpr std::chrono::seconds kLongestTransaction{1};

std::string utc_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// Is this what a parameter has? Bit by bit: 0 is not -0. A text is never known to be there still.
bool is_bound(const Cell& bound, const Cell& cell) {
    const double* a = std::get_if<double>(&bound);
    const double* b = std::get_if<double>(&cell);
    if (a != nullptr && b != nullptr) return std::bit_cast<std::uint64_t>(*a) == std::bit_cast<std::uint64_t>(*b);
    return bound == cell && !std::holds_alternative<std::string_view>(bound);
}

}  // namespace

/// All that touches the file, under one lock.
class ResultsStore::Writer {
public:
    Writer(const std::filesystem::path& folder, const StoreTerms& terms, const core::ScenarioSource& source,
           const core::Scenario& base, const SweepGrid& grid)
        : lock_(folder), scenarios_(grid.scenarios), numbers_(grid.numbers), database_(store_file(folder), Database::Access::write) {
        // One writer, many readers; a transaction survives the end of the program at once, and that of the machine
        // when the log has gone to the disk. What a lost one held is simulated again.
        database_.execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000;");
        const StoreIdentity wanted = identity_of(terms, source, base);
        if (is_new_store(database_, store_file(folder))) {
            database_.execute("BEGIN IMMEDIATE");
            database_.execute(schema_sql());
            write_identity(database_, wanted, base, grid);
            database_.execute("COMMIT");
        } else {
            if (terms.existing == ExistingStore::refuse) refuse_existing(database_, folder);
            refuse_another(database_, folder, wanted, grid);
        }
        prepare();
    }

    ~Writer() {
        try {
            if (!failure_ && insert_run_ && database_.is_in_transaction()) commit();
        } catch (const core::Error&) {
            // What could not be kept is simulated again.
        }
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    std::optional<core::RunResult> find(std::size_t point, std::uint64_t run) {
        const std::lock_guard lock(mutex_);
        const std::uint64_t id = run_id(numbers_[point], run);
        if (!std::ranges::binary_search(found_, id)) return std::nullopt;
        select_run_->with(id);
        if (!select_run_->next()) return std::nullopt;
        read_run(*select_run_, cells_);
        core::RunResult result = run_of_cells(cells_);  // before the texts of its row go
        select_run_->reset();
        return result;
    }

    void take(std::size_t point, std::uint64_t run, const core::RunResult& result) {
        const std::lock_guard lock(mutex_);
        guarded([&] {
            begin();
            const std::uint64_t id = run_id(numbers_[point], run);
            run_cells(result, row_);
            insert_run_->with(id, numbers_[point], run);
            // Most cells are those of the run before, and a statement keeps what is bound to it.
            bound_.resize(row_.cells.size());
            for (std::size_t i = 0; i < row_.cells.size(); ++i) {
                if (is_bound(bound_[i], row_.cells[i])) continue;
                insert_run_->bind(static_cast<int>(i) + 3, row_.cells[i]);
                bound_[i] = std::holds_alternative<std::string_view>(row_.cells[i]) ? Cell(std::string_view()) : row_.cells[i];
            }
            insert_run_->run();
            if (keeps_records_) take_records(point, id, result);
            ++runs_taken_;
            if (Clock::now() - began_ > kLongestTransaction) commit();
        });
    }

    void end_batch(std::size_t point, AfterBatch after) {
        const std::lock_guard lock(mutex_);
        guarded([&] {
            if (after == AfterBatch::finished && !finished_[point]) {
                begin();
                finish_point_->with(numbers_[point]).run();
                finished_[point] = true;
            }
            if (database_.is_in_transaction()) commit();
        });
    }

    bool needs_curves(std::size_t point) {
        const std::lock_guard lock(mutex_);
        if (!keeps_curves_) return false;
        Statement any = database_.prepare("SELECT 1 FROM curves WHERE point = ? LIMIT 1");
        return !any.with(numbers_[point]).next();
    }

    void take_curves(std::size_t point, const std::vector<CurveRow>& rows) {
        const std::lock_guard lock(mutex_);
        guarded([&] {
            begin();
            Statement insert = database_.prepare(insert_sql("curves", 6));
            for (const CurveRow& row : rows) {
                insert
                    .with(numbers_[point], std::string_view(row.series), row.time, real_cell(row.mean.value),
                          real_cell(row.mean.low), real_cell(row.mean.high))
                    .run();
            }
            commit();
        });
    }

    void take_answer(std::string_view format, std::string_view text) {
        const std::lock_guard lock(mutex_);
        guarded([&] {
            begin();
            database_.prepare("INSERT OR REPLACE INTO answers VALUES (?, ?)").with(format, text).run();
            commit();
        });
    }

    void finish() {
        const std::lock_guard lock(mutex_);
        guarded([&] {
            begin();
            is_complete_ = true;
            commit();
            insert_run_.reset();
            insert_vm_.reset();
            select_run_.reset();
            finish_point_.reset();
            update_session_.reset();
            database_.close();
        });
    }

    [[nodiscard]] bool keeps_records() const { return keeps_records_; }
    [[nodiscard]] std::uint64_t runs_found() const { return found_.size(); }
    [[nodiscard]] std::uint64_t runs_kept() {
        const std::lock_guard lock(mutex_);
        return found_.size() + runs_taken_;
    }

private:
    void prepare() {
        Statement kept = database_.prepare("SELECT keeps_records, keeps_curves FROM experiment");
        if (kept.next()) {
            keeps_records_ = kept.count(0) != 0;
            keeps_curves_ = kept.count(1) != 0;
        }
        kept.reset();
        finished_.assign(scenarios_.size(), false);
        Statement finished = database_.prepare("SELECT finished FROM points ORDER BY point");
        for (std::size_t point = 0; finished.next(); ++point) finished_.at(point) = finished.count(0) != 0;
        Statement runs = database_.prepare("SELECT run_id FROM runs ORDER BY run_id");
        while (runs.next()) found_.push_back(runs.count(0));

        insert_run_.emplace(database_.prepare(insert_sql("runs", 3 + column_names(run_columns()).size())));
        insert_vm_.emplace(database_.prepare(insert_sql("vm_records", 2 + column_names(vm_columns()).size())));
        select_run_.emplace(database_.prepare("SELECT * FROM runs WHERE run_id = ?"));
        finish_point_.emplace(database_.prepare("UPDATE points SET finished = 1 WHERE point = ?"));
        update_session_.emplace(
            database_.prepare("UPDATE sessions SET wall_s = ?, runs = ?, complete = ? WHERE session = ?"));
        session_ = database_.count("SELECT coalesce(max(session), 0) + 1 FROM sessions");
        started_ = utc_now();
    }

    void begin() {
        if (failure_) std::rethrow_exception(failure_);
        if (database_.is_in_transaction()) return;
        database_.execute("BEGIN IMMEDIATE");
        began_ = Clock::now();
        if (has_session_) return;
        database_.prepare(insert_sql("sessions", 5))
            .with(session_, std::string_view(started_), 0.0, std::uint64_t{0}, false)
            .run();
        has_session_ = true;
    }

    void commit() {
        const std::chrono::duration<double> wall = Clock::now() - start_;
        update_session_->with(wall.count(), runs_taken_, is_complete_, session_).run();
        database_.execute("COMMIT");
    }

    /// After the first error nothing more is written: it would be of a transaction that is half undone.
    template <class Work>
    void guarded(const Work& work) {
        if (failure_) std::rethrow_exception(failure_);
        try {
            work();
        } catch (...) {
            failure_ = std::current_exception();
            throw;
        }
    }

    void take_records(std::size_t point, std::uint64_t id, const core::RunResult& result) {
        std::uint64_t number = 0;
        for (const core::VmRecord& vm : result.records) {
            vm_cells(scenarios_[point], vm, cells_);
            insert_vm_->with(id, number++);
            for (std::size_t i = 0; i < cells_.size(); ++i) insert_vm_->bind(static_cast<int>(i) + 2, cells_[i]);
            insert_vm_->run();
        }
    }

    std::mutex mutex_;
    FolderLock lock_;
    std::span<const core::Scenario> scenarios_;
    std::span<const std::uint64_t> numbers_;  ///< of the points; ascending
    Database database_;
    // After the database, as they end before it.
    std::optional<Statement> insert_run_;
    std::optional<Statement> insert_vm_;
    std::optional<Statement> select_run_;
    std::optional<Statement> finish_point_;
    std::optional<Statement> update_session_;
    std::vector<std::uint64_t> found_;  ///< ids of the runs that were there before; ascending
    std::vector<bool> finished_;        ///< by point
    std::vector<Cell> cells_;
    RunRow row_;
    std::vector<Cell> bound_;  ///< what the statement has; texts as empty ones: they are bound again
    std::uint64_t runs_taken_ = 0;
    std::uint64_t session_ = 0;
    std::string started_;
    bool has_session_ = false;
    bool keeps_records_ = false;
    bool keeps_curves_ = false;
    bool is_complete_ = false;
    std::exception_ptr failure_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point began_;
};

ResultsStore::ResultsStore(const std::filesystem::path& folder, const StoreTerms& terms,
                           const core::ScenarioSource& source, const core::Scenario& base, const SweepGrid& grid)
    : writer_(std::make_unique<Writer>(folder, terms, source, base, grid)) {}

ResultsStore::~ResultsStore() = default;

std::optional<core::RunResult> ResultsStore::find(std::size_t point, std::uint64_t run) {
    return writer_->find(point, run);
}

void ResultsStore::take(std::size_t point, std::uint64_t run, const core::RunResult& result) {
    writer_->take(point, run, result);
}

void ResultsStore::end_batch(std::size_t point, AfterBatch after) { writer_->end_batch(point, after); }

core::KeepRecords ResultsStore::keep_records() const {
    return writer_->keeps_records() ? core::KeepRecords::yes : core::KeepRecords::no;
}

bool ResultsStore::needs_curves(std::size_t point) { return writer_->needs_curves(point); }

void ResultsStore::take_curves(std::size_t point, const std::vector<CurveRow>& rows) {
    writer_->take_curves(point, rows);
}

void ResultsStore::take_answer(std::string_view format, std::string_view text) { writer_->take_answer(format, text); }

std::uint64_t ResultsStore::runs_found() const { return writer_->runs_found(); }

std::uint64_t ResultsStore::runs_kept() const { return writer_->runs_kept(); }

void ResultsStore::finish() { writer_->finish(); }

SweepGrid single_point(const core::Scenario& scenario) {
    SweepGrid grid;
    grid.numbers = {0};
    grid.values = {{}};
    grid.scenarios = {scenario};
    return grid;
}

}  // namespace gallerysim::analysis
