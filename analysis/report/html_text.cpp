#include "analysis/report/html_text.hpp"

#include "core/utf8.hpp"

namespace gallerysim::analysis {

std::string html_text(std::string_view text) {
    static constexpr std::string_view kReplacement = "\xef\xbf\xbd";
    std::string html;
    html.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = core::utf8_length(text);
        const char first = text.front();
        if (length == 0) {
            html += kReplacement;
            text.remove_prefix(1);
            continue;
        }
        const auto code = static_cast<unsigned char>(first);
        const bool is_control = (code < 0x20 && first != '\n' && first != '\t') || code == 0x7f;
        switch (first) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            case '\'': html += "&#39;"; break;
            default: html += is_control ? kReplacement : text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return html;
}

std::string script_json(std::string_view json) {
    std::string safe;
    safe.reserve(json.size());
    for (const char c : json) {
        if (c == '<') {
            safe += "\\u003c";
        } else {
            safe += c;
        }
    }
    return safe;
}

}  // namespace gallerysim::analysis
