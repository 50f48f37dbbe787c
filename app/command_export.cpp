#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/store/export_table.hpp"
#include "analysis/text_wrap.hpp"
#include "app/answer.hpp"
#include "app/checked_options.hpp"
#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/standard_streams.hpp"
#include "app/usage_error.hpp"

namespace gallerysim::app {

namespace {

using analysis::ExportTable;
using analysis::RowFormat;

constexpr std::array<std::string_view, 5> kTables{"points", "runs", "records", "curves", "figures"};
constexpr std::array<std::string_view, 2> kExportFormats{"csv", "jsonl"};

struct ExportOptions {
    std::string folder;
    std::string table;   ///< empty: points; with --columns, all
    std::string format;  ///< empty: by the ending of the file, or else csv
    AnswerOptions output;
    bool columns = false;
};

ExportTable table_named(std::string_view name) {
    const auto found = std::ranges::find(kTables, name);
    return found == kTables.end() ? ExportTable::points : static_cast<ExportTable>(found - kTables.begin());
}

RowFormat format_of(const ExportOptions& options) {
    const bool ends_so = options.format.empty() && options.output.file.ends_with(".jsonl");
    return options.format == "jsonl" || ends_so ? RowFormat::json_lines : RowFormat::csv;
}

/// What every column means, for reading.
std::string columns_text(const ExportOptions& options, std::span<const core::SweepAxis> axes) {
    std::string text;
    for (const std::string_view name : kTables) {
        if (!options.table.empty() && options.table != name) continue;
        text += fmt::format("{}{}\n", text.empty() ? "" : "\n", name);
        for (const analysis::ColumnGroup& group : analysis::export_columns(table_named(name), axes)) {
            const std::string unit = group.unit.empty() ? "" : fmt::format(" [{}]", group.unit);
            text += analysis::wrapped(fmt::format("  {}{}: {}", analysis::group_text(group), unit, group.meaning),
                                      "      ");
        }
        if (options.folder.empty() && name != "figures")
            text += "  and behind seed, for each axis of a sweep, its name: the axis' value, as the scenario writes it\n";
    }
    return text;
}

ExitCode export_results(const ExportOptions& options) {
    if (options.folder.empty() && !options.columns) throw UsageError("the folder with the results is missing");
    std::optional<analysis::StoredExperiment> stored;
    if (!options.folder.empty()) stored.emplace(options.folder);
    if (options.columns) {
        const auto axes = stored ? std::span<const core::SweepAxis>(stored->grid().axes) : std::span<const core::SweepAxis>();
        Answer(options.output, {}).write(columns_text(options, axes));
        return ExitCode::fine;
    }
    const ExportTable table = table_named(options.table);
    if (table == ExportTable::records && !stored->keeps_records())
        throw UsageError(fmt::format("'{}' holds no records of VMs: it was made without --keep-records", options.folder));
    if (table == ExportTable::curves && !stored->keeps_curves())
        throw UsageError(fmt::format("'{}' holds no curves: it was made without --keep-curves", options.folder));
    if (table != ExportTable::figures && stored->answer("csv")) {
        throw UsageError(fmt::format("'{}' holds the answer of '{}' and no runs: docs/results.md says how to read it",
                                     options.folder, stored->command()));
    }
    catch_interrupts();
    std::optional<OutputFile> file;
    if (!options.output.file.empty()) file.emplace(options.output.file);
    analysis::export_rows(*stored, table, format_of(options), [&](std::string_view part) {
        stop_if_interrupted();
        if (file) {
            file->write(part);
        } else {
            write_stdout(part);
        }
    });
    if (file) file->commit();
    if (stored->finished_points() < stored->points()) {
        write_stderr(fmt::format("gallerysim: {} of {} points are finished; this is what there is so far\n",
                                 stored->finished_points(), stored->points()));
    }
    return ExitCode::fine;
}

}  // namespace

void add_export(CommandLine& line) {
    // Shared by the command line, which fills the options in, and the action, which reads them.
    auto options = std::make_shared<ExportOptions>();
    CLI::App& app = line.add("export", "Write the results that -o FOLDER has kept as CSV or JSON lines",
                             [options] { return export_results(*options); });
    app.add_option("FOLDER", options->folder, "The folder with the results")->type_name("");
    add_choice(app, "--what", options->table, kTables, "Which table; points unless given");
    add_choice(app, "--format", options->format, kExportFormats,
               "CSV, or a JSON object a line; unless given, as FILE ends, or else CSV");
    add_output_option(app, options->output);
    app.add_flag("--columns", options->columns, "Explain every column instead; FOLDER may be left out");
}

}  // namespace gallerysim::app
