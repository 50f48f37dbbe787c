#include "analysis/data_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/csv_text.hpp"
#include "core/number_text.hpp"
#include "sim/assert.hpp"

namespace gallerysim::analysis {

namespace {

/// Adds cells to a line of CSV.
struct ToCsv {
    CsvLine& line;
    void operator()(std::monostate) const { line.add_empty(); }
    void operator()(std::uint64_t value) const { line.add(value); }
    void operator()(double value) const { line.add(value); }
    void operator()(bool value) const { line.add(std::string_view(value ? "true" : "false")); }
    void operator()(sim::SimTime value) const { line.add(value); }
    void operator()(std::string_view value) const { line.add(value); }
};

std::string json_text(std::string_view text) { return nlohmann::json(text).dump(); }

/// Adds cells to a JSON object.
struct ToJson {
    std::string& out;
    void operator()(std::monostate) const { out += "null"; }
    void operator()(std::uint64_t value) const { out += fmt::format_int(value).c_str(); }
    void operator()(double value) const { out += std::isfinite(value) ? core::number_text(value) : "null"; }
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(sim::SimTime value) const { out += seconds_text(value); }
    void operator()(std::string_view value) const { out += json_text(value); }
};

}  // namespace

std::vector<std::string> column_names(std::span<const ColumnGroup> groups) {
    std::vector<std::string> names;
    for (const ColumnGroup& group : groups) {
        for (const std::string& name : group.names) {
            for (const std::string& end : group.ends) names.push_back(name + end);
        }
    }
    return names;
}

Cell real_cell(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }

namespace {

std::string names_text(const ColumnGroup& group) {
    const std::string& first = group.names.front();
    if (group.names.size() == 1) return first;
    std::size_t common = first.size();
    for (const std::string& name : group.names) {
        const auto end = std::ranges::mismatch(first, name).in1;
        common = std::min(common, static_cast<std::size_t>(end - first.begin()));
    }
    // Whole words only.
    common = common == 0 ? 0 : first.find_last_of("._", common - 1) + 1;
    std::string text = first.substr(0, common) + '{';
    for (const std::string& name : group.names) {
        if (text.back() != '{') text += ',';
        text += name.substr(common);
    }
    return text + '}';
}

}  // namespace

std::string group_text(const ColumnGroup& group) {
    std::string text = names_text(group);
    if (group.ends.size() > 1) text += fmt::format("{{{}}}", fmt::join(group.ends, ","));
    return text;
}

RowText::RowText(RowFormat format, std::vector<std::string> columns)
    : format_(format), columns_(std::move(columns)) {
    for (const std::string& column : columns_) keys_.push_back(json_text(column) + ':');
}

std::string RowText::heading() const {
    if (format_ == RowFormat::json_lines) return {};
    CsvLine line;
    for (const std::string& column : columns_) line.add(std::string_view(column));
    return line.text();
}

std::string RowText::row(std::span<const Cell> cells) const {
    GALLERYSIM_ASSERT(cells.size() == columns_.size(), "a row has a cell for each column");
    if (format_ == RowFormat::csv) {
        CsvLine line;
        for (const Cell& cell : cells) std::visit(ToCsv{line}, cell);
        return line.text();
    }
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        out += i == 0 ? '{' : ',';
        out += keys_[i];
        std::visit(ToJson{out}, cells[i]);
    }
    return out + "}\n";
}

}  // namespace gallerysim::analysis
