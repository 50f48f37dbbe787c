#pragma once

#include <optional>
#include <string>

#include "analysis/report/report.hpp"
#include "app/answer.hpp"
#include "app/output_file.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace gallerysim::app {

/// Where a report goes beside the answer.
struct ReportOptions {
    std::string file;     ///< HTML, or Markdown where it ends in .md; empty: none
    std::string figures;  ///< folder for its charts; empty: none

    [[nodiscard]] bool is_wanted() const { return !file.empty() || !figures.empty(); }
    /// Is there to be a report, be it as the answer itself?
    [[nodiscard]] bool is_wanted_with(Format answer) const { return is_wanted() || answer == Format::markdown; }
};

/// --report and --figures
void add_report_options(CLI::App& app, ReportOptions& options);

/// The way out of a report. Made before the work is done, so that what cannot be written is found out at once. The
/// files of the scenarios are not to be overwritten: UsageError. Throws core::Error when writing fails.
class ReportFiles {
public:
    ReportFiles(const ReportOptions& options, const std::string& answer_file, const std::string& scenario_file);

    /// All of it, once, where it is wanted. The text of a remark on what could not be drawn, empty when there is none.
    [[nodiscard]] std::string write(const analysis::Report& report);

private:
    std::optional<OutputFile> page_;
    bool is_markdown_;
    std::string figures_;
};

}  // namespace gallerysim::app
