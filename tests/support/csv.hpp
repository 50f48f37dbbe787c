#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gallerysim::test {

/// Reads CSV by RFC 4180, independently of the code that writes it.
[[nodiscard]] inline std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
            row.back() += text[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == ',') {
            row.emplace_back();
        } else if (!quoted && c == '\n') {
            rows.push_back(std::move(row));
            row.assign(1, {});
        } else {
            row.back() += c;
        }
    }
    return rows;
}

/// The rows below the header, each by column name.
[[nodiscard]] inline std::vector<std::map<std::string, std::string>> csv_records(std::string_view text) {
    const auto rows = parse_csv(text);
    std::vector<std::map<std::string, std::string>> records;
    for (std::size_t r = 1; r < rows.size(); ++r) {
        auto& record = records.emplace_back();
        for (std::size_t c = 0; c < rows[r].size(); ++c) record[rows[0].at(c)] = rows[r][c];
    }
    return records;
}

}  // namespace gallerysim::test
