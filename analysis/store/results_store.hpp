#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "analysis/curve_csv.hpp"
#include "analysis/run_store.hpp"
#include "analysis/sweep_grid.hpp"
#include "core/scenario.hpp"
#include "core/scenario_source.hpp"

namespace gallerysim::analysis {

enum class ExistingStore { refuse, resume };
enum class KeepCurves { no, yes };

/// What a store is to hold.
struct StoreTerms {
    std::string command;  ///< run, sweep, ...: what the points are
    ExistingStore existing = ExistingStore::refuse;
    core::KeepRecords records = core::KeepRecords::no;
    KeepCurves curves = KeepCurves::no;
};

/// A store that is there and is not the one that is asked for; the message says why and what to do.
class StoreRefused : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Writes the results of one experiment into `FOLDER/experiment.sqlite` (docs/results.md): the runs of a batch in one
/// transaction, and those of a long batch every second, so that an end at any moment loses no more than that.
///
/// The folder is created if only its last part is missing, and is locked against other writers. Throws core::Error
/// when something cannot be written; what was kept before is then still there. Any thread, at any time.
class ResultsStore final : public RunStore {
public:
    /// The points' scenarios and numbers must outlive the store. `source` is what `base` and the grid were read from; `run` gives a grid of one point without axes. Opens the
    /// store, or goes on with the one that is there: StoreRefused when it is not of the same experiment.
    ResultsStore(const std::filesystem::path& folder, const StoreTerms& terms, const core::ScenarioSource& source,
                 const core::Scenario& base, const SweepGrid& grid);
    /// Keeps what has ended.
    ~ResultsStore() override;
    ResultsStore(const ResultsStore&) = delete;
    ResultsStore& operator=(const ResultsStore&) = delete;

    [[nodiscard]] std::optional<core::RunResult> find(std::size_t point, std::uint64_t run) override;
    void take(std::size_t point, std::uint64_t run, const core::RunResult& result) override;
    void end_batch(std::size_t point, AfterBatch after) override;
    [[nodiscard]] core::KeepRecords keep_records() const override;

    /// Are curves to be kept, and those of this point are not there yet?
    [[nodiscard]] bool needs_curves(std::size_t point);
    void take_curves(std::size_t point, const std::vector<CurveRow>& rows);
    /// The answer of a command whose runs are not kept one by one, such as its JSON.
    void take_answer(std::string_view format, std::string_view text);

    [[nodiscard]] std::uint64_t runs_found() const;  ///< that an earlier experiment has kept
    [[nodiscard]] std::uint64_t runs_kept() const;   ///< by now, with those

    /// All is kept: ends the last transaction and closes the file. Call it once, last.
    void finish();

private:
    class Writer;
    std::unique_ptr<Writer> writer_;
};

/// A grid of one point without axes.
[[nodiscard]] SweepGrid single_point(const core::Scenario& scenario);

}  // namespace gallerysim::analysis
