#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/text_table.hpp"

namespace gallerysim::analysis {

// A report before it is written down: what was asked, what the answer is, and what shows it. Texts are plain, whatever
// characters they have; who writes the report escapes them.

/// One table of numbers that a chart draws.
struct ChartData {
    std::string name;  ///< as the specification calls it: {"data": {"name": ...}}
    std::string csv;
};

struct ReportChart {
    std::string id;  ///< of the files that it becomes: lower-case letters, digits and hyphens; unique in the report
    std::string title;
    /// What it shows and what can be read from it, with numbers: stands below it, and for it where it cannot be seen.
    std::string description;
    std::string spec;  ///< Vega-Lite, without the data, colours and fonts; no width unless it has several views
    std::vector<ChartData> data;
};

enum class RowMark { none, good, bad };

struct ReportTable {
    using Align = TextTable::Align;
    struct Column {
        std::string heading;
        Align align = Align::left;
    };
    struct Row {
        std::vector<std::string> cells;  ///< one per column; the first is the row's heading. Numbers may have two lines
        RowMark mark = RowMark::none;    ///< colours the last cell
    };
    std::string caption;
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::string note{};  ///< how to read it
};

struct ReportSection {
    std::string title;
    std::vector<std::string> paragraphs{};
    std::vector<std::string> code{};  ///< for a shell or a file, below the paragraphs
    std::vector<ReportChart> charts{};
    std::vector<ReportTable> tables{};

    [[nodiscard]] bool empty() const { return paragraphs.empty() && code.empty() && charts.empty() && tables.empty(); }
};

/// What it takes to get the same report again.
struct ReportOrigin {
    struct ScenarioText {
        std::string name;
        std::string hash;
        std::string yaml;  ///< with every default
    };
    std::string command;  ///< as for a shell
    std::uint64_t seed = 0;
    std::vector<ScenarioText> scenarios;
};

struct Report {
    std::string kind;   ///< "Simulation of one scenario"
    std::string title;
    std::string question;
    std::vector<std::string> answer;  ///< sentences with their numbers, the verdict first
    RowMark verdict = RowMark::none;  ///< objectives met or missed
    std::vector<std::string> warnings;
    std::vector<ReportSection> sections;
    ReportOrigin origin;
};

}  // namespace gallerysim::analysis
