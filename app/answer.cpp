#include "app/answer.hpp"

#include <array>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/text_wrap.hpp"
#include "app/checked_options.hpp"
#include "app/standard_streams.hpp"
#include "app/usage_error.hpp"

namespace gallerysim::app {

namespace {

constexpr std::array<std::string_view, 4> kFormats{"table", "csv", "json", "markdown"};

}  // namespace

Format AnswerOptions::chosen_format() const {
    const std::string ending = std::filesystem::path(file).extension().string();
    const std::string name = !format.empty() ? format : ending.empty() ? ending : ending.substr(1);
    if (name == "csv") return Format::csv;
    if (name == "json") return Format::json;
    if (name == "markdown" || name == "md") return Format::markdown;
    return Format::table;
}

void add_output_option(CLI::App& app, AnswerOptions& options) {
    app.add_option("-o,--output", options.file,
                   "Write the answer to a file, which appears when it is complete")
        ->type_name("FILE");
}

void add_answer_options(CLI::App& app, AnswerOptions& options) {
    add_output_option(app, options);
    add_choice(app, "--format", options.format, kFormats,
               "Form of the answer; unless given, as FILE ends, or else a table");
}

void add_plot_option(CLI::App& app, AnswerOptions& options) {
    app.add_flag("--plot", options.plot, "Draw a small chart below the table");
}

void refuse_misplaced_plot(const AnswerOptions& options) {
    if (options.plot && options.chosen_format() != Format::table) {
        throw UsageError("--plot draws below a table; for charts beside another form see --report and --figures");
    }
}

std::string plot_text(const std::string& chart) {
    return '\n' + (chart.empty() ? "There is nothing to plot: a chart needs numbers to go along, and a value at one of them.\n" : chart);
}

Answer::Answer(const AnswerOptions& options, const std::string& scenario_file) {
    if (options.file.empty()) {
        if (const auto columns = stdout_columns()) analysis::set_page_width(*columns);
        return;
    }
    refuse_same_file("-o", options.file, "the scenario", scenario_file);
    file_.emplace(options.file);
}

analysis::Colour Answer::colour() const {
    return !file_ && stdout_takes_colour() ? analysis::Colour::on : analysis::Colour::off;
}

void Answer::write(std::string_view text) {
    if (!file_) {
        write_stdout(text);
        return;
    }
    file_->write(text);
    file_->commit();
}

void refuse_same_file(std::string_view option, const std::string& file, std::string_view other_option,
                      const std::string& other) {
    namespace fs = std::filesystem;
    std::error_code error;
    const bool same = fs::equivalent(file, other, error) ||
                      fs::path(file).lexically_normal() == fs::path(other).lexically_normal();
    std::error_code ignored;
    const bool is_device = fs::exists(file, ignored) && !fs::is_regular_file(file, ignored);
    if (same && !is_device) {
        throw UsageError(fmt::format("{} would overwrite {} ('{}')", option, other_option, other));
    }
}

}  // namespace gallerysim::app
