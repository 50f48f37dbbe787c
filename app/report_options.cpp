#include "app/report_options.hpp"

#include <CLI/CLI.hpp>

#include "analysis/report/report_html.hpp"
#include "analysis/report/report_markdown.hpp"
#include "app/answer.hpp"
#include "app/figure_files.hpp"
#include "app/usage_error.hpp"

namespace gallerysim::app {

void add_report_options(CLI::App& app, ReportOptions& options) {
    app.add_option("--report", options.file, "Write a report with charts to this file: HTML that needs nothing else; Markdown where it ends in .md")
        ->type_name("FILE");
    app.add_option("--figures", options.figures,
                   "Write each chart of the report to this folder: Vega-Lite, CSV, and where it can be drawn SVG and PNG")
        ->type_name("DIR");
}

ReportFiles::ReportFiles(const ReportOptions& options, const std::string& answer_file, const std::string& scenario_file)
    : is_markdown_(options.file.ends_with(".md")), figures_(options.figures) {
    if (!figures_.empty()) make_figure_folder(figures_);
    if (options.file.empty()) return;
    refuse_same_file("--report", options.file, "the scenario", scenario_file);
    if (!answer_file.empty()) refuse_same_file("--report", options.file, "the answer", answer_file);
    page_.emplace(options.file);
}

std::string ReportFiles::write(const analysis::Report& report) {
    if (page_) {
        page_->write(is_markdown_ ? analysis::report_markdown(report) : analysis::report_html(report));
        page_->commit();
    }
    return figures_.empty() ? std::string() : write_figures(figures_, report);
}

}  // namespace gallerysim::app
