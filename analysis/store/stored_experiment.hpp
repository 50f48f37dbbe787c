#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/curve_csv.hpp"
#include "analysis/data_table.hpp"
#include "analysis/point_result.hpp"
#include "analysis/sweep_grid.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"

namespace gallerysim::analysis {

/// A figure that was in force, as the store keeps it.
struct StoredFigure {
    std::string path;   ///< catalogue.storage.Standard_LRS.operations
    std::string value;  ///< as a scenario writes it
    std::string grade;  ///< published, field_report, assumed, given
    std::string source;
};

/// Reads the results store of a folder (docs/results.md), also while another program writes into it: all that one object
/// says is of the moment at which it was opened. What it says of a point is what the experiment itself would have said.
///
///     const StoredExperiment stored("results");
///     for (std::size_t p = 0; p < stored.points(); ++p) {
///         const std::optional<PointResult> result = stored.result(p);   // of the runs that are there
///         stored.grid().scenarios[p]; stored.grid().values[p];          // what it was a result of
///     }
///
/// Memory holds the scenarios of the points; runs and records come from the file when they are asked for. Throws
/// core::Error when there is no store, or one that this version reads otherwise than it was meant. One thread.
class StoredExperiment {
public:
    explicit StoredExperiment(const std::filesystem::path& folder);
    ~StoredExperiment();
    StoredExperiment(const StoredExperiment&) = delete;
    StoredExperiment& operator=(const StoredExperiment&) = delete;

    [[nodiscard]] const std::string& command() const;        ///< run, sweep, guidance, ...
    [[nodiscard]] const std::string& version() const;        ///< of the program that wrote it
    [[nodiscard]] const std::string& scenario_hash() const;  ///< of scenario()
    [[nodiscard]] const std::string& scenario_text() const;  ///< as written, in one YAML text
    [[nodiscard]] const std::string& scenario_in_full() const;  ///< the same with every default and its source
    [[nodiscard]] bool keeps_records() const;
    [[nodiscard]] bool keeps_curves() const;

    [[nodiscard]] const core::Scenario& scenario() const;  ///< without the values of any axis
    [[nodiscard]] const SweepGrid& grid() const;           ///< without axes and with one point for `run`
    [[nodiscard]] std::size_t points() const;
    [[nodiscard]] const std::string& point_hash(std::size_t point) const;
    [[nodiscard]] bool is_finished(std::size_t point) const;  ///< it has all runs that it asks for
    [[nodiscard]] std::size_t finished_points() const;

    /// Its runs in order, without records; of a point that is not finished, those that there are.
    [[nodiscard]] std::vector<core::RunResult> runs(std::size_t point) const;
    /// The summary of these runs; nullopt when there are none.
    [[nodiscard]] std::optional<PointResult> result(std::size_t point) const;
    /// result() of every point; those without runs are left out: see is_finished().
    [[nodiscard]] std::vector<PointResult> results() const;

    [[nodiscard]] std::vector<StoredFigure> figures() const;
    /// By series and then by time; empty unless curves were asked for.
    [[nodiscard]] std::vector<CurveRow> curves(std::size_t point) const;
    /// The answer of a command whose runs are not kept one by one (guidance: json, csv).
    [[nodiscard]] std::optional<std::string> answer(std::string_view format) const;

    /// Calls visit(point, run, cells of vm_columns()) for every VM whose record was kept: by point, run, and the order in
    /// which the VMs ended. The cells are valid during the call. Holds one VM at a time.
    void for_each_vm(const std::function<void(std::size_t, std::uint64_t, std::span<const Cell>)>& visit) const;
    /// Calls visit(point, run, cells of run_columns()) for every run, by point and run.
    void for_each_run(const std::function<void(std::size_t, std::uint64_t, std::span<const Cell>)>& visit) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace gallerysim::analysis
