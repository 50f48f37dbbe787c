#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/text_style.hpp"
#include "app/output_file.hpp"

namespace CLI {
class App;
}  // namespace CLI

namespace gallerysim::app {

enum class Format { table, csv, json, markdown };

/// Where the answer goes, and in which form.
struct AnswerOptions {
    std::string file;    ///< empty: stdout
    std::string format;  ///< empty: by the ending of the file, or else a table
    bool plot = false;   ///< of commands that can: a small chart below the table

    /// The form that was asked for.
    [[nodiscard]] Format chosen_format() const;
};

/// -o
void add_output_option(CLI::App& app, AnswerOptions& options);
/// -o and --format
void add_answer_options(CLI::App& app, AnswerOptions& options);

/// --plot
void add_plot_option(CLI::App& app, AnswerOptions& options);
/// UsageError if a plot is asked for in another form than a table.
void refuse_misplaced_plot(const AnswerOptions& options);
/// What --plot adds to the table: the chart, or why there is none.
[[nodiscard]] std::string plot_text(const std::string& chart);

/// The way out of the answer. Made before the work is done, so that an output file that cannot be written is
/// found out at once. `scenario_file` is not to be overwritten: UsageError. Throws core::Error when writing
/// fails.
class Answer {
public:
    Answer(const AnswerOptions& options, const std::string& scenario_file);

    [[nodiscard]] analysis::Colour colour() const;
    /// The whole of it, once.
    void write(std::string_view text);

private:
    std::optional<OutputFile> file_;
};

/// UsageError if both name the same existing file.
void refuse_same_file(std::string_view option, const std::string& file, std::string_view other_option,
                      const std::string& other);

}  // namespace gallerysim::app
