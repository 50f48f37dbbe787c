#include "analysis/report/report_markdown.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analysis/report/html_text.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

std::string table_text(const ReportTable& table) {
    std::string text = fmt::format("**{}**\n\n|", markdown_text(table.caption));
    for (const ReportTable::Column& column : table.columns) text += fmt::format(" {} |", markdown_text(column.heading));
    text += "\n|";
    for (const ReportTable::Column& column : table.columns) text += column.align == ReportTable::Align::right ? " ---: |" : " --- |";
    text += '\n';
    for (const ReportTable::Row& row : table.rows) {
        text += '|';
        for (const std::string& cell : row.cells) text += fmt::format(" {} |", markdown_text(cell));
        text += '\n';
    }
    return table.note.empty() ? text + '\n' : text + fmt::format("\n{}\n\n", markdown_text(table.note));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Part of a word, by whatever language: bytes of other characters than ASCII too.
bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// A block of code, fenced by more backquotes than it has in a row.
std::string code_block(const std::string& code) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : code) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
    return fmt::format("{0}\n{1}{2}{0}\n\n", fence, code, code.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string markdown_text(std::string_view text) {
    static constexpr std::string_view kMeaningful = "\\`*[]|~";
    static constexpr std::string_view kMeaningfulFirst = "#+-=";
    std::string html = html_text(text);
    for (const auto& [entity, character] : {std::pair{"&#39;", "'"}, {"&quot;", "\""}}) {  // quotes mean nothing here
        for (std::size_t at = html.find(entity); at != std::string::npos; at = html.find(entity, at)) html.replace(at, std::string_view(entity).size(), character);
    }
    std::string markdown;
    bool is_list = true;  // a number at the beginning, so far
    for (std::size_t i = 0; i < html.size(); ++i) {
        const char c = html[i];
        if (c == '\n') {
            markdown += ' ';
            continue;
        }
        // An underscore inside a word is one; "1. " at the beginning would begin a list.
        const bool is_mark = kMeaningful.find(c) != std::string_view::npos ||
                             (c == '_' && !(i > 0 && is_word(html[i - 1]) && i + 1 < html.size() && is_word(html[i + 1]))) ||
                             (i == 0 && kMeaningfulFirst.find(c) != std::string_view::npos) || (is_list && i > 0 && (c == '.' || c == ')') && (i + 1 == html.size() || html[i + 1] == ' '));
        if (is_mark) markdown += '\\';
        markdown += c;
        is_list = is_list && is_digit(c);
    }
    return markdown;
}

std::string report_markdown(const Report& report) {
    std::string text = fmt::format("# {}\n\n{}. {}\n\n", markdown_text(report.title), markdown_text(report.kind), markdown_text(report.question));
    bool is_first = true;
    for (const std::string& sentence : report.answer) {
        text += fmt::format("{0}{1}{0}\n\n", is_first ? "**" : "", markdown_text(sentence));
        is_first = false;
    }
    for (const std::string& warning : report.warnings) text += fmt::format("> Beware: {}\n\n", markdown_text(warning));
    for (const ReportSection& section : report.sections) {
        text += fmt::format("## {}\n\n", markdown_text(section.title));
        for (const std::string& paragraph : section.paragraphs) text += markdown_text(paragraph) + "\n\n";
        for (const std::string& code : section.code) text += code_block(code);
        for (const ReportChart& chart : section.charts) text += fmt::format("**{}.** {}\n\n", markdown_text(chart.title), markdown_text(chart.description));
        for (const ReportTable& table : section.tables) text += table_text(table);
    }
    text += fmt::format("## Reproduce it\n\ngallerysim {}, seed {}:\n\n{}", core::kVersion, report.origin.seed, code_block(report.origin.command));
    for (const ReportOrigin::ScenarioText& scenario : report.origin.scenarios) {
        text += fmt::format("Scenario {}, hash {}.\n\n", markdown_text(scenario.name), scenario.hash);
    }
    text.pop_back();
    return text;
}

}  // namespace gallerysim::analysis
