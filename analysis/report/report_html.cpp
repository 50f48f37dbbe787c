#include "analysis/report/report_html.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "analysis/report/chart_library.hpp"
#include "analysis/report/chart_spec.hpp"
#include "analysis/report/html_text.hpp"
#include "core/version.hpp"

namespace gallerysim::analysis {

namespace {

constexpr std::size_t kManyColumns = 7;  ///< from so many on a table is set smaller
constexpr std::size_t kLongTable = 40;  ///< rows; longer ones are folded away

/// Scripts are ours and Vega's, which compiles expressions ('unsafe-eval'); images are charts to be saved. Nothing is
/// fetched.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'";

std::string_view class_of(RowMark mark) {
    switch (mark) {
        case RowMark::good: return "good";
        case RowMark::bad: return "bad";
        case RowMark::none: break;
    }
    return "";
}

std::string paragraph(std::string_view text) { return fmt::format("<p>{}</p>\n", html_text(text)); }

std::string cell(const ReportTable& table, const ReportTable::Row& row, std::size_t column) {
    const std::string text = html_text(row.cells[column]);
    if (column == 0) {
        const bool is_number = table.columns[0].align == ReportTable::Align::right;
        return fmt::format("<th scope=\"row\"{}>{}</th>", is_number ? " class=\"number\"" : "", text);
    }
    std::string classes = table.columns[column].align == ReportTable::Align::right ? "number" : "";
    if (row.mark != RowMark::none && column + 1 == row.cells.size()) classes += classes.empty() ? "mark" : " mark";
    return classes.empty() ? fmt::format("<td>{}</td>", text) : fmt::format("<td class=\"{}\">{}</td>", classes, text);
}

std::string table_html(const ReportTable& table) {
    std::string html = fmt::format("<div class=\"wide\"><table{}>\n<caption>{}</caption>\n<thead><tr>",
                                   table.columns.size() >= kManyColumns ? " class=\"dense\"" : "", html_text(table.caption));
    for (const ReportTable::Column& column : table.columns) {
        html += fmt::format("<th scope=\"col\"{}>{}</th>", column.align == ReportTable::Align::right ? " class=\"number\"" : "",
                            html_text(column.heading));
    }
    html += "</tr></thead>\n<tbody>\n";
    for (const ReportTable::Row& row : table.rows) {
        html += row.mark == RowMark::none ? "<tr>" : fmt::format("<tr class=\"{}\">", class_of(row.mark));
        for (std::size_t column = 0; column < row.cells.size(); ++column) html += cell(table, row, column);
        html += "</tr>\n";
    }
    html += "</tbody></table></div>\n";
    if (!table.note.empty()) html += fmt::format("<p class=\"note\">{}</p>\n", html_text(table.note));
    if (table.rows.size() <= kLongTable) return html;
    return fmt::format("<details><summary>{} ({} rows)</summary>\n{}</details>\n", html_text(table.caption), table.rows.size(), html);
}

std::string chart_html(const ReportChart& chart) {
    const bool has_charts = no_charts_reason().empty();
    const std::string spec = script_json(complete_spec(chart, ChartPlace::page));
    return fmt::format(
        "<figure id=\"{0}\" aria-labelledby=\"{0}-title\" aria-describedby=\"{0}-text\">\n<h3 id=\"{0}-title\">{1}</h3>\n{2}"
        "<figcaption id=\"{0}-text\">{3}</figcaption>\n"
        "<script type=\"application/json\" id=\"{0}-spec\">{4}</script>\n</figure>\n",
        chart.id, html_text(chart.title),
        has_charts ? fmt::format("<div class=\"chart\" data-spec=\"{}-spec\"></div>\n",
                                 chart.id)
                   : std::string(),
        html_text(chart.description), spec);
}

std::string section_html(const ReportSection& section, std::size_t number) {
    std::string html = fmt::format("<section aria-labelledby=\"part-{0}\">\n<h2 id=\"part-{0}\">{1}</h2>\n", number,
                                   html_text(section.title));
    for (const std::string& text : section.paragraphs) html += paragraph(text);
    for (const std::string& code : section.code) html += fmt::format("<pre>{}</pre>\n", html_text(code));
    for (const ReportChart& chart : section.charts) html += chart_html(chart);
    for (const ReportTable& table : section.tables) html += table_html(table);
    return html + "</section>\n";
}

std::string head(const Report& report) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"generator\" content=\"gallerysim {}\">\n<link rel=\"icon\" href=\"data:,\">\n"
        "<title>{}: {}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        kPolicy, core::kVersion, html_text(report.title), html_text(report.kind), page_style());
}

std::string opening(const Report& report) {
    std::string html = fmt::format("<header>\n<p class=\"kind\">gallerysim · {}</p>\n<h1>{}</h1>\n<p class=\"question\">{}</p>\n</header>\n<main>\n",
                                   html_text(report.kind), html_text(report.title), html_text(report.question));
    html += fmt::format("<div class=\"answer {}\" role=\"region\" aria-label=\"Answer\">\n", class_of(report.verdict));
    for (const std::string& sentence : report.answer) html += paragraph(sentence);
    html += "</div>\n";
    if (!report.warnings.empty()) {
        html += "<div class=\"beware\" role=\"region\" aria-label=\"Beware\">\n";
        for (const std::string& warning : report.warnings) html += paragraph("Beware: " + warning);
        html += "</div>\n";
    }
    if (!no_charts_reason().empty()) {
        html += fmt::format("<p class=\"no-chart\">This report has no charts, as {}. Their descriptions, tables and "
                            "Vega-Lite specifications are here all the same.</p>\n",
                            html_text(no_charts_reason()));
    }
    html += "<nav aria-label=\"Contents\"><ul>\n";
    for (std::size_t i = 0; i < report.sections.size(); ++i) {
        html += fmt::format("<li><a href=\"#part-{}\">{}</a></li>\n", i, html_text(report.sections[i].title));
    }
    return html + "<li><a href=\"#reproduce\">Reproduce it</a></li>\n</ul></nav>\n";
}

std::string origin_html(const ReportOrigin& origin) {
    std::string html =
        fmt::format("<section aria-labelledby=\"reproduce\">\n<h2 id=\"reproduce\">Reproduce it</h2>\n"
                    "<p>This command gives the same report, byte for byte, with any number of threads:</p>\n<pre>{}</pre>\n"
                    "<p>gallerysim {}, seed {}.</p>\n",
                    html_text(origin.command), core::kVersion, origin.seed);
    for (const ReportOrigin::ScenarioText& scenario : origin.scenarios) {
        html += fmt::format("<details><summary>The scenario {}, hash {}, with every default</summary>\n<pre>{}</pre></details>\n",
                            html_text(scenario.name), scenario.hash, html_text(scenario.yaml));
    }
    return html + "</section>\n</main>\n";
}

std::string scripts() {
    if (!no_charts_reason().empty()) return {};
    std::string comment(chart_licences());
    std::string html = fmt::format("<script>/*\n{}*/</script>\n<script type=\"application/json\" id=\"chart-theme\">{}</script>\n", comment,
                                   script_json(chart_theme(ChartPlace::page)));
    for (const std::string_view script : {vega_script(), vega_lite_script(), vega_embed_script(), page_script()}) {
        html += "<script>";
        html += script;
        html += "</script>\n";
    }
    return html;
}

}  // namespace

std::string report_html(const Report& report) {
    std::string html = head(report) + opening(report);
    for (std::size_t i = 0; i < report.sections.size(); ++i) html += section_html(report.sections[i], i);
    return html + origin_html(report.origin) + scripts() + "</body>\n</html>\n";
}

}  // namespace gallerysim::analysis
