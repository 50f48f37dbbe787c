#include "app/figure_files.hpp"

#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "analysis/report/chart_library.hpp"
#include "analysis/report/chart_spec.hpp"
#include "app/child_process.hpp"
#include "app/output_file.hpp"
#include "core/error.hpp"

namespace gallerysim::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* kTwiceAsLarge = "2";  // 192 pixels per inch: sharp on paper

void write_file(const fs::path& file, std::string_view text) {
    OutputFile out(file);
    out.write(text);
    out.commit();
}

/// Specification and data of a chart. Returns the file of the specification.
fs::path write_chart(const fs::path& folder, const analysis::ReportChart& chart) {
    fs::path spec = folder / (chart.id + ".vl.json");
    write_file(spec, analysis::complete_spec(chart, analysis::ChartPlace::paper) + '\n');
    for (const analysis::ChartData& data : chart.data) {
        const bool is_main = &data == &chart.data.front();
        write_file(folder / (is_main ? chart.id + ".csv" : fmt::format("{}-{}.csv", chart.id, data.name)), data.csv);
    }
    return spec;
}

/// A file that is there as long as this object.
class TemporaryScript {
public:
    explicit TemporaryScript(const fs::path& folder) : file_(folder / ".draw-figures.cjs") {
        // The libraries take themselves for part of a page, where there is no `module`.
        std::string text = "(function (exports, module, define, require) {\n";
        text += analysis::vega_script();
        text += "\n}).call(globalThis);\n(function (exports, module, define, require) {\n";
        text += analysis::vega_lite_script();
        text += "\n}).call(globalThis);\n";
        text += analysis::figure_script();
        write_file(file_, text);
    }
    ~TemporaryScript() {
        std::error_code ignored;
        fs::remove(file_, ignored);
    }
    TemporaryScript(const TemporaryScript&) = delete;
    TemporaryScript& operator=(const TemporaryScript&) = delete;

    [[nodiscard]] std::string file() const { return file_.string(); }

private:
    fs::path file_;
};

}  // namespace

void make_figure_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder)) {
        throw core::Error(fmt::format("cannot make the folder '{}': {}", folder.string(),
                                      error ? error.message() : std::string("a file is in its place")));
    }
}

std::string write_figures(const fs::path& folder, const analysis::Report& report) {
    std::vector<fs::path> specs;
    for (const analysis::ReportSection& section : report.sections) {
        for (const analysis::ReportChart& chart : section.charts) specs.push_back(write_chart(folder, chart));
    }
    if (specs.empty()) return {};
    if (!analysis::no_charts_reason().empty()) {
        return fmt::format("the figures are there as Vega-Lite and CSV, not as SVG and PNG: {}", analysis::no_charts_reason());
    }

    std::vector<fs::path> drawings;
    std::vector<std::string> arguments;
    const TemporaryScript script(folder);
    arguments.push_back(script.file());
    for (const fs::path& spec : specs) {
        const std::string name = spec.filename().string();
        drawings.push_back(folder / (name.substr(0, name.find('.')) + ".svg"));
        arguments.push_back(spec.string());
        arguments.push_back(drawings.back().string());
    }
    if (const std::string problem = run_program("node", arguments); !problem.empty()) {
        return fmt::format("the figures are there as Vega-Lite and CSV, not as SVG and PNG, which Node.js draws: {}", problem);
    }
    for (const fs::path& drawing : drawings) {
        fs::path picture = drawing;
        picture.replace_extension(".png");
        const std::string problem = run_program("rsvg-convert", {"--zoom", kTwiceAsLarge, "--output", picture.string(), drawing.string()});
        if (!problem.empty()) {
            return fmt::format("the figures are there as SVG, not as PNG, which rsvg-convert (librsvg) makes: {}", problem);
        }
    }
    return {};
}

}  // namespace gallerysim::app
