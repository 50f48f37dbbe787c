#include "analysis/report/report_html.hpp"

#include <regex>
#include <string>

#include "analysis/report/chart_library.hpp"
#include "analysis/report/html_text.hpp"
#include "analysis/report/report_markdown.hpp"
#include "tests/support/catch.hpp"

using namespace gallerysim;
using namespace gallerysim::analysis;

namespace {

const std::string kEvil = "</script><script>alert(1)</script><img src=x onerror=\"alert(2)\">'&";

/// A report in which every text that could come from a user is `text`.
Report report_of(const std::string& text) {
    ReportChart chart{.id = "one",
                      .title = text,
                      .description = text,
                      .spec = R"({"data": {"name": "d"}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}}})",
                      .data = {{"d", "a\n\"" + std::regex_replace(text, std::regex("\""), "\"\"") + "\"\n"}}};
    ReportTable table{.caption = text, .columns = {{text}, {text, ReportTable::Align::right}}, .rows = {{{text, text}, RowMark::bad}}, .note = text};
    return {.kind = text,
            .title = text,
            .question = text,
            .answer = {text},
            .verdict = RowMark::bad,
            .warnings = {text},
            .sections = {{.title = text, .paragraphs = {text}, .charts = {chart}, .tables = {table}}},
            .origin = {.command = text, .seed = 1, .scenarios = {{text, "0123", text}}}};
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

/// The page without the scripts of the libraries, which are not ours to judge.
std::string without_libraries(const std::string& html) {
    const std::size_t licences = html.find("<script>/*");
    return licences == std::string::npos ? html : html.substr(0, licences);
}

}  // namespace

TEST_CASE("A text in HTML means itself and nothing else") {
    CHECK(html_text("a < b & \"c\" > 'd'") == "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
    CHECK(html_text("Zürich ≥ 1\n\t") == "Zürich ≥ 1\n\t");
    CHECK(html_text(std::string("a\x1b[31m\0z", 8)) == "a\xef\xbf\xbd[31m\xef\xbf\xbdz");
    CHECK(html_text("\xff\xfe") == "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST_CASE("No text of a user can end a script or begin an element in a report") {
    const std::string harmless = without_libraries(report_html(report_of("harmless")));
    const std::string evil = without_libraries(report_html(report_of(kEvil)));
    CHECK(evil.find("alert(1)") != std::string::npos);  // it is shown
    CHECK(evil.find("<script>alert") == std::string::npos);
    CHECK(evil.find("<img") == std::string::npos);
    for (const char* mark : {"<script", "</script", "<", "\""}) {
        INFO(mark);
        // Inside JSON a quotation mark is written \", so only those of HTML are counted.
        const auto specs = std::regex("<script type=\"application/json\"[^\n]*");
        CHECK(count(std::regex_replace(evil, specs, ""), mark) == count(std::regex_replace(harmless, specs, ""), mark));
    }
}

TEST_CASE("A report is one page that is readable without seeing it") {
    const std::string html = report_html(report_of("some text"));
    CHECK(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    CHECK(count(html, "<h1>") == 1);
    CHECK(html.find("<caption>some text</caption>") != std::string::npos);
    CHECK(html.find("<th scope=\"col\"") != std::string::npos);
    CHECK(html.find("<th scope=\"row\"") != std::string::npos);
    CHECK(html.find("aria-describedby=\"one-text\"") != std::string::npos);
    CHECK(html.find("<figcaption id=\"one-text\">some text</figcaption>") != std::string::npos);
}

TEST_CASE("A report's policy allows no request, and nothing in it names a place to ask") {
    const std::string html = without_libraries(report_html(report_of("some text")));
    CHECK(html.find("default-src 'none'") != std::string::npos);
    CHECK_FALSE(std::regex_search(html, std::regex("(src|href)=\"?(https?:|//)")));
    CHECK(html.find("<link rel=\"stylesheet\"") == std::string::npos);
}

TEST_CASE("A build without charts says why, and has the words and specifications all the same") {
    const std::string html = report_html(report_of("some text"));
    CHECK((html.find("This report has no charts") == std::string::npos) == no_charts_reason().empty());
    CHECK((html.find("vegaEmbed") != std::string::npos) == no_charts_reason().empty());
    CHECK(html.find("id=\"one-spec\"") != std::string::npos);
    CHECK(no_charts_reason().empty() == !vega_script().empty());
    CHECK(no_charts_reason().empty() == !world_map().empty());
}

TEST_CASE("A report in Markdown keeps texts out of its tables and marks") {
    CHECK(markdown_text("a|b *c* <d> it's `e`\nf") == "a\\|b \\*c\\* &lt;d&gt; it's \\`e\\` f");
    CHECK(markdown_text("failed_fraction (of _all_) [x](y)") == "failed_fraction (of \\_all\\_) \\[x\\](y)");
    CHECK(markdown_text("# 1. - x") == "\\# 1. - x");
    CHECK(markdown_text("12. x") == "12\\. x");
    CHECK(markdown_text("41.3 (40.6)") == "41.3 (40.6)");
    const std::string text = report_markdown(report_of(kEvil));
    CHECK(text.starts_with("# &lt;/script&gt;"));
    CHECK(text.find("<script>alert") == text.rfind("<script>alert"));  // the command alone, in its block of code
    const std::string plain = report_markdown(report_of("x|y"));
    CHECK(plain.find("| x\\|y | x\\|y |\n| --- | ---: |\n| x\\|y | x\\|y |\n") != std::string::npos);
}
