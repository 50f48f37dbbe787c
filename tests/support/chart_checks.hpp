#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/report/chart_spec.hpp"
#include "analysis/report/report.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/csv.hpp"

namespace gallerysim::test {

/// Every chart of a report.
inline std::vector<const analysis::ReportChart*> charts_of(const analysis::Report& report) {
    std::vector<const analysis::ReportChart*> charts;
    for (const auto& section : report.sections) {
        for (const auto& chart : section.charts) charts.push_back(&chart);
    }
    return charts;
}

inline const analysis::ReportChart* find_chart(const analysis::Report& report, const std::string& id) {
    for (const auto* chart : charts_of(report)) {
        if (chart->id == id) return chart;
    }
    return nullptr;
}

/// Fields that a specification draws but whose data has no column for: none, if it is right. `columns` are those of the
/// data around.
inline void collect_unknown_fields(const nlohmann::ordered_json& node, std::set<std::string> columns, std::vector<std::string>& unknown) {
    if (node.is_array()) {
        for (const auto& element : node) collect_unknown_fields(element, columns, unknown);
        return;
    }
    if (!node.is_object()) return;
    if (node.contains("data")) {
        columns.clear();
        const auto& values = node["data"].at("values");
        if (values.is_string()) {
            const auto rows = parse_csv(values.get<std::string>());
            columns.insert(rows.front().begin(), rows.front().end());
        } else if (values.is_array()) {
            for (const auto& row : values) {
                for (const auto& [key, value] : row.items()) columns.insert(key);
            }
        }
    }
    if (node.contains("field") && node["field"].is_string() && !columns.contains(node["field"].get<std::string>())) {
        unknown.push_back(node["field"].get<std::string>());
    }
    for (const auto& [key, value] : node.items()) {
        if (key != "data") collect_unknown_fields(value, columns, unknown);
    }
}

/// What must hold for every report: what it draws is there, everything has words, and ids are unique.
inline void check_report(const analysis::Report& report) {
    CHECK_FALSE(report.title.empty());
    CHECK_FALSE(report.question.empty());
    REQUIRE_FALSE(report.answer.empty());
    CHECK_FALSE(report.origin.command.empty());
    std::set<std::string> ids;
    for (const auto* chart : charts_of(report)) {
        INFO(chart->id);
        CHECK(ids.insert(chart->id).second);
        CHECK(chart->id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
        CHECK_FALSE(chart->title.empty());
        CHECK(chart->description.size() > 20);
        REQUIRE_FALSE(chart->data.empty());
        CHECK(parse_csv(chart->data.front().csv).size() > 1);
        const auto spec = nlohmann::ordered_json::parse(analysis::complete_spec(*chart, analysis::ChartPlace::paper));
        std::vector<std::string> unknown;
        collect_unknown_fields(spec, {}, unknown);
        CHECK(unknown == std::vector<std::string>());
    }
    for (const auto& section : report.sections) {
        CHECK_FALSE(section.title.empty());
        for (const auto& table : section.tables) {
            INFO(table.caption);
            CHECK_FALSE(table.caption.empty());
            CHECK_FALSE(table.rows.empty());
            CHECK(std::ranges::all_of(table.rows, [&](const auto& row) { return row.cells.size() == table.columns.size(); }));
        }
    }
}

}  // namespace gallerysim::test
